import assert from 'node:assert/strict';
import { seriesTable } from '../../../../src/connectors/file/readSeriesFile.ts';
import { detectSeries } from '../../../../src/core/seriesFile/detect.ts';
import { readDates } from '../../../../src/core/seriesFile/readDates.ts';
import { readNumbers } from '../../../../src/core/seriesFile/readNumbers.ts';
import type { SeriesFile, Wanted } from '../../../../src/core/seriesFile/seriesFile.ts';
import { sharedAbsent, sharedText } from '../../../support/shared.ts';

const date = (text: string) => Date.parse(`${text}T00:00:00Z`);
const detect = (text: string, wanted: Partial<Wanted> = {}, name = 'file.csv') => {
  const table = seriesTable(text, name);
  assert.ok(table.ok, table.ok ? '' : table.failure.reason);
  return detectSeries(table.value, { column: null, kind: null, ...wanted });
};
const series = (text: string, wanted: Partial<Wanted> = {}, name = 'file.csv'): SeriesFile => {
  const found = detect(text, wanted, name);
  assert.ok(found.state === 'series', JSON.stringify(found));
  return found;
};
const reason = (text: string, wanted: Partial<Wanted> = {}, name = 'file.csv') => {
  const found = detect(text, wanted, name);
  assert.ok(found.state === 'failed', JSON.stringify(found));
  return found.reason;
};
const json = (value: unknown, wanted: Partial<Wanted> = {}) => series(JSON.stringify(value), wanted, 'file.json');

describe('dates of a series file', () => {
  const of = (...cells: readonly string[]) => readDates(cells, true);
  it('reads ISO with and without zone, months, words, compact days and epochs of every unit', () => {
    const at = date('2024-02-29');
    for (const cell of [
      '2024-02-29',
      '2024/2/29',
      '2024-02-29T00:00:00Z',
      '2024-02-29 01:00:00+01:00',
      '29 Feb 2024',
      'Feb 29, 2024',
      '20240229',
      '2024-02',
      String(at / 1000),
      String(at),
      `${at}000`,
      `${at}000000`,
    ]) {
      const read = of(cell);
      assert.deepEqual(read, { ok: true, at: [at] }, cell);
    }
    assert.equal(of('2024-02-30').ok, false);
    assert.equal(of('soon').ok, false);
    assert.equal(readDates([String(at)], false).ok, false);
  });

  it('day/month is taken in the order that some cell proves, and refused where none does', () => {
    assert.deepEqual(of('01/02/2024', '13/02/2024'), { ok: true, at: [date('2024-02-01'), date('2024-02-13')] });
    assert.deepEqual(of('02/01/2024', '02/13/2024'), { ok: true, at: [date('2024-02-01'), date('2024-02-13')] });
    assert.deepEqual(of('01/02/2024', '03/04/2024'), { ok: false, ambiguous: true });
    assert.deepEqual(of('13/02/2024', '02/13/2024'), { ok: false, ambiguous: false });
    assert.match(reason('date,equity\n01/02/2024,100\n02/02/2024,101'), /day\/month or month\/day.*year-month-day$/);
  });
});

describe('numbers of a series file', () => {
  const of = (...cells: readonly string[]) => readNumbers(cells);
  it('reads percent, thousands, decimal commas, brackets, signs and what is missing', () => {
    assert.deepEqual(of('1.5%', '-2 %').values, [0.015, -0.02]);
    assert.deepEqual(of('1,234.50', '12,345', '1e3').values, [1234.5, 12345, 1000]);
    assert.deepEqual(of('1.234,50', '0,5').values, [1234.5, 0.5]);
    assert.deepEqual(of('(3.2)', '−1', '$5', '+2').values, [-3.2, -1, 5, 2]);
    assert.deepEqual(of('', 'NaN', 'n/a', 'null').values, [null, null, null, null]);
    assert.equal(of('1', 'x').bad, 1);
  });
});

