import assert from 'node:assert/strict';
import { big, sum } from '../../../../src/core/decimal.ts';
import type { TaxReport } from '../../../../src/core/model/tax.ts';
import { taxReport } from '../../../../src/core/tax/taxReport.ts';
import { earned, fill, flow, taxInput } from '../../../support/taxInput.ts';

const close = (actual: number, wanted: number, what = ''): void =>
  assert.ok(Math.abs(actual - wanted) < 0.0000051, `${what}: ${actual} is not ${wanted}`);
const gains = ({ disposals }: TaxReport): readonly (readonly [string, string, number])[] =>
  disposals.map(({ asset, quantity, gain }) => [asset, quantity, gain]);
const linear = { contract: 'linear', contractSize: '1' } as const;

describe('tax report (LED-3)', () => {
  // Worked out by a script of its own in Python's decimal module, which shares nothing with this one.
  const rates: Readonly<Record<string, string>> = {
    '2023-03-01': '0.94',
    '2023-05-10': '0.91',
    '2023-11-20': '0.915',
    '2024-02-02': '0.925',
    '2024-03-15': '0.919',
    '2024-06-30': '0.9335',
    '2024-09-09': '0.905',
    '2024-12-31': '0.9626',
  };
  const trades = (
    [
      ['2023-03-01', 'buy', '0.75', '23500.5', '8.82'],
      ['2023-05-10', 'buy', '0.4', '27650', '5.53'],
      ['2023-11-20', 'buy', '1.1', '37410.25', '20.58'],
      ['2024-02-02', 'sell', '0.9', '43050.1', '19.37'],
      ['2024-03-15', 'buy', '0.25', '68120', '8.52'],
      ['2024-06-30', 'sell', '0.85', '62750.4', '26.67'],
      ['2024-09-09', 'sell', '0.3', '57033', '8.55'],
      ['2024-12-31', 'sell', '0.2', '93425.75', '9.34'],
    ] as const
  ).map(([day, side, quantity, price, fee]) =>
    fill(day, 'BTC/USD', side, quantity, price, { fee, feeCurrency: 'USD' }),
  );
  const rateAt = (asset: string, at: number) => {
    const rate = rates[new Date(at).toISOString().slice(0, 10)];
    return asset === 'USD' && rate !== undefined ? big(rate) : asset === 'EUR' ? big(1) : null;
  };

  for (const [method, cost, gain, days] of [
    ['FIFO', 64318.022925, 54723.301726, [338, 268, 417, 223, 294, 407]],
    ['LIFO', 74451.041705, 44590.282946, [74, 107, 223, 417, 558, 671]],
    ['HIFO', 74451.041705, 44590.282946, [74, 107, 223, 417, 558, 671]],
    ['LOFO', 64318.022925, 54723.301726, [338, 268, 417, 223, 294, 407]],
    ['average', 71499.983175, 47541.341476, [null, null, null, null]],
  ] as const) {
    it(`${method}: costs and proceeds at the rates of their own days, fees in both`, () => {
      const report = taxReport(taxInput({ trades }, { method, rateAt }));
      close(report.totals.proceeds, 119100.86678, 'proceeds');
      close(report.totals.cost, cost, 'cost');
      close(report.totals.fee, 59.542129, 'fee');
      close(report.totals.gain, gain, 'gain');
      assert.deepEqual(
        report.disposals.map(({ holdingDays }) => holdingDays),
        days,
      );
      assert.ok(report.disposals.every(({ acquired }) => (acquired === null) === (method === 'average')));
    });
  }

  it('one line a lot; totals are the exact sums of the lines, gains of their numbers', () => {
    const report = taxReport(taxInput({ trades }, { rateAt }));
    const [first, second] = report.disposals;
    assert.deepEqual([first?.quantity, second?.quantity], ['0.75', '0.15']);
    close(first?.proceeds ?? 0, 29866.006875);
    close(second?.cost ?? 0, 3776.1121125);
    for (const key of ['proceeds', 'cost', 'fee', 'gain'] as const) {
      assert.equal(report.totals[key], Number(sum(report.disposals.map((line) => line[key]))), key);
    }
    for (const { proceeds, cost, fee, gain } of report.disposals) {
      assert.equal(gain, Number(big(proceeds).minus(cost).minus(fee)));
    }
  });

  it('without fees they are in nothing', () => {
    const { totals, disposals } = taxReport(taxInput({ trades }, { rateAt, includeFees: false }));
    assert.equal(totals.fee, 0);
    close(disposals[0]?.cost ?? 0, 0.75 * 23500.5 * 0.94);
  });

  it('a year begins at midnight of the zone, and has what was bought before it', () => {
    const late = [
      fill('2023-06-01', 'BTC/EUR', 'buy', '2', '100'),
      fill('2023-12-31T23:30:00Z', 'BTC/EUR', 'sell', '1', '150'),
      fill('2024-12-31T23:30:00Z', 'BTC/EUR', 'sell', '1', '180'),
    ];
    const inZone = (dayBoundary: string, year: number) => taxReport(taxInput({ trades: late }, { dayBoundary, year }));
    assert.deepEqual(gains(inZone('UTC', 2023)), [['BTC', '1', 50]]);
    assert.deepEqual(gains(inZone('UTC', 2024)), [['BTC', '1', 80]]);
    assert.deepEqual(gains(inZone('Europe/Berlin', 2023)), []);
    assert.deepEqual(gains(inZone('Europe/Berlin', 2024)), [['BTC', '1', 50]]);
    assert.equal(inZone('Europe/Berlin', 2024).from, Date.parse('2023-12-31T23:00:00Z'));
    assert.equal(inZone('Pacific/Kiritimati', 2024).from, Date.parse('2023-12-31T10:00:00Z'));
    assert.equal(inZone('rolling24h', 2024).to, Date.parse('2025-01-01T00:00:00Z'));
  });

  it('paying with a coin disposes of it at its worth of that day; what it bought costs that', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/EUR', 'buy', '1', '30000'),
          // 10 ETH for 0.4 BTC, worth 20,000
          fill('2024-02-01', 'ETH/BTC', 'buy', '10', '0.04'),
          fill('2024-03-01', 'ETH/EUR', 'sell', '10', '2500'),
          // 5 ETH … for BTC, which comes in at its worth
          fill('2024-04-01', 'BTC/EUR', 'sell', '0.6', '60000'),
        ],
      }),
    );
    assert.deepEqual(gains(report), [
      ['BTC', '0.4', 8000],
      ['ETH', '10', 5000],
      ['BTC', '0.6', 18000],
    ]);
    assert.deepEqual(report.unmatched, []);
  });

  it('a fee in a coin is a fee at its worth, and disposes of the coin', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BNB/EUR', 'buy', '1', '300'),
          fill('2024-01-02', 'BTC/EUR', 'buy', '1', '40000', { fee: '0.1', feeCurrency: 'BNB' }),
          fill('2024-01-03', 'BTC/EUR', 'sell', '1', '45000', { fee: '0.2', feeCurrency: 'BNB' }),
        ],
      }),
    );
    // BNB at 500: 0.1 costs 50 and cost 30, 0.2 costs 100 and cost 60
    assert.deepEqual(gains(report), [
      ['BNB', '0.1', 20],
      ['BTC', '1', 45000 - 40050 - 100],
      ['BNB', '0.2', 40],
    ]);
  });

  it('a fee in the coin bought leaves less of it, at the same cost', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/EUR', 'buy', '1', '40000', { fee: '0.001', feeCurrency: 'BTC' }),
          fill('2024-01-03', 'BTC/EUR', 'sell', '0.999', '50000'),
        ],
      }),
    );
    assert.deepEqual(report.unmatched, []);
    // Bought for 40,000 + 40 of fee; 0.001 of it paid the fee at its worth of 40, cost 40.04.
    close(report.totals.gain, 0.999 * 50000 - 40000);
    assert.deepEqual(
      report.disposals.map(({ quantity }) => quantity),
      ['0.001', '0.999'],
    );
  });

  it('transfers carry lots, their cost and their age', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2022-01-01', 'BTC/EUR', 'buy', '1', '10000'),
          fill('2024-06-01', 'BTC/EUR', 'sell', '1', '50000', { account: 'b' }),
        ],
        flows: [flow('2024-05-01', 'BTC', '-1'), flow('2024-05-01T01:00:00Z', 'BTC', '1', { account: 'b' })],
      }),
    );
    const [line] = report.disposals;
    assert.deepEqual([line?.account, line?.gain, line?.acquired], ['b', 40000, Date.parse('2022-01-01')]);
    assert.equal(line?.holdingDays, 882);
    assert.ok(!report.notes.some((note) => /did not arrive/.test(note)));
  });

  it('of lots that lost a fee on the way the dearest are those that cost most for each unit that is left', () => {
    const at = (hour: number) => `2024-01-01T0${hour}:00:00Z`;
    const report = taxReport(
      taxInput(
        {
          trades: [
            fill(at(1), 'BTC/EUR', 'buy', '1', '100'),
            fill(at(4), 'BTC/EUR', 'buy', '1', '101', { account: 'b' }),
            fill(at(5), 'BTC/EUR', 'sell', '0.5', '150', { account: 'b' }),
          ],
          flows: [flow(at(2), 'BTC', '-1'), flow(at(3), 'BTC', '0.98', { account: 'b' })],
        },
        { method: 'HIFO' },
      ),
    );
    assert.deepEqual(
      report.disposals.map(({ acquired, cost }) => [acquired, cost]),
      [[Date.parse(at(1)), 51.02040816]],
    );
  });

  it('a network fee disposes of the coin at its worth; what it cost does not vanish', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/EUR', 'buy', '1', '20000'),
          fill('2024-03-01', 'BTC/EUR', 'sell', '0.9', '30000'),
        ],
        flows: [
          flow('2024-02-01', 'BTC', '-0.1', { kind: 'fee' }),
          flow('2024-02-02', 'SOL', '1'),
          flow('2024-02-03', 'SOL', '-0.1', { kind: 'fee' }),
        ],
      }),
    );
    assert.deepEqual(
      report.disposals.map(({ proceeds, cost, gain, holdingDays }) => [proceeds, cost, gain, holdingDays]),
      [
        [5000, 2000, 3000, 31],
        [27000, 18000, 9000, 60],
      ],
    );
    assert.deepEqual(
      report.unmatched.map(({ asset, quantity, reason }) => [asset, quantity, reason]),
      [['SOL', '0.1', 'no price of SOL is known for 2024-02-03']],
    );
  });

  it('a withdrawal that arrives nowhere is no disposal, and is said', () => {
    const trades_ = [fill('2024-01-01', 'BTC/EUR', 'buy', '1', '10000')];
    const report = taxReport(taxInput({ trades: trades_, flows: [flow('2024-05-01', 'BTC', '-1')] }));
    assert.deepEqual(report.disposals, []);
    assert.ok(report.notes.some((note) => /1 withdrawal \(BTC\) did not arrive/.test(note)));
  });

  it('a conversion keeps cost and age; into money it is a sale', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2023-01-01', 'ETH/EUR', 'buy', '10', '1000'),
          fill('2024-03-01', 'BTC/EUR', 'sell', '0.2', '60000'),
        ],
        income: [
          earned('2024-02-01', 'ETH', '-5', 'conversion'),
          earned('2024-02-01', 'BTC', '0.2', 'conversion'),
          earned('2024-04-01', 'ETH', '-5', 'conversion'),
          earned('2024-04-01', 'USD', '9000', 'conversion'),
        ],
      }),
    );
    assert.deepEqual(gains(report), [
      ['BTC', '0.2', 7000],
      // 9,000 USD are 8,100 EUR
      ['ETH', '5', 3100],
    ]);
    assert.equal(report.disposals[0]?.acquired, Date.parse('2023-01-01'));
    assert.deepEqual(report.income, []);
  });

  it('dust of two coins that became one in two entries keeps all of its cost', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'ETH/EUR', 'buy', '1', '1000'),
          fill('2024-01-01', 'BTC/EUR', 'buy', '1', '3000'),
          fill('2024-03-01', 'BNB/EUR', 'sell', '8', '600'),
        ],
        income: [
          earned('2024-02-01', 'ETH', '-1', 'conversion'),
          earned('2024-02-01', 'BTC', '-1', 'conversion'),
          earned('2024-02-01', 'BNB', '2', 'conversion'),
          earned('2024-02-01', 'BNB', '6', 'conversion'),
        ],
      }),
    );
    close(report.totals.cost, 4000);
    close(report.totals.gain, 800);
    assert.deepEqual(report.unmatched, []);
  });

  it('income at its worth; what it is sold for later is over that', () => {
    const report = taxReport(
      taxInput({
        trades: [fill('2024-03-01', 'ETH/EUR', 'sell', '0.5', '2600')],
        income: [
          earned('2024-01-01', 'ETH', '0.5', 'staking'),
          earned('2024-01-02', 'USD', '-10', 'funding'),
          earned('2024-01-03', 'XYZ', '3', 'rebate'),
          earned('2023-12-31', 'ETH', '0', 'staking'),
        ],
      }),
    );
    assert.deepEqual(gains(report), [['ETH', '0.5', 300]]);
    assert.deepEqual(
      report.income.map(({ asset, kind, value }) => [asset, kind, value]),
      [
        ['ETH', 'staking', 1000],
        ['USD', 'funding', -9],
        ['XYZ', 'rebate', null],
      ],
    );
    assert.match(report.income[2]?.reason ?? '', /no price of XYZ/);
    assert.equal(report.incomeTotal, 991);
  });

  it('interest paid in a coin disposes of it', () => {
    const report = taxReport(
      taxInput({
        trades: [fill('2024-01-01', 'ETH/EUR', 'buy', '1', '1500')],
        income: [earned('2024-02-01', 'ETH', '-0.1', 'interest')],
      }),
    );
    assert.deepEqual(gains(report), [['ETH', '0.1', 50]]);
    assert.equal(report.incomeTotal, -200);
  });

  it('what has no known cost or proceeds is listed, never cost 0', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/EUR', 'buy', '1', '100'),
          fill('2024-02-01', 'BTC/EUR', 'sell', '3', '150'),
          fill('2024-03-01', 'ETH/EUR', 'sell', '2', '2000'),
          fill('2024-04-01', 'ABC/XYZ', 'buy', '1', '5'),
        ],
        flows: [flow('2024-02-20', 'ETH', '2')],
      }),
    );
    assert.deepEqual(gains(report), [['BTC', '1', 50]]);
    assert.deepEqual(
      report.unmatched.map(({ asset, quantity, proceeds }) => [asset, quantity, proceeds]),
      [
        ['BTC', '2', 300],
        ['ETH', '2', 4000],
        ['XYZ', '5', null],
      ],
    );
    assert.match(report.unmatched[0]?.reason ?? '', /more BTC was disposed of/);
    assert.match(report.unmatched[1]?.reason ?? '', /paid in on 2024-02-20/);
    assert.match(report.unmatched[2]?.reason ?? '', /no price of XYZ/);
    assert.deepEqual(report.totals, { proceeds: 150, cost: 100, fee: 0, gain: 50 });
  });

  it('derivatives: long and short lots, fees of both sides, the gain at the rate of closing', () => {
    const fee = { fee: '1', feeCurrency: 'USD' };
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/USD:USD', 'sell', '2', '100', { ...linear, ...fee }),
          fill('2024-01-05', 'BTC/USD:USD', 'buy', '3', '90', { ...linear, fee: '3', feeCurrency: 'USD' }),
          fill('2024-01-09', 'BTC/USD:USD', 'sell', '1', '95', { ...linear, ...fee }),
        ],
      }),
    );
    const [short, long] = report.disposals;
    assert.deepEqual([short?.side, short?.quantity, long?.side, long?.quantity], ['short', '2', 'long', '1']);
    // (200 − 1 − 180 − 2) and (95 − 91 − 1) dollars
    close(short?.gain ?? 0, 17 * 0.9);
    close(long?.gain ?? 0, 3 * 0.9);
    assert.equal(short?.acquired, Date.parse('2024-01-01'));
  });

  it('inverse contracts gain coins', () => {
    const inverse = { contract: 'inverse', contractSize: '100' } as const;
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/USD:BTC', 'buy', '10', '40000', inverse),
          fill('2024-01-05', 'BTC/USD:BTC', 'sell', '10', '50000', inverse),
          fill('2024-01-06', 'BTC/USD:BTC', 'sell', '10', '50000', inverse),
          fill('2024-01-07', 'BTC/USD:BTC', 'buy', '10', '40000', inverse),
        ],
      }),
    );
    // 1,000 / 40,000 − 1,000 / 50,000 coins at 50,000, long and short alike
    assert.equal(report.disposals.length, 2);
    for (const { gain } of report.disposals) close(gain, 250);
  });

  it('coins that a contract gained cost what they were worth when they came', () => {
    const fee = { fee: '0.001', feeCurrency: 'BTC' };
    const inverse = { contract: 'inverse', contractSize: '100', ...fee } as const;
    const input = taxInput({
      trades: [
        fill('2024-01-05', 'BTC/USD:BTC', 'sell', '10', '50000', { ...inverse, realizedPnl: '0.101' }),
        fill('2024-02-01', 'BTC/EUR', 'sell', '0.1', '60000'),
      ],
      flows: [flow('2024-01-01', 'BTC', '0.001')],
    });
    const [[id, account] = assert.fail()] = input.accounts;
    const report = taxReport({ ...input, accounts: new Map([[id, { ...account, owned: new Map() }]]) });
    assert.deepEqual(
      report.disposals.map(({ asset, proceeds, cost, fee: paid, gain }) => [asset, proceeds, cost, paid, gain]),
      [
        ['BTC/USD:BTC', 5050, 0, 50, 5000],
        ['BTC', 6000, 5000, 0, 1000],
      ],
    );
    // The fee was paid with a coin that came from outside.
    assert.deepEqual(
      report.unmatched.map(({ asset, quantity }) => [asset, quantity]),
      [['BTC', '0.001']],
    );
  });

  it('P&L that an exchange books is an entry of its own', () => {
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'BTC/USD:USD', 'buy', '1', '100', {
            ...linear,
            realizedPnl: '0',
            fee: '1',
            feeCurrency: 'USD',
          }),
          fill('2024-01-05', 'BTC/USD:USD', 'sell', '1', '80', {
            ...linear,
            realizedPnl: '-20',
            fee: '1',
            feeCurrency: 'USD',
          }),
          fill('2024-01-05', 'ETH/USD:USD', 'sell', '1', '80', {
            ...linear,
            account: 'b',
            fee: '2',
            feeCurrency: 'USD',
          }),
        ],
        income: [earned('2024-01-06', 'USD', '50', 'realizedPnl', { account: 'b' })],
      }),
    );
    assert.deepEqual(
      report.disposals.map(({ account, proceeds, cost, fee, acquired }) => [account, proceeds, cost, fee, acquired]),
      [
        ['a', 0, 0, 0.9, null],
        ['a', 0, 18, 0.9, null],
        ['b', 0, 0, 1.8, null],
      ],
    );
    assert.deepEqual(
      report.income.map(({ kind, value }) => [kind, value]),
      [['realizedPnl', 45]],
    );
  });

  it('the fee of a fill is of the side that it opens or closes, where P&L is booked beside it', () => {
    const contract = { contract: 'linear', contractSize: '100000', fee: '3', feeCurrency: 'USD' } as const;
    const report = taxReport(
      taxInput({
        trades: [
          fill('2024-01-01', 'EURUSD/USD', 'buy', '2', '1.1', contract),
          fill('2024-01-02', 'EURUSD/USD', 'sell', '2', '1.2', contract),
          fill('2024-01-03', 'EURUSD/USD', 'sell', '1', '1.2', contract),
        ],
        income: [earned('2024-01-02', 'USD', '50', 'realizedPnl')],
      }),
    );
    assert.deepEqual(
      report.disposals.map(({ side }) => side),
      ['long', 'long', 'short'],
    );
  });

  it('paper accounts have short lots on spot markets, others do not', () => {
    const trades_ = [
      fill('2024-01-01', 'BTC/EUR', 'sell', '2', '100', { fee: '2', feeCurrency: 'EUR' }),
      fill('2024-01-05', 'BTC/EUR', 'buy', '3', '90'),
      fill('2024-01-06', 'BTC/EUR', 'sell', '1', '95'),
    ];
    const input = taxInput({ trades: trades_ });
    const [[id, account] = assert.fail()] = input.accounts;
    const paper = taxReport({ ...input, accounts: new Map([[id, { ...account, allowsShort: true }]]) });
    assert.deepEqual(
      paper.disposals.map(({ side, quantity, gain }) => [side, quantity, gain]),
      [
        ['short', '2', 18],
        ['long', '1', 5],
      ],
    );
    assert.deepEqual(
      taxReport(input).unmatched.map(({ quantity }) => quantity),
      ['2'],
    );
  });

  it('coins that are paid in beside a short leave it whole: only a purchase covers it', () => {
    const input = taxInput({
      trades: [
        fill('2024-01-01', 'BTC/EUR', 'sell', '2', '100'),
        fill('2024-01-05', 'BTC/EUR', 'buy', '3', '90'),
        fill('2024-01-06', 'BTC/EUR', 'sell', '2', '95'),
      ],
      flows: [flow('2024-01-03', 'BTC', '1')],
    });
    const [[id, account] = assert.fail()] = input.accounts;
    const report = taxReport({ ...input, accounts: new Map([[id, { ...account, allowsShort: true }]]) });
    assert.deepEqual(
      report.disposals.map(({ side, quantity, gain }) => [side, quantity, gain]),
      [
        ['short', '2', 20],
        ['long', '1', 5],
      ],
    );
    assert.deepEqual(
      report.unmatched.map(({ quantity }) => quantity),
      ['1'],
    );
  });

  it('says from when on trades are known, and up to when', () => {
    const input = taxInput({ trades });
    const [[id, account] = assert.fail()] = input.accounts;
    const coverage = {
      ...account.coverage,
      trades: { from: Date.parse('2024-05-01'), until: Date.parse('2024-08-01') },
      income: { reason: 'its key may not read it' },
    };
    const { notes } = taxReport({ ...input, accounts: new Map([[id, { ...account, coverage }]]) });
    assert.ok(
      notes.some((note) => /a: trades are known only from 1 May 2024/.test(note)),
      notes.join('\n'),
    );
    assert.ok(notes.some((note) => /the year 2024 is known until 2024-08-01/.test(note)));
    assert.ok(notes.some((note) => /its key may not read it/.test(note)));
  });
});
