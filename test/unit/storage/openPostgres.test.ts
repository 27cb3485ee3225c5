import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import type { HistoryRecord, Log } from '../../../src/core/ports.ts';
import { openPostgres } from '../../../src/storage/postgres/openPostgres.ts';
import { postgresAbsent, startServer, type TestDatabase, type TestPostgres } from '../../support/postgres.ts';

const minute = 60_000;

function record(at: number, equity: number): HistoryRecord {
  return { at, currency: 'USD', portfolio: { equity, flow: 0 }, accounts: [], holdings: [] };
}

describe('openPostgres', function () {
  this.timeout(60_000);
  let server: TestPostgres;
  let database: TestDatabase;
  let said: string[];
  const say = (message: string) => void said.push(message);
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const open = async (url = database.url, portfolio = 'Main book') => {
    const opened = await openPostgres(url, log, portfolio);
    assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
    return opened.value;
  };
  const failureOf = async (url: string) => {
    const opened = await openPostgres(url, log, 'Main book');
    if (opened.ok) await opened.value.close();
    assert.ok(!opened.ok);
    // Whatever goes wrong, nobody reads the password.
    const password = URL.parse(url)?.password ?? '';
    if (password !== '') assert.ok(![opened.failure.reason, ...said].some((words) => words.includes(password)));
    return opened.failure;
  };
  const urlWith = (change: Partial<Record<'username' | 'password' | 'pathname' | 'port', string>>): string =>
    Object.assign(new URL(database.url), change).href;

  before(async function () {
    const { hasPostgres } = await import('../../support/postgres.ts');
    if (!hasPostgres()) {
      console.log(`    ${postgresAbsent}`);
      this.skip();
    }
    // One of its own: it is restarted.
    server = await startServer();
  });
  after(() => server?.stop());
  beforeEach(async () => {
    said = [];
    database = await server.database();
  });
  afterEach(() => database.drop());

  it('says in words what is wrong with a connection, and what to do', async () => {
    const wrong = await failureOf(urlWith({ password: 'not-the-password' }));
    assert.equal(wrong.kind, 'credentials');
    assert.match(wrong.reason, /refuses the password of postgres; store the right URL again/);
    assert.match((await failureOf(urlWith({ password: '' }))).reason, /password/);
    const none = await failureOf(urlWith({ pathname: '/nowhere' }));
    assert.match(none.reason, /there is no database nowhere on the PostgreSQL at 127\.0\.0\.1:\d+\/nowhere; create it/);
    const host = await failureOf('postgresql://u:secret-word@no-such-host.invalid/db');
    assert.match(host.reason, /no host is called no-such-host\.invalid/);
    const port = await failureOf(urlWith({ port: '1' }));
    assert.match(port.reason, /nothing answers there; check the port/);
    const tls = await failureOf(`${database.url}?sslmode=require`);
    assert.match(tls.reason, /offers no encryption; write sslmode=disable into the URL if/);
    const user = await failureOf(urlWith({ username: 'stranger' }));
    assert.match(user.reason, /refuses the password of stranger/);
  });

  it('says that only encrypted connections are taken', async () => {
    await server.setAccess('hostssl all all 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 scram-sha-256');
    try {
      await database.query("create role team login password 'team-password'");
      const failure = await failureOf(urlWith({ username: 'team', password: 'team-password' }));
      assert.match(failure.reason, /takes only encrypted connections; take sslmode=disable out of the URL/);
    } finally {
      await server.setAccess('host all all 127.0.0.1/32 scram-sha-256');
      await database.query('drop role team');
    }
  });

  it('gives up on a server that does not answer', async () => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    assert.ok(address !== null && typeof address === 'object');
    try {
      const began = performance.now();
      const failure = await failureOf(`postgresql://u:secret-word@127.0.0.1:${address.port}/db`);
      assert.equal(failure.kind, 'retryable');
      assert.match(failure.reason, /does not answer in time/);
      assert.ok(performance.now() - began < 20_000);
    } finally {
      silent.close();
    }
  });

  it('needs the right to make its schema, and says who can give it', async () => {
    await database.query(`create role team login password 'team-password'`);
    const team = urlWith({ username: 'team', password: 'team-password' });
    try {
      assert.match((await failureOf(team)).reason, /GRANT CREATE ON DATABASE "test_\w+" TO "team"/);
      await database.query(`grant create on database ${database.name} to team`);
      const history = await open(team);
      await history.append(record(1, 1));
      await history.close();
    } finally {
      await database.query('drop owned by team cascade');
      await database.query('drop role team');
    }
  });

  it('lets a read-only role read what is there, and says so when it is to write', async () => {
    await database.query(`create role reader login password 'reader-password'`);
    const reader = urlWith({ username: 'reader', password: 'reader-password' });
    try {
      await database.query('alter role reader set default_transaction_read_only = on');
      assert.match((await failureOf(reader)).reason, /cannot be made: the server or the role is read-only/);
      const owner = await open();
      await owner.append(record(5, 50));
      const { schema } = await owner.stats();
      await owner.close();
      await database.query(`grant usage on schema ${schema} to reader`);
      await database.query(`grant select on all tables in schema ${schema} to reader`);
      const history = await open(reader);
      assert.equal((await history.valueAt(null, 9))?.equity, 50);
      await assert.rejects(history.append(record(6, 60)), { name: 'HistoryError', message: /read-only/ });
      await history.close();
    } finally {
      await database.query('drop owned by reader cascade');
      await database.query('drop role reader');
    }
  });

  it('refuses a history of a newer version and leaves it as it is', async () => {
    const history = await open();
    const { schema } = await history.stats();
    await history.close();
    await database.query(`insert into ${schema}.kysely_migration values ('0099_later', '2030-01-01')`);
    const failure = await failureOf(database.url);
    assert.equal(failure.kind, 'refused');
    assert.match(failure.reason, /newer version of Quantfolio; update Quantfolio/);
  });

  it('keeps portfolios of one database apart', async () => {
    const names = ['Main book', 'main-book', 'Main Book', 'Ünïcode 帳簿', '帳簿', 'x'.repeat(100)];
    const histories = [];
    for (const name of names) histories.push(await open(database.url, name));
    for (const [index, history] of histories.entries()) await history.append(record(1, index));
    for (const [index, history] of histories.entries()) {
      assert.deepEqual(
        (await history.values(null, 0, 9)).map(({ equity }) => equity),
        [index],
      );
    }
    const schemas = await Promise.all(histories.map(async (history) => (await history.stats()).schema));
    assert.equal(new Set(schemas).size, names.length);
    assert.match(schemas[0] ?? '', /^quantfolio_main_book_[0-9a-f]{8}$/);
    assert.ok(schemas.every((schema) => schema !== undefined && schema.length <= 63));
    await Promise.all(histories.map((history) => history.close()));
  });

  it('is made once when several open it for the first time', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => open()));
    await Promise.all(all.map((history, index) => history.append(record(index, index))));
    assert.equal((await all[0]?.values(null, 0, 100))?.length, 6);
    await Promise.all(all.map((history) => history.close()));
  });

  it('goes on by itself after the server was restarted or broke down', async () => {
    const history = await open();
    await history.append(record(1, 1));
    for (const [index, how] of (['fast', 'immediate'] as const).entries()) {
      await server.restart(how);
      await history.append(record(2 + index, 2));
    }
    const busy = Promise.all(
      Array.from({ length: 200 }, async (_, index) => history.append(record((index + 1) * minute, index))),
    );
    await server.restart('immediate');
    await busy;
    assert.equal((await history.values(null, 0, 300 * minute)).length, 203);
    await history.close();
  });

  it('waits for the disk with every record, whatever the server is set to', async () => {
    await database.query(`alter database ${database.name} set synchronous_commit = off`);
    const history = await open();
    await database.query(`create table seen (setting text)`);
    const { schema } = await history.stats();
    await database.query(
      `create function note_setting() returns trigger language plpgsql as
        $$ begin insert into public.seen values (current_setting('synchronous_commit')); return new; end $$;
       create trigger note_it after insert on ${schema}.points execute function note_setting()`,
    );
    await history.append(record(1, 1));
    assert.deepEqual(await database.query('select distinct setting from seen'), [{ setting: 'on' }]);
    await history.close();
  });

  it('names itself to the server, takes few connections, and leaves none behind', async () => {
    const history = await open();
    await Promise.all(Array.from({ length: 20 }, (_, index) => history.append(record(index, index))));
    const mine = async () =>
      (
        await database.query(
          `select 1 from pg_stat_activity where application_name = 'quantfolio' and datname = current_database()`,
        )
      ).length;
    assert.ok((await mine()) >= 1 && (await mine()) <= 4);
    await history.close();
    for (let tries = 0; (await mine()) > 0 && tries < 50; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await mine(), 0);
    await assert.rejects(history.append(record(99, 1)), { name: 'HistoryError' });
  });
});