describe('what a file holds (PERF-8)', () => {
  it('returns, equity, prices and cumulative returns by name and by looks', () => {
    const returns = series('date,strategy return\n2024-01-01,0.01\n2024-01-02,-0.02');
    assert.deepEqual(
      [returns.kind, returns.measure, returns.column, returns.values],
      ['returns', 'return', 'strategy return', [0.01, -0.02]],
    );
    assert.deepEqual(returns.at, [date('2024-01-01'), date('2024-01-02')]);
    const equity = series('Date;Equity\n2024-01-01;10.000,50\n2024-01-02;10.100,00');
    assert.deepEqual([equity.kind, equity.values], ['equity', [10000.5, 10100]]);
    assert.equal(
      series('date,open,high,low,close,volume\n2024-01-01,1,2,1,2,99\n2024-01-02,2,3,2,3,98').column,
      'close',
    );
    assert.equal(series('Date,Close,Adj Close\n2024-01-01,1,2\n2024-01-02,2,3').column, 'Adj Close');
    assert.deepEqual(series('date,cumulative_return\n2024-01-01,0\n2024-01-02,0.1').values, [1, 1.1]);
    assert.deepEqual(series('date,x\n2024-01-01,1.2%\n2024-01-02,-0.4%').values, [0.012, -0.004]);
    assert.deepEqual(series('date,return_pct\n2024-01-01,1.5\n2024-01-02,-0.5').values, [0.015, -0.005]);
  });

  it('puts rows in order, leaves out what is empty, and says so', () => {
    const found = series('date,equity\n2024-01-03,103\n2024-01-01,101\n2024-01-02,');
    assert.deepEqual(found.values, [101, 103]);
    assert.deepEqual(found.notes, ['one row without a value is left out']);
    assert.match(reason('date,symbol,return\n2024-01-01,A,0.1\n2024-01-01,B,0.2\n2024-01-02,A,0.1'), /same time/);
  });

  it('asks only where several columns fit as well, with samples', () => {
    const text = 'date,HAM1,HAM2,drawdown\n2024-01-01,0.01,0.02,-0.1\n2024-01-02,-0.01,0.01,-0.2';
    assert.deepEqual(detect(text), {
      state: 'ambiguous',
      columns: [
        { name: 'HAM1', kind: 'returns', sample: ['0.01', '-0.01'] },
        { name: 'HAM2', kind: 'returns', sample: ['0.02', '0.01'] },
      ],
    });
    assert.deepEqual(series(text, { column: 'HAM2' }).values, [0.02, 0.01]);
    assert.deepEqual(series(text, { column: 'ham2' }).values, [0.02, 0.01]);
    assert.equal(
      series('date,equity,drawdown,benchmark\n2024-01-01,100,0,100\n2024-01-02,99,-0.01,101').column,
      'equity',
    );
  });

  it('says in words what is wrong, and quotes nothing of the file', () => {
    const secret = 'tops3cret';
    for (const text of [
      `${secret},b\n1,2`,
      `date,equity\n${secret},1\n2,3`,
      `date,equity\n2024-01-01,1\n2024-01-02,${secret}`,
    ]) {
      const said = reason(text, text.includes('2024') ? { column: 'equity' } : {});
      assert.ok(!said.includes(secret), said);
    }
    assert.match(
      reason('date,equity\n2024-01-01,0\n2024-01-02,5', { column: 'equity', kind: 'equity' }),
      /at or below zero/,
    );
    assert.match(reason('date,r\n2024-01-01,0.1\n2024-01-02,0.2', { column: 'nope' }), /no column 'nope'/);
    assert.match(reason('date,profit\n2024-01-01,10\n2024-01-02,-20'), /starting capital/);
    const bad = seriesTable(`{"a": ${secret}`, 'x.json');
    assert.ok(!bad.ok && !bad.failure.reason.includes(secret));
    assert.equal(seriesTable('', 'x.csv').ok, false);
  });

  it('what came in and went out beside equity is told apart, running totals too', () => {
    const rows = [100, 150, 151, 130].map((value, index) => `2024-01-0${index + 1},${value}`);
    const text = (header: string, cells: readonly string[]) =>
      `date,equity,${header}\n${rows.map((row, index) => `${row},${cells[index] ?? ''}`).join('\n')}`;
    assert.deepEqual(series(text('deposits', ['100', '50', '', '-20'])).flows, [100, 50, 0, -20]);
    assert.deepEqual(series(text('Deposit,Withdrawal', ['0,0', '50,0', '0,0', '0,20'])).flows, [0, 50, 0, -20]);
    assert.deepEqual(series(text('net_cash_flow', ['0', '50', '0', '-20'])).flows, [0, 50, 0, -20]);
    assert.deepEqual(series(text('total_deposits', ['100', '150', '150', '130'])).flows, [100, 50, 0, -20]);
    assert.match(
      series(text('deposits', ['0', '50', '0', '-20'])).notes.join(),
      /no profit: returns are time-weighted/,
    );
    assert.match(reason(text('deposits', ['0', 'much', '0', '-20'])), /row 2 of column 'deposits' .* no number/);
    assert.equal(series(text('volume', ['1', '2', '3', '4'])).flows, undefined);
    // Rows of one time are one value, but every flow of them counts.
    const many = Array.from({ length: 20 }, (_, index) => `2024-01-${index + 10},${100 + index},0`).join('\n');
    const twice = series(`date,equity,deposits\n2024-01-09,90,0\n2024-01-09,97,7\n${many}`);
    assert.deepEqual(twice.flows?.slice(0, 2), [7, 0]);
  });

  it('percent is told by what a usual period moves, not by one wrong cell', () => {
    const days = (values: readonly number[]) =>
      `date,ret\n${values.map((value, index) => `${new Date(date('2024-01-01') + index * 86_400_000).toISOString().slice(0, 10)},${value}`).join('\n')}`;
    const wave = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 0.9 : -0.8) * (1 + index / 200));
    assert.ok(Math.abs((series(days(wave)).values[0] ?? 0) - 0.009) < 1e-15);
    assert.ok(Math.abs((series(days(wave.map((value) => value / 100))).values[0] ?? 0) - 0.009) < 1e-15);
    assert.match(reason(days([...wave.map((value) => value / 100), -1.5])), /below −100 %/);
    const low = series(days(wave.map((value) => value / 20)));
    assert.ok(Math.abs((low.values[0] ?? 0) - 0.045) < 1e-15);
    assert.match(low.notes.join(), /fractions .*'ret_pct'/);
  });

  it('equity that falls to nothing or below is equity all the same', () => {
    const rows = Array.from(
      { length: 30 },
      (_, index) => `2024-01-${String(index + 1).padStart(2, '0')},${100 + index}`,
    );
    const text = (last: string) => `date,equity\n${rows.join('\n')}\n${last}`;
    assert.equal(series(text('2024-01-31,0')).values.at(-1), 0);
    assert.match(reason(text('2024-01-31,-5'), { startingCapital: 1000 }), /at or below zero/);
    assert.match(reason(text('2024-01-31,0\n2024-02-01,0')), /at or below zero/);
  });

  it('cumulative returns count from before the first row; a column of dates with a wrong one says where', () => {
    const found = series('date,cum_return\n2024-01-01,0.1\n2024-01-02,0.21\n2024-01-03,-0.1');
    assert.equal(found.measure, 'return');
    assert.deepEqual(
      found.values.map((value) => Number(value.toFixed(6))),
      [0.1, 0.1, -0.256198],
    );
    assert.match(reason('date,equity\n2024-01-01,1\nsoon,2'), /^row 2 of column 'date' of file.csv is no date$/);
    assert.match(reason('date,equity\n2024-01-01,100'), /needs two rows/);
  });

  it('profits become equity with a starting capital', () => {
    const found = series('date,pnl\n2024-01-01,10\n2024-01-03,-20', { startingCapital: 1000 });
    assert.deepEqual([found.kind, found.measure, found.values], ['equity', 'level', [1000, 1010, 1010, 990]]);
  });
});

