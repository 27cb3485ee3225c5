import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { failed, ok, type Reading } from '../../core/model/reading.ts';

/** Where a PostgreSQL is and how it is reached, from its URL. */
export interface DatabaseTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** null: not in the URL; `pg` then looks where psql does (PGPASSWORD, the password file). */
  readonly password: string | null;
  readonly database: string;
  readonly ssl: false | ConnectionOptions;
  /** Parameters of the server for the connection, as in libpq's `options`. */
  readonly options: string | null;
  /** What the user approves (SEC-2): the host, with the port where the URL names one. */
  readonly approval: string;
  /** For people; never the password. */
  readonly place: string;
}

const example = 'postgresql://user:password@db.example.com:5432/quantfolio';
/** They would send the connection, and the password, elsewhere than the part of the URL that is shown and approved. */
const elsewhere = ['host', 'hostaddr', 'port', 'user', 'password', 'dbname', 'service', 'passfile'];

/**
 * `sslmode` as in libpq, but TLS is checked wherever it is used (`require` too), and it is used for every host but this machine
 * unless the URL says `disable`: a book is not sent in the clear by forgetting a word. `no-verify` takes any certificate.
 */
export function databaseTarget(text: string): Reading<DatabaseTarget> {
  const url = URL.parse(text.trim());
  if (url === null || (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')) {
    return failed('config', `the URL of the database is no PostgreSQL URL; write ${example}`);
  }
  const bad = elsewhere.find((name) => url.searchParams.has(name));
  if (bad !== undefined) {
    return failed('config', `the URL of the database has the parameter "${bad}"; write it as in ${example}`);
  }
  const decoded = parts(url);
  if (decoded === null) {
    return failed('config', 'the URL of the database has a "%" that encodes nothing; write "%" itself as %25');
  }
  const { user, password, database } = decoded;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '' || user === '' || database === '') {
    return failed('config', `the URL of the database needs a host, a user and a database: ${example}`);
  }
  const ssl = tls(url.searchParams, host);
  if (!ssl.ok) return ssl;
  const port = url.port === '' ? 5432 : Number(url.port);
  const place = `${url.hostname}:${port}/${database}`;
  return ok({
    host,
    port,
    user,
    password: password === '' ? null : password,
    database,
    ssl: ssl.value,
    options: url.searchParams.get('options'),
    approval: url.host,
    place,
  });
}

/** Whether the host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function parts(url: URL): { readonly user: string; readonly password: string; readonly database: string } | null {
  try {
    return {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.replace(/^\//, '')),
    };
  } catch {
    return null;
  }
}

function tls(parameters: URLSearchParams, host: string): Reading<DatabaseTarget['ssl']> {
  const mode = parameters.get('sslmode') ?? (isLoopback(host) ? 'disable' : 'verify-full');
  const rootFile = parameters.get('sslrootcert');
  const checked: ConnectionOptions = { rejectUnauthorized: true };
  switch (mode) {
    case 'disable':
      return ok(false);
    case 'no-verify':
      return ok({ rejectUnauthorized: false });
    case 'verify-ca':
      return rooted({ ...checked, checkServerIdentity: () => undefined }, rootFile);
    case 'allow':
    case 'prefer':
    case 'require':
    case 'verify-full':
      return rooted(checked, rootFile);
    default:
      return failed(
        'config',
        `the URL of the database has sslmode=${mode}; it is disable, no-verify, require, verify-ca or verify-full`,
      );
  }
}

function rooted(options: ConnectionOptions, file: string | null): Reading<ConnectionOptions> {
  if (file === null || file === 'system') return ok(options);
  try {
    return ok({ ...options, ca: readFileSync(file, 'utf8') });
  } catch {
    return failed('config', `the certificate ${file} (sslrootcert of the database's URL) cannot be read`);
  }
}
