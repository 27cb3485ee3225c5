import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { tearsheetCommand } from '../../../src/cli/commands/tearsheet.ts';
import { parse } from '../../../src/cli/parse.ts';
import { createStyle } from '../../../src/cli/style.ts';
import { benchmarkMetrics } from '../../../src/core/metrics/benchmarkMetrics.ts';
import { metrics } from '../../../src/core/metrics/index.ts';
import type { TearSheetRecord } from '../../../src/present/records/tearSheetRecord.ts';
import { type CliRun, runCli } from '../../support/runCli.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'tearsheet');
const day = 86_400_000;

describe('quantfolio tearsheet', function () {
  this.timeout(60_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-tearsheet-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The command in this process, its arguments parsed as ever: starting one for each of these would take half a minute. */
  const run = async (...args: readonly string[]): Promise<Pick<CliRun, 'code' | 'out' | 'err'>> => {
    const parsed = parse(tearsheetCommand, args);
    if (!parsed.ok) return { code: 3, out: '', err: parsed.reason };
    const out: string[] = [];
    const err: string[] = [];
    const code = await tearsheetCommand.run({
      options: parsed.options,
      positionals: parsed.positionals,
      environment: {},
      cwd: fixtures,
      output: { out: (text) => out.push(`${text}\n`), err: (text) => err.push(`${text}\n`), style: createStyle(false) },
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  const record = async (...args: readonly string[]): Promise<TearSheetRecord> => {
    const { code, out, err } = await run(...args, '--json');
    assert.equal(code, 0, err);
    return JSON.parse(out) as TearSheetRecord;
  };
  /** A file of these lines, read: its record, or the words it is refused with. */
  const file = async (name: string, lines: readonly string[]) => {
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
    return join(folder, name);
  };
  const read = async (name: string, lines: readonly string[], ...args: readonly string[]) =>
    record(await file(name, lines), ...args);
  const refused = async (reason: RegExp, ...args: readonly string[]) => {
    const { code, out, err } = await run(...args);
    assert.equal(code, 3, out);
    assert.equal(out, '');
    assert.match(err, reason);
    assert.ok(!/ {4}at |undefined|NaN/.test(err), err);
  };
  const numberOf = (sheet: TearSheetRecord, id: string): number => {
    const found = sheet.metrics[id];
    assert.ok(found && 'value' in found, `${id}: ${JSON.stringify(found)}`);
    return found.value;
  };

  it('agrees with pandas, numpy and scipy on every metric they have', async () => {
    const sheet = await record('fund.csv', '--benchmark', 'index.csv:level', '--risk-free', '2%');
    const text = await readFile(join(fixtures, 'fund.expected.json'), 'utf8');
    const expected = (JSON.parse(text) as { metrics: Record<string, number> }).metrics;
    assert.ok(Object.keys(expected).length > 50);
    for (const [id, wanted] of Object.entries(expected)) {
      const got = numberOf(sheet, id);
      assert.ok(Math.abs(got - wanted) <= 1e-10 * Math.max(1, Math.abs(wanted)), `${id}: ${got} is not ${wanted}`);
    }
  });

  it('has the documented shape, every metric with a value or a reason', async () => {
    const sheet = await record('fund.csv', '--benchmark', 'index.csv:level');
    assert.equal(sheet.version, 1);
    assert.deepEqual(sheet.periods, { start: '2022-01-31', end: '2024-06-30', count: 30, perYear: 12 });
    const ids = [...metrics, ...benchmarkMetrics].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'ids are unique over both lists');
    assert.deepEqual(Object.keys(sheet.metrics), ids);
    for (const [id, found] of Object.entries(sheet.metrics)) {
      assert.ok('value' in found ? Number.isFinite(found.value) : found.reason.length > 5, id);
    }
    assert.equal(sheet.monthly.length, 30);
    assert.deepEqual(sheet.monthly[1], { month: '2022-02', return: 0.06319999999999992 });
    assert.deepEqual(
      sheet.yearly.map(({ year }) => year),
      [2022, 2023, 2024],
    );
    const [worst, second] = sheet.drawdowns;
    assert.ok(worst && second && worst.depth < second.depth);
    assert.equal(worst.recovery, null);
    assert.equal(worst.depth, numberOf(sheet, 'maxDrawdown'));
    const { benchmark } = sheet;
    assert.ok(benchmark);
    assert.equal(benchmark.periods?.count, 30);
    assert.deepEqual(benchmark.metrics['beta'], sheet.metrics['beta']);
    const alone = await record('fund.csv');
    assert.equal(alone.benchmark, null);
    assert.deepEqual(alone.metrics['beta'], { reason: 'needs a benchmark: --benchmark FILE:COLUMN' });
  });

  it('prints the same for people', async () => {
    const args = ['tearsheet', 'fund.csv', '--benchmark', 'index.csv:level', '--risk-free', '2%'];
    const { code, out, err } = await runCli(args, { cwd: fixtures });
    assert.equal(code, 0, err);
    assert.equal(out, await readFile(join(fixtures, 'fund.golden.txt'), 'utf8'));
    const detailed = await run('fund.csv', '--detailed');
    assert.match(detailed.out, /Sharpe .* mean excess return \/ its standard deviation \(n − 1\) × √12/);
  });

  it('takes periods per year and the risk-free rate as given', async () => {
    const sheet = await record('fund.csv', '--periods-per-year', '52', '--risk-free', '0.05');
    const usual = await record('fund.csv');
    assert.equal(sheet.periods.perYear, 52);
    assert.equal(sheet.risk_free, 0.05);
    const ratio = numberOf(sheet, 'volatility') / numberOf(usual, 'volatility');
    assert.ok(Math.abs(ratio - Math.sqrt(52 / 12)) < 1e-12);
    assert.ok(numberOf(sheet, 'sharpe') / Math.sqrt(52) < numberOf(usual, 'sharpe') / Math.sqrt(12));
    await refused(/--risk-free is a rate per year such as 0\.02 or 2%, not '5'/, 'fund.csv', '--risk-free', '5');
    await refused(/--periods-per-year needs a number above 0/, 'fund.csv', '--periods-per-year', '0');
  });

  it('columns: asked for when several fit, listed; taken by name', async () => {
    const path = await file('two.csv', ['date,north,south', '2024-01-01,0.01,0.02', '2024-01-02,-0.01,0.03']);
    const { code, err } = await run(path);
    assert.equal(code, 3);
    assert.match(err, /two\.csv has several columns that fit; name one with --column NAME:/);
    assert.match(err, /north {2}\(returns: 0\.01, -0\.01/);
    assert.match(err, /south/);
    assert.equal((await record(path, '--column', 'south')).column, 'south');
    await refused(/no column 'east'/, path, '--column', 'east');
    await refused(/several columns that fit; name one with --benchmark FILE:COLUMN/, 'fund.csv', '--benchmark', path);
    const own = await record(path, '--column', 'south', '--benchmark', ':north');
    assert.equal(own.benchmark?.periods?.count, 2);
  });

  const rows = (...values: readonly (string | number)[]) => values.map((value, i) => `2024-01-0${i + 1},${value}`);

  it('returns: percent, a decimal comma that nothing else can be, as they are', async () => {
    const percent = await read('percent.csv', ['date,ret', ...rows('1.2 %', '-0.5 %', '0.8 %')]);
    const plain = await read('plain.csv', ['date,ret', ...rows(0.012, -0.005, 0.008)]);
    const comma = await read('comma.csv', [
      'date;ret',
      ...rows('0,012', '-0,005', '0,008').map((line) => line.replace(',', ';')),
    ]);
    assert.equal(plain.kind, 'returns');
    for (const each of [percent, comma]) {
      assert.ok(Math.abs(numberOf(each, 'totalReturn') - numberOf(plain, 'totalReturn')) < 1e-12);
    }
  });

  it('dates: several forms, unsorted rows; an order that nothing proves is refused in words', async () => {
    const wanted = 99 / 100 - 1;
    const forms: readonly (readonly string[])[] = [
      ['2024-01-31', '2024-02-01', '2024-02-02'],
      ['31/01/2024', '01/02/2024', '02/02/2024'],
      ['1/31/2024', '2/1/2024', '2/2/2024'],
      ['20240131', '20240201', '20240202'],
      ['31 Jan 2024', '1 Feb 2024', '2 Feb 2024'],
      ['1706659200', '1706745600', '1706832000'],
      ['2024-01-31T00:00:00Z', '2024-02-01T00:00:00Z', '2024-02-02T00:00:00Z'],
    ];
    for (const [first, second, third] of forms) {
      // Out of order in the file.
      const sheet = await read('dates.csv', ['date,equity', `${third},99`, `${first},100`, `${second},101`]);
      assert.deepEqual([sheet.periods.start, sheet.periods.end], ['2024-01-31', '2024-02-02'], first);
      assert.ok(Math.abs(numberOf(sheet, 'totalReturn') - wanted) < 1e-12, first);
    }
    const unclear = await file('unclear.csv', ['date,equity', '01/02/2024,100', '02/02/2024,101', '03/02/2024,99']);
    await refused(/may be day\/month or month\/day/, unclear);
  });

  it('gaps: empty cells and NaN are left out and said; equal times are refused', async () => {
    const sheet = await read('gaps.csv', ['date,equity', ...rows(100, 'NaN', '', 110, 99)]);
    assert.equal(sheet.periods.count, 2);
    assert.ok(Math.abs(numberOf(sheet, 'totalReturn') + 0.01) < 1e-12);
    assert.match(sheet.notes.join(), /2 rows without a value/);
    const twice = await file('twice.csv', ['date,equity', ...rows(100, 101), '2024-01-02,102', '2024-01-03,99']);
    await refused(/same time/, twice);
  });

  it('trades: what they realised on a starting capital, with their win rate', async () => {
    const lines = ['close_date,profit_abs', '2024-01-01 10:00,10', '2024-01-02 11:00,-5', '2024-01-04 09:00,25'];
    const path = await file('trades.csv', lines);
    await refused(/starting capital/, path);
    const sheet = await record(path, '--starting-cash', '1000');
    assert.equal(sheet.kind, 'trades');
    assert.ok(Math.abs(numberOf(sheet, 'totalReturn') - 0.03) < 1e-12);
    assert.ok(Math.abs(numberOf(sheet, 'roi') - 0.03) < 1e-12);
    assert.equal(numberOf(sheet, 'tradeWinRate'), 2 / 3);
    assert.equal(numberOf(sheet, 'tradeProfitFactor'), 7);
  });

  it('JSON: rows, and an index', async () => {
    const table = JSON.stringify([100, 110, 99].map((equity, i) => ({ date: `2024-01-0${i + 1}`, equity })));
    assert.ok(Math.abs(numberOf(await read('rows.json', [table]), 'totalReturn') + 0.01) < 1e-12);
    const index = JSON.stringify({ returns: { '2024-01-01': 0.1, '2024-01-02': -0.1 } });
    assert.ok(Math.abs(numberOf(await read('index.json', [index]), 'totalReturn') + 0.01) < 1e-12);
  });

  it('says in words what it cannot read', async () => {
    await refused(/tearsheet needs a file/);
    await refused(/absent\.csv does not exist/, 'absent.csv');
    await refused(/the benchmark: absent\.csv does not exist/, 'fund.csv', '--benchmark', 'absent.csv:close');
    await refused(/is empty/, await file('empty.csv', ['']));
    await refused(/no column of dates/, await file('undated.csv', ['a,b', 'x,y', 'z,w']));
    await refused(/not valid JSON/, await file('broken.json', ['{"returns": [']));
    await refused(/unknown option --colum for tearsheet: did you mean --column\?/, 'fund.csv', '--colum', 'x');
  });

  it('a benchmark without a common period has a reason, and so has every metric beside it', async () => {
    const path = await file('old.csv', ['date,close', '1999-01-31,1', '1999-02-28,2', '1999-03-31,3']);
    const sheet = await record('fund.csv', '--benchmark', `${path}:close`);
    assert.match(sheet.benchmark?.reason ?? '', /no period in common/);
    const beta = sheet.metrics['beta'];
    assert.ok(beta && 'reason' in beta && /no period in common/.test(beta.reason));
  });

  it('starts without exchanges, databases and configuration: nothing it imports does', async () => {
    const source = join(import.meta.dirname, '..', '..', '..', 'src', 'cli');
    const waiting = [join(source, 'main.ts'), join(source, 'commands', 'tearsheet.ts')];
    const files = new Set<string>();
    const packages = new Set<string>();
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (files.has(path)) continue;
      files.add(path);
      // Types are gone when it runs; `import()` loads only when it is reached.
      for (const [, what] of (await readFile(path, 'utf8')).matchAll(
        /^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gms,
      )) {
        if (what?.startsWith('.')) waiting.push(resolve(dirname(path), what));
        else if (what !== undefined) packages.add(what);
      }
    }
    assert.ok(files.size > 60, `${files.size} files`);
    // Options of every command are read before one is chosen: sizes of orders exactly, by a library of a few kilobytes.
    assert.deepEqual([...packages].filter((name) => !name.startsWith('node:')).sort(), ['big.js', 'csv-parse/sync']);
  });

  it('a short file is answered with a note, a long one in no time', async () => {
    const short = await read('short.csv', ['date,equity', ...rows(100, 101, 99)]);
    assert.match(JSON.stringify(short.metrics['sharpe']), /told from 2 periods/);
    let level = 100;
    const lines = Array.from({ length: 20_000 }, (_, i) => {
      level *= 1 + Math.sin(i) / 100;
      return `${new Date(i * day).toISOString().slice(0, 10)},${level}`;
    });
    const path = await file('long.csv', ['date,close', ...lines]);
    const { code, ms } = await runCli(['tearsheet', path, '--json']);
    assert.equal(code, 0);
    console.log(`      20,000 days: ${ms.toFixed(0)} ms with start-up, from source`);
    assert.ok(ms < 10_000);
  });
});
