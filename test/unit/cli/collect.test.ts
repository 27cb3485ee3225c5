import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { postgresAbsent, startPostgres } from '../../support/postgres.ts';
import { cliMain, runCli } from '../../support/runCli.ts';

interface Recorder {
  readonly times: number[];
  err(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
  recorded(count: number): Promise<void>;
}

function record(cwd: string, environment: Readonly<Record<string, string>>, args: readonly string[] = []): Recorder {
  const child = spawn(process.execPath, [cliMain, 'collect', '--json', '--interval', '1s', ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const times: number[] = [];
  let err = '';
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) times.push(Date.parse((JSON.parse(line) as { readonly at: string }).at));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    times,
    err: () => err,
    end(signal) {
      child.kill(signal);
      return closed;
    },
    async recorded(count) {
      for (let tries = 0; times.length < count && child.exitCode === null && tries < 1500; tries++) await wait(20);
      assert.ok(times.length >= count, `${times.length} records: ${err}`);
    },
  };
}

for (const storage of ['embedded', 'postgres'] as const) {
  describe(`collect and export, ${storage} history`, function () {
    this.timeout(90_000);
    let folder: string;
    let environment: Record<string, string>;
    let drop: () => Promise<void>;

    beforeEach(async function () {
      folder = await mkdtemp(join(tmpdir(), 'quantfolio-collect-'));
      const config = {
        version: 1,
        name: 'Desk',
        accounts: { 'main-book': { kind: 'file', path: 'book.json' } },
        prices: { source: 'file:prices.csv' },
        history: { storage },
      };
      await writeFile(join(folder, 'quantfolio.json'), JSON.stringify(config));
      await writeFile(join(folder, 'book.json'), JSON.stringify({ USD: 1000, BTC: 0.5 }));
      await writeFile(join(folder, 'prices.csv'), 'symbol,price,currency\nBTC,60000,USD\n');
      environment = { QUANTFOLIO_DATA_DIR: join(folder, 'data') };
      drop = async () => {};
      if (storage === 'postgres') {
        const database = await (await startPostgres())?.database();
        if (database === undefined) {
          console.log(`      ${postgresAbsent}`);
          this.skip();
        }
        environment['QUANTFOLIO_DATABASE_URL'] = database.url;
        drop = () => database.drop();
      }
    });
    afterEach(async () => {
      await drop();
      await rm(folder, { recursive: true, force: true });
    });
    const exported = async (...args: string[]) => {
      const run = await runCli(['export', '--format', 'json', ...args], { cwd: folder, environment });
      assert.equal(run.code, 0, run.err);
      return JSON.parse(run.out) as readonly Record<string, unknown>[];
    };

    it('records until it is stopped, also killed in between, and loses and doubles nothing', async () => {
      const told: number[] = [];
      for (const signal of ['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
        const recorder = record(folder, environment);
        await recorder.recorded(2);
        const code = await recorder.end(signal);
        assert.equal(code, signal === 'SIGKILL' ? null : 0, recorder.err());
        told.push(...recorder.times);
      }
      const values = await exported();
      const whole = values.filter(({ account }) => account === null).map(({ time }) => Date.parse(String(time)));
      assert.equal(new Set(whole).size, whole.length);
      assert.deepEqual(
        told.filter((at) => !whole.includes(at)),
        [],
      );
      assert.ok(whole.length <= told.length + 4);
      assert.ok(values.every(({ equity, currency }) => equity === 31_000 && currency === 'USD'));
      const held = await exported('--what', 'holdings', '--account', 'main-book');
      assert.equal(held.length, 2 * whole.length);
    });

    it('--once records once, and says when there is nothing new', async () => {
      const first = await runCli(['collect', '--once', '--interval', '1d'], { cwd: folder, environment });
      assert.equal(first.code, 0, first.err);
      assert.match(first.out, /^\d{4}-\S+Z recorded \$31,000\.00 \(1 account, 2 holdings\)\n$/);
      const second = await runCli(['collect', '--once', '--interval', '1d'], { cwd: folder, environment });
      assert.equal(second.code, 0);
      assert.equal(second.out, '');
      assert.match(second.err, /nothing new: this interval has a record already/);
    });

    it('refuses an interval that never ends', async () => {
      for (const interval of ['0s', '0min', '0.5s', '500ms', 'soon']) {
        const refused = await runCli(['collect', '--once', '--interval', interval], { cwd: folder, environment });
        assert.equal(refused.code, 3, interval);
        assert.match(refused.err, /--interval needs a duration such as 1min/);
      }
    });

    it('says why nothing could be recorded, and exits with 3', async () => {
      await writeFile(join(folder, 'book.json'), '{ broken');
      const run = await runCli(['collect', '--once'], { cwd: folder, environment });
      assert.equal(run.code, 3);
      assert.equal(run.out, '');
      assert.match(run.err, /main-book: failed: .*book\.json/);
    });

    it('export writes CSV that spreadsheets cannot run, and replaces no file unasked', async () => {
      await writeFile(join(folder, 'book.json'), JSON.stringify({ USD: 1000, '=CMD()': 1, BTC: 0.5 }));
      await runCli(['collect', '--once'], { cwd: folder, environment });
      const run = (...args: string[]) =>
        runCli(['export', '--what', 'holdings', '--output', 'out.csv', ...args], { cwd: folder, environment });
      assert.equal((await run()).code, 0);
      const text = await readFile(join(folder, 'out.csv'), 'utf8');
      assert.match(text, /^time,account,asset,quantity,price,value,currency\r\n/);
      assert.ok(!/(^|,)[=@]/m.test(text), text);
      assert.match(text, /,BTC,0\.5,60000,30000,USD\r\n/);
      const again = await run();
      assert.equal(again.code, 3);
      assert.match(again.err, /out\.csv exists already; write --force to replace it/);
      assert.equal((await run('--force')).code, 0);
      const none = await exported('--to', '2020-01-01');
      assert.deepEqual(none, []);
    });
  });
}

describe('a shared history that cannot be used', function () {
  this.timeout(30_000);
  let folder: string;
  const configure = (name?: string) =>
    writeFile(
      join(folder, 'quantfolio.json'),
      JSON.stringify({
        version: 1,
        ...(name === undefined ? {} : { name }),
        accounts: { bot: { kind: 'file', path: 'book.json' } },
        history: { storage: 'postgres' },
      }),
    );
  const collect = (environment: Record<string, string> = {}) =>
    runCli(['collect', '--once'], {
      cwd: folder,
      environment: { QUANTFOLIO_DATA_DIR: join(folder, 'data'), ...environment },
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-collect-'));
    await writeFile(join(folder, 'book.json'), JSON.stringify({ USD: 1000 }));
    await configure('Desk');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const [what, environment, words] of [
    ['has no URL', {}, /no history: no URL of the database: set QUANTFOLIO_DATABASE_URL/],
    [
      'has a URL that is none',
      { QUANTFOLIO_DATABASE_URL: 'mysql://u:top-secret@h/d' },
      /is no PostgreSQL URL; write postgresql:/,
    ],
    [
      'is at a host that was not approved',
      { QUANTFOLIO_DATABASE_URL: 'postgresql://u:top-secret@db.example.invalid/d' },
      /db\.example\.invalid before that host is approved \(CLI: QUANTFOLIO_APPROVED_HOSTS\)/,
    ],
    [
      'hides another host behind the one that is shown',
      { QUANTFOLIO_DATABASE_URL: 'postgresql://u:top-secret@127.0.0.1/d?host=evil.example.invalid' },
      /has the parameter "host"/,
    ],
    [
      'does not answer',
      { QUANTFOLIO_DATABASE_URL: 'postgresql://u:top-secret@127.0.0.1:1/d' },
      /nothing answers there; check the port, and that the server runs/,
    ],
    [
      'is at an approved host that does not exist',
      {
        QUANTFOLIO_DATABASE_URL: 'postgresql://u:top-secret@db.example.invalid/d',
        QUANTFOLIO_APPROVED_HOSTS: 'db.example.invalid',
      },
      /no host is called db\.example\.invalid/,
    ],
  ] as const) {
    it(`says so where it ${what}, records nothing elsewhere, and exits with 3`, async () => {
      const run = await collect({ ...environment });
      assert.equal(run.code, 3);
      assert.match(run.err, words);
      assert.ok(!run.err.includes('top-secret'));
      assert.equal(run.out, '');
      const embedded = await readFile(join(folder, 'quantfolio.json'), 'utf8');
      await writeFile(join(folder, 'quantfolio.json'), embedded.replace('postgres', 'embedded'));
      const stored = await runCli(['export', '--format', 'json'], {
        cwd: folder,
        environment: { QUANTFOLIO_DATA_DIR: join(folder, 'data') },
      });
      assert.equal(stored.out.trim(), '[]');
    });
  }

  it('wants a name of the portfolio’s own', async () => {
    await configure();
    const run = await collect({ QUANTFOLIO_DATABASE_URL: 'postgresql://u:top-secret@127.0.0.1:1/d' });
    assert.equal(run.code, 3);
    assert.match(run.err, /known by its name: write one of its own under "name"/);
  });
});
