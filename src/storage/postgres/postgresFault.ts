import type { Failure } from '../../core/model/reading.ts';
import type { DatabaseTarget } from './databaseTarget.ts';

/** What an error of a connection or a statement means: https://www.postgresql.org/docs/current/errcodes-appendix.html. */
export type PostgresFault =
  | 'lost'
  | 'conflict'
  | 'unknownHost'
  | 'refused'
  | 'timeout'
  | 'password'
  | 'noPassword'
  | 'notAllowed'
  | 'tlsRequired'
  | 'noTls'
  | 'certificate'
  | 'noDatabase'
  | 'readOnly'
  | 'permission'
  | 'tooMany'
  | 'full'
  | 'starting'
  | 'slow'
  | 'other';

const byCode: Readonly<Record<string, PostgresFault>> = {
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  '28P01': 'password',
  '28000': 'notAllowed',
  '3D000': 'noDatabase',
  '25006': 'readOnly',
  '42501': 'permission',
  '53300': 'tooMany',
  '53100': 'full',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'starting',
  '57014': 'slow',
  '55P03': 'slow',
  '40001': 'conflict',
  '40P01': 'conflict',
};

const certificateCodes = /^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT)/;

export function postgresFault(error: unknown): PostgresFault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const said = error instanceof Error ? error.message : String(error);
  // The server's own words come in its language; the codes do not.
  if (code === '28000' && /no encryption|SSL off/i.test(said)) return 'tlsRequired';
  const known = byCode[code];
  if (known !== undefined) return known;
  if (/^080/.test(code)) return 'lost';
  if (certificateCodes.test(code)) return 'certificate';
  // These have no code: they are of `pg` itself.
  if (/does not support SSL/i.test(said)) return 'noTls';
  if (/password must be a (non-empty )?string|no password/i.test(said)) return 'noPassword';
  if (/query read timeout/i.test(said)) return 'slow';
  if (/timeout/i.test(said)) return 'timeout';
  if (/connection (was )?(terminated|closed|ended)|not queryable|socket/i.test(said)) return 'lost';
  return 'other';
}

/** What happened and what helps, for people; the password is in none of it. */
export function postgresWords({ place, host, user, database, password }: DatabaseTarget, error: unknown): string {
  const history = `the history in PostgreSQL at ${place}`;
  switch (postgresFault(error)) {
    case 'lost':
      return `${history} lost its connection; it is made again by itself`;
    case 'conflict':
      return `${history} was written by another at the same moment; it is tried again`;
    case 'unknownHost':
      return `${history} cannot be reached: no host is called ${host}; check the URL and the network`;
    case 'refused':
      return `${history} cannot be reached: nothing answers there; check the port, and that the server runs`;
    case 'timeout':
      return `${history} does not answer in time; check the host, the firewall and the network`;
    case 'password':
      return `${history} refuses the password of ${user}; store the right URL again`;
    case 'noPassword':
      return `${history} wants a password for ${user}, and the URL has none; write it as user:password@host`;
    case 'notAllowed':
      return `${history} does not let ${user} in from here; ask who runs the server (pg_hba.conf, login of the role)`;
    case 'tlsRequired':
      return `${history} takes only encrypted connections; take sslmode=disable out of the URL, or write sslmode=require`;
    case 'noTls':
      return `${history} offers no encryption; write sslmode=disable into the URL if the network between is your own`;
    case 'certificate':
      return (
        `${history} shows a certificate that cannot be checked; name its authority in the URL (sslrootcert=FILE), ` +
        'or write sslmode=no-verify to take any'
      );
    case 'noDatabase':
      return `there is no database ${database} on the PostgreSQL at ${place}; create it, or correct the URL`;
    case 'readOnly':
      return `${history} cannot be written: the server or the role is read-only`;
    case 'permission':
      return `${user} may not write ${history}; its owner can allow it: GRANT CREATE ON DATABASE "${database}" TO "${user}"`;
    case 'tooMany':
      return `${history} has no connection left; close others, or raise the server's max_connections`;
    case 'full':
      return `the disk of the PostgreSQL at ${place} is full, so nothing can be added to the history`;
    case 'starting':
      return `the PostgreSQL at ${place} is starting or stopping; try again in a moment`;
    case 'slow':
      return `${history} took too long and was given up; the server is busy, or another writer holds it`;
    case 'other': {
      const said = error instanceof Error ? error.message : String(error);
      const scrubbed = password === null || password.length < 3 ? said : said.replaceAll(password, '…');
      return `${history} could not be used (${scrubbed})`;
    }
  }
}

/** As a Reading says it: what the user must do, or what may pass by itself. */
export function postgresFailure(target: DatabaseTarget, error: unknown): Failure {
  const fault = postgresFault(error);
  const reason = postgresWords(target, error);
  if (fault === 'password' || fault === 'noPassword' || fault === 'notAllowed') return { kind: 'credentials', reason };
  const passing: readonly PostgresFault[] = ['lost', 'conflict', 'timeout', 'starting', 'tooMany', 'slow'];
  return { kind: passing.includes(fault) ? 'retryable' : 'unavailable', reason };
}
