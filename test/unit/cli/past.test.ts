import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../../src/cli/commands/index.ts';
import { parse } from '../../../src/cli/parse.ts';
import { periodAsked, periodOf } from '../../../src/cli/periodOf.ts';
import { subjectOf } from '../../../src/cli/subjectOf.ts';
import { runCli } from '../../support/runCli.ts';

const now = Date.parse('2026-03-31T12:00:00Z');
const day = 86_400_000;

describe('periods of the command line (PERF-1)', () => {
  it('reads names, days, weeks, months and years', () => {
    assert.deepEqual(periodOf('ytd', now), { id: 'YTD' });
    assert.deepEqual(periodOf('ALL', now), { id: 'all' });
    assert.deepEqual(periodOf('7d', now), { from: now - 7 * day, to: null });
    assert.deepEqual(periodOf('24h', now), { from: now - day, to: null });
    assert.deepEqual(periodOf('2w', now), { from: now - 14 * day, to: null });
    // A month before the 31st of March is the last of February.
    assert.deepEqual(periodOf('13m', now), { from: Date.parse('2025-02-28T12:00:00Z'), to: null });
    assert.deepEqual(periodOf('2y', now), { from: Date.parse('2024-03-31T12:00:00Z'), to: null });
    for (const text of ['', '0d', 'd', '7', 'month', '-1d']) assert.equal(periodOf(text, now), null, text);
  });

  it('takes a period or a range, not both; one subject at most', () => {
    const none = { period: null, from: null, to: null };
    assert.deepEqual(periodAsked(none, now, 'all'), { period: { id: 'all' } });
    assert.deepEqual(periodAsked({ ...none, from: 5 }, now, 'all'), { period: { from: 5, to: null } });
    assert.ok('reason' in periodAsked({ ...none, period: '7d', from: 5 }, now, 'all'));
    assert.ok('reason' in periodAsked({ ...none, from: 5, to: 5 }, now, 'all'));
    assert.ok('reason' in periodAsked({ ...none, period: 'soon' }, now, 'all'));
    assert.deepEqual(periodAsked({ ...none, from: now + 1 }, now, 'all'), { reason: '--from lies in the future' });
    assert.deepEqual(subjectOf({ account: null, strategy: null, asset: 'BTC' }), { kind: 'asset', id: 'BTC' });
    assert.ok('reason' in subjectOf({ account: 'a', strategy: null, asset: 'BTC' }));
  });

  it('options say what is wrong with them', () => {
    const of = (name: string, ...args: readonly string[]) => {
      const command = commands.find((each) => each.name === name);
      assert.ok(command);
      return parse(command, args);
    };
    const spearman = of('correlation', '--method', 'spearman', '--window', '30');
    assert.ok(spearman.ok && spearman.options.method === 'spearman' && spearman.options.window === 30);
    const wrong = of('correlation', '--method', 'kendall');
    assert.ok(!wrong.ok && /pearson, spearman, ewma/.test(wrong.reason));
    assert.equal(of('correlation', '--window', '0').ok, false);
    assert.equal(of('correlation', '--window', '99999').ok, false);
    assert.equal(of('compare', '--date', 'yesterday').ok, false);
  });
});

describe('commands about the past, on the demo book', function () {
  this.timeout(120_000);
  let work = '';
  const run = async (...args: readonly string[]) => {
    const told = await runCli([...args, '--timeout', '40'], {
      cwd: join(work, 'demo'),
      environment: { QUANTFOLIO_DATA_DIR: join(work, 'data') },
    });
    assert.equal(told.err.includes('internal error'), false, told.err);
    return told;
  };
  before(async () => {
    work = await mkdtemp(join(tmpdir(), 'quantfolio-past-'));
    await cp(join(import.meta.dirname, '..', '..', '..', 'media', 'demo'), join(work, 'demo'), { recursive: true });
  });
  after(() => rm(work, { recursive: true, force: true }));

  it('a strategy that nobody named is no answer; months by day are the months of the table', async () => {
    const none = await run('performance', '--strategy', 'nope');
    assert.equal(none.code, 3);
    assert.match(none.err, /there is no strategy 'nope'; there is core, momentum, reserve/);
    const whole = JSON.parse((await run('performance', '--json')).out);
    const month = JSON.parse((await run('performance', '--json', '--from', '2026-01-01', '--to', '2026-01-31')).out);
    const told = whole.monthly.find((each: { month: string }) => each.month === '2026-01');
    assert.ok(Math.abs(month.time_weighted - told.return) < 1e-12, `${month.time_weighted} is not ${told.return}`);
    assert.equal(month.periods.count, 31);
  });

  it('performance: worth is flows and profit; months compound to the whole', async () => {
    const told = await run('performance', '--period', '30d', '--json');
    assert.equal(told.code, 0, told.err);
    const record = JSON.parse(told.out);
    assert.deepEqual([record.version, record.subject.kind, record.simulated], [1, 'portfolio', true]);
    const whole = record.monthly.reduce((product: number, each: { return: number }) => product * (1 + each.return), 1);
    assert.ok(Math.abs(whole - 1 - record.time_weighted) < 1e-9);
    assert.match((await run('performance', '--period', '30d')).out, /Return, time-weighted\s+[+−]/);
  });

  it('analytics: every metric is a number or a reason', async () => {
    const record = JSON.parse((await run('analytics', '--period', '1y', '--json')).out);
    const metrics: readonly Record<string, unknown>[] = Object.values(record.metrics);
    assert.ok(metrics.length > 20);
    for (const each of metrics) assert.ok(typeof each['value'] === 'number' || typeof each['reason'] === 'string');
    assert.ok('sharpe' in record.metrics && 'maxDrawdown' in record.metrics);
  });

  it('correlation, sectors, holdings of a symbol', async () => {
    const matrix = JSON.parse((await run('correlation', 'BTC', 'ETH', '--method', 'spearman', '--json')).out);
    assert.deepEqual([matrix.version, matrix.method, matrix.assets.toSorted()], [1, 'spearman', ['BTC', 'ETH']]);
    assert.equal(matrix.rows[0][1], matrix.rows[1][0]);
    const sectors = JSON.parse((await run('sectors', '--json')).out);
    const shares = sectors.sectors.reduce((sum: number, each: { share: number }) => sum + each.share, 0);
    assert.ok(Math.abs(shares - 1) < 1e-9);
    const held = JSON.parse((await run('holdings', 'btc', '--json')).out);
    assert.ok(held.holdings.length > 0 && held.positions.length > 0);
    assert.ok(held.positions.every((each: { symbol: string }) => each.symbol.startsWith('BTC')));
  });

  it('history and compare: what is not recorded is said, not invented', async () => {
    const history = JSON.parse((await run('history', '--period', '7d', '--json')).out);
    assert.ok(history.values.length >= 7 && history.reason === null);
    const early = await run('compare', '2001-01-01', '--json');
    assert.equal(early.code, 3);
    const record = JSON.parse(early.out);
    assert.deepEqual([record.before, record.value_before], [null, null]);
    assert.equal(typeof record.totals.missing.price, 'string');
    const nobody = await run('history', '--account', 'nobody');
    assert.equal(nobody.code, 3);
    assert.match(nobody.err, /no account 'nobody' is configured/);
  });
});