describe('JSON of many shapes', () => {
  const expected = { at: [date('2024-01-01'), date('2024-01-02')], values: [100, 101] };
  const same = (found: SeriesFile) => assert.deepEqual({ at: found.at, values: found.values }, expected);
  it('arrays of objects, pairs and rows; objects of columns', () => {
    same(
      json([
        { date: '2024-01-01', equity: 100 },
        { date: '2024-01-02', equity: 101 },
      ]),
    );
    same(
      json([
        ['2024-01-01', 100],
        ['2024-01-02', 101],
      ]),
    );
    same(
      json([
        [date('2024-01-01'), 100],
        [date('2024-01-02'), 101],
      ]),
    );
    same(
      json([
        ['date', 'equity'],
        ['2024-01-01', 100],
        ['2024-01-02', 101],
      ]),
    );
    same(json({ date: ['2024-01-01', '2024-01-02'], equity: [100, 101] }));
    same(
      json({
        meta: { name: 'x' },
        equity_curve: [
          { t: '2024-01-01', equity: 100 },
          { t: '2024-01-02', equity: 101 },
        ],
      }),
    );
  });

  it('pandas to_json of every orientation, and of a series', () => {
    same(json({ date: { 0: '2024-01-01', 1: '2024-01-02' }, equity: { 0: 100, 1: 101 } }));
    same(json({ equity: { [date('2024-01-01')]: 100, [date('2024-01-02')]: 101 } }));
    same(json({ '2024-01-01': { equity: 100 }, '2024-01-02': { equity: 101 } }));
    same(json({ columns: ['equity'], index: [date('2024-01-01'), date('2024-01-02')], data: [[100], [101]] }));
    same(
      json({
        schema: { fields: [] },
        data: [
          { index: '2024-01-01T00:00:00.000', equity: 100 },
          { index: '2024-01-02T00:00:00.000', equity: 101 },
        ],
      }),
    );
    same(json({ '2024-01-01': 100, '2024-01-02': 101 }));
    same(json({ name: 'equity', index: ['2024-01-01', '2024-01-02'], data: [100, 101] }));
    const nan = series(
      '[{"date":"2024-01-01","equity":100},{"date":"2024-01-02","equity":NaN},{"date":"2024-01-03","equity":101}]',
      {},
      'x.json',
    );
    assert.deepEqual(nan.values, [100, 101]);
  });

  it('freqtrade’s back-test result: closed trades with their starting balance', () => {
    const trade = (open: string, close: string | null, profit: number) => ({
      pair: 'BTC/USDT',
      open_date: open,
      close_date: close,
      profit_abs: profit,
      profit_ratio: profit / 100,
      stake_amount: 100,
    });
    const found = json({
      strategy: {
        Grid: {
          starting_balance: 1000,
          trades: [
            trade('2024-01-01 10:00:00+00:00', '2024-01-01 12:00:00+00:00', 10),
            trade('2024-01-02 10:00:00+00:00', '2024-01-03 12:00:00+00:00', -5),
            trade('2024-01-03 10:00:00+00:00', null, 0),
          ],
        },
      },
      strategy_comparison: [],
    });
    assert.deepEqual([found.kind, found.column, found.realized], ['trades', 'profit_abs', [10, -5]]);
    assert.deepEqual(found.values, [1000, 1010, 1010, 1005]);
    assert.deepEqual(
      found.at.map((at) => new Date(at).toISOString().slice(0, 10)),
      // The capital at the first midnight, then the end of each day.
      ['2024-01-01', '2024-01-01', '2024-01-02', '2024-01-03'],
    );
    assert.match(reason('close_date,profit_abs\n2024-01-01,10\n2024-01-02,-5'), /starting capital/);
  });

  it('fills: realised at average cost less fees, long, short and through a flip', () => {
    const rows = [
      'time,symbol,side,quantity,price,fee',
      '2024-01-01,BTC,buy,1,100,1',
      '2024-01-02,BTC,buy,1,200,0',
      '2024-01-03,BTC,sell,3,180,0',
      '2024-01-04,BTC,buy,1,170,0',
    ];
    const found = series(rows.join('\n'), { startingCapital: 1000 });
    // −1 fee; 2 × (180 − 150) = 60; the short of 1 at 180 closed at 170: 10.
    assert.deepEqual(found.values, [1000, 999, 999, 1059, 1069]);
  });
});

describe('the public series files', () => {
  const told: Readonly<Record<string, string>> = {
    'crypto_btc_usd_daily.csv': 'equity close 3759',
    'coinbase_btcusd_ohlcv_daily.csv': 'equity close 1770',
    'pyfolio_returns.csv': 'returns returns 1511',
    'portfolio_bacon.csv': 'returns portfolio 24',
    'shiller_sp500_monthly.csv': 'equity SP500 1866',
    'ppo_spy_prices.csv': 'equity SPY 6765',
    'managers.csv': 'ambiguous 10 returns',
    'edhec.csv': 'ambiguous 13 returns',
    'empyrical_synthetic.csv': 'ambiguous 7 returns',
    'eustockmarkets.csv': 'ambiguous 4 equity',
    'ppo_stock_prices.csv': 'ambiguous 20 equity',
    'pyfolio_txn.csv': 'failed',
    'ppo_weights_hrp.csv': 'failed',
  };
  for (const [file, expected] of Object.entries(told)) {
    it(`${file}: ${expected}`, function () {
      const text = sharedText(`series/${file}`);
      if (text === null) {
        console.log(`      ${sharedAbsent}`);
        this.skip();
      }
      const found = detect(text, {}, file);
      const words =
        found.state === 'series'
          ? `${found.kind} ${found.column} ${found.at.length}`
          : found.state === 'ambiguous'
            ? `ambiguous ${found.columns.length} ${[...new Set(found.columns.map(({ kind }) => kind))].join()}`
            : 'failed';
      assert.equal(words, expected);
    });
  }
});
