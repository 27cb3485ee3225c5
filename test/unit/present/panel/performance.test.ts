import assert from 'node:assert/strict';
import { presentAttribution } from '../../../../src/present/panel/attribution.ts';
import { performanceChoices, tearSheetChoices } from '../../../../src/present/panel/choices.ts';
import { presentCorrelation } from '../../../../src/present/panel/correlationChoice.ts';
import { presentOverview } from '../../../../src/present/panel/overview.ts';
import { presentPerformance } from '../../../../src/present/panel/performance.ts';
import { presentTearSheet } from '../../../../src/present/panel/tearSheet.ts';
import { presentPanel } from '../../../../src/present/panel.ts';
import { isAnswer } from '../../../../src/protocol/pageGuards.ts';
import type { MetricRow } from '../../../../src/protocol/panelView.ts';
import { attributionOf, correlationOf, from, metric, performanceOf, rowOf, to } from '../../../support/performance.ts';
import { accountView, bookOf, now, perpetual, portfolioState } from '../../../support/portfolioState.ts';

const shown = { privacy: false, now };
const hidden = { privacy: true, now };
const choices = performanceChoices(portfolioState());
const view = (more: Parameters<typeof performanceOf>[0] = {}, options = shown) =>
  presentPerformance(performanceOf(more), choices, options);
const line = (row: MetricRow | undefined) => [row?.title, row?.value, row?.tone];

describe('presentPerformance', () => {
  it('says what is covered, with the periods per year and how they were found', () => {
    assert.equal(view().subtitle, '1 Jan 2024 – 20 Nov 2026 · 1,053 days · 365 periods per year (told from the dates)');
    const periods = { start: from, end: to, count: 1, perYear: 12, inferred: false };
    assert.equal(
      view({ periods, riskFree: 0.03, simulated: true }).subtitle,
      '1 Jan 2024 – 20 Nov 2026 · 1 month · 12 periods per year (as set) · risk-free 3.00% a year',
    );
  });

  it('puts both ways of counting a return, and the money, first', () => {
    assert.deepEqual(view().headline.map(line), [
      ['Return, time-weighted', '+42.12%', 'up'],
      ['Per year (CAGR)', '+12.95%', 'up'],
      ['Money-weighted (XIRR)', '+15.01%', 'up'],
      ['P&L', '+$4,100.25', 'up'],
      ['Net deposits', '−$2,000.00', 'none'],
      ['Worth', '$15,432.50', 'none'],
      // Never "−0.00%".
      ['Today', '0.00%', 'none'],
    ]);
  });

  it('explains every number: convention, warning, span and periods per year; or says why there is none', () => {
    const [group] = view({
      metrics: [metric('sharpe', { value: 1.2345 }, { note: 'few returns' }), metric('omega', { reason: 'no losses' })],
    }).groups;
    assert.deepEqual(
      group?.rows.map((row) => [row.value, row.tone, row.explain]),
      [
        [
          '1.23',
          'warning',
          'how sharpe is counted. few returns. Over 1 Jan 2024 – 20 Nov 2026, 1,053 days, 365 periods per year',
        ],
        ['–', 'none', 'no losses. Over 1 Jan 2024 – 20 Nov 2026, 1,053 days, 365 periods per year'],
      ],
    );
    for (const row of [...view().headline, ...view().groups.flatMap((each) => each.rows)]) {
      assert.ok(row.explain.length > 5, row.id);
    }
    const unknown = view({ moneyWeighted: { reason: 'flows of Binance are not known' } }).headline;
    assert.deepEqual(
      unknown.filter((row) => row.id === 'moneyWeighted').map((row) => [row.value, row.explain]),
      [['–', 'flows of Binance are not known']],
    );
  });

  it('groups the metrics, and colours gains and losses only', () => {
    const { groups } = view();
    assert.deepEqual(
      groups.map((group) => group.title),
      ['Returns', 'Risk', 'Return for risk', 'Tails', 'Distribution', 'Trades'],
    );
    const tones = Object.fromEntries(groups.flatMap((group) => group.rows.map((row) => [row.id, row.tone])));
    assert.deepEqual(tones, {
      totalReturn: 'up',
      cagr: 'up',
      meanReturn: 'up',
      volatility: 'none',
      sharpe: 'none',
      skew: 'none',
      var: 'none',
      tradeWinRate: 'none',
    });
  });

  it('tells benchmarks with what they have in common, or why there is nothing to tell', () => {
    const [btc] = view().benchmarks;
    assert.equal(
      btc?.subtitle,
      'binance BTC/USDT · 1,000 days in common · 1 Jan 2024 – 20 Nov 2026 · returned −10.00%',
    );
    assert.match(btc?.rows[0]?.explain ?? '', /^how beta is counted. Over the 1,000 periods both have$/);
    const none = { id: 'X', title: 'X', source: '', periods: null, metrics: [], totalReturn: null, yearly: [] };
    assert.deepEqual(view({ benchmarks: [{ ...none, reason: 'no closes of X' }] }).benchmarks, [
      { id: 'X', title: 'X', subtitle: '', rows: [], reason: 'no closes of X' },
    ]);
  });

  it('shades months by a scale that one wild month does not set', () => {
    const { monthly } = view();
    const [first, second] = monthly?.years ?? [];
    assert.deepEqual(
      first?.cells.slice(0, 3).map((cell) => [cell.text, cell.tone, cell.title]),
      [
        ['+2.1', 'up', 'Jan 2024: +2.10%'],
        ['0.0', 'none', 'Feb 2024: −0.04%'],
        ['–', 'none', 'Mar 2024: no returns'],
      ],
    );
    assert.deepEqual([first?.total.text, first?.benchmark?.text], ['+12.0', '−10.0']);
    assert.deepEqual([second?.total.text, second?.benchmark?.text], ['−21.5', '–']);
    const wild = Array.from({ length: 12 }, (_, month) => (month === 5 ? 3 : 0.02));
    const quiet = Array<number>(12).fill(0.02);
    const years = [2020, 2021, 2022, 2023].map((year) => ({ year, months: year === 2022 ? wild : quiet, total: 0.3 }));
    const cells = view({ yearly: years }).monthly?.years.flatMap((year) => year.cells) ?? [];
    assert.equal(Math.max(...cells.map((cell) => cell.strength)), 1);
    assert.ok(cells.filter((cell) => cell.strength === 1).length > 40, 'ordinary months are pale');
  });

  it('tells the histogram in a line, and marks mean and value at risk', () => {
    assert.deepEqual(view().histogram, {
      edges: [-0.1, 0, 0.1],
      counts: [400, 653],
      subtitle: '1,053 days · mean 0.08% · σ 2.10% · skew −0.42',
      marks: [
        { at: 0.0008, label: 'mean' },
        { at: -0.0312, label: 'VaR' },
      ],
    });
  });

  it('tells drawdowns by dates and lengths, and that one is still open', () => {
    const { drawdowns } = view();
    const [row] = drawdowns.rows;
    assert.deepEqual(
      row?.cells.map((cell) => cell.text),
      ['−25.31%', '11 Jan 2024', '10 Feb 2024', '–', '30 d', '1,043 d so far', '30', '1,043'],
    );
    assert.match(row?.cells[3]?.title ?? '', /still below the peak/);
    assert.equal(view({ drawdowns: [] }).drawdowns.empty, 'The value was never below an earlier one.');
  });

  it('tells recorded, rebuilt and simulated parts apart', () => {
    const middle = Date.UTC(2025, 0, 1);
    const { notes } = view({
      origins: [
        { from, to: middle, origin: 'reconstructed' },
        { from: middle, to, origin: 'recorded' },
      ],
      moneyWeightedNote: 'several rates fit',
      notes: ['Fees of Kraken are not known'],
    });
    assert.deepEqual(notes, [
      '1 Jan 2024 – 1 Jan 2025: rebuilt from trades, transfers and daily closes, not recorded as it happened',
      'Money-weighted return: several rates fit',
      'Fees of Kraken are not known',
    ]);
  });

  it('says why there are no returns at all', () => {
    const none = view({ periods: null, reason: 'nothing was recorded yet', metrics: [], yearly: [], histogram: null });
    assert.deepEqual([none.reason, none.monthly, none.histogram], ['nothing was recorded yet', null, null]);
    assert.equal(none.subtitle, '1 Jan 2024 – 20 Nov 2026');
  });

  it('offers the book, its accounts, strategies, what it holds, and the benchmarks of the configuration', () => {
    const state = portfolioState({
      snapshot: bookOf({
        accounts: [accountView(), accountView({ id: 'b', title: 'Kraken' })],
        positions: [perpetual({ asset: 'SOL', strategy: 'grid' })],
      }),
      benchmarks: [{ id: 'file:spx.csv', title: 'spx.csv' }],
    });
    const offered = performanceChoices(state);
    assert.deepEqual(
      offered.subjects.map(({ group, title }) => `${group}: ${title}`),
      [
        'Portfolio: Main book',
        'Accounts: Binance · main',
        'Accounts: Kraken',
        'Strategies: grid',
        'Assets: BTC',
        'Assets: SOL',
      ],
    );
    assert.deepEqual(offered.benchmarks, [{ id: 'file:spx.csv', title: 'spx.csv' }]);
    assert.deepEqual(
      performanceChoices({ ...state, strategies: ['trend'] }).subjects.filter((each) => each.group === 'Strategies'),
      [{ subject: { kind: 'strategy', id: 'trend' }, title: 'trend', group: 'Strategies' }],
    );
  });
});

describe('presentAttribution', () => {
  it('lists what each part added, and its bars largest first', () => {
    const attribution = presentAttribution(attributionOf(), 'USD', shown);
    assert.deepEqual(
      attribution.table.rows.map((row) => row.cells.map((cell) => cell.text)),
      [
        ['BTC', '+8.00%', '+$800.50', '50.00%', '12', '58.00%'],
        ['ETH', '−2.00%', '−$200.00', '50.00%', '–', '–'],
        ['Fees, funding and unexplained', '−1.00%', '−$100.00', '–', '12', '58.00%'],
      ],
    );
    assert.equal(attribution.total, '+5.00%');
    assert.deepEqual(
      attribution.bars.map((bar) => bar.key),
      ['BTC', 'ETH', 'rest'],
    );
    const sum = attribution.bars.reduce((total, bar) => total + bar.value, 0);
    assert.ok(Math.abs(sum - 0.05) < 1e-12);
    for (const row of attribution.table.rows) {
      for (const cell of row.cells) if (cell.text === '–') assert.ok(cell.title);
    }
  });
});

describe('presentCorrelation', () => {
  it('names method, decay and window, flags, clusters, and how many bets it is', () => {
    const { view: matrix, diversification } = presentCorrelation(correlationOf(), shown);
    assert.equal(matrix?.subtitle, 'exponentially weighted, λ 0.94, daily returns, 90 days');
    assert.deepEqual(matrix?.flags, [
      'One bet: BTC, ETH, SOL',
      'High correlation between BTC and ETH: diversification limited (0.90)',
    ]);
    assert.deepEqual(
      diversification.map((row) => [row.title, row.value]),
      [
        ['Diversification ratio', '1.10'],
        ['Effective number of bets', '1.32'],
        ['Concentration (HHI)', '–'],
        ['Share of the book', '87.6%'],
      ],
    );
    assert.match(diversification[0]?.explain ?? '', /Of the 87\.6% of the book that has closes$/);
    assert.deepEqual(presentCorrelation(correlationOf({ matrix: null, reason: 'one asset' }), shown).view, null);
  });
});

describe('presentOverview', () => {
  it('has a line for everything, with a small curve that tells no amount', () => {
    const { table, sparklines } = presentOverview(
      [rowOf(), rowOf({ title: 'Paper', simulated: true, portfolio: '/p', sparkline: null })],
      shown,
    );
    const [first, second] = table.rows;
    assert.deepEqual(
      first?.cells.map((cell) => cell.text),
      [
        'Main book',
        'Portfolio',
        '$15,432.50',
        '+42.00%',
        '+12.00%',
        '1.20',
        '–',
        '−25.00%',
        '40.00%',
        '1,234',
        '1 Jan 2024',
      ],
    );
    assert.equal(second?.cells[0]?.text, 'Paper (simulated)');
    assert.deepEqual(JSON.parse(first?.id ?? ''), {
      portfolio: '/home/user/book',
      subject: { kind: 'portfolio', id: null },
    });
    assert.deepEqual(sparklines, { [first?.id ?? '']: [1, 1.25] });
  });
});

describe('presentTearSheet', () => {
  it('is loading, then names the file, what it holds and its column; a failure says what to do', () => {
    assert.equal(presentTearSheet('a.csv', null, false).phase, 'loading');
    const open = {
      state: 'open',
      id: 't1',
      name: 'a.csv',
      kind: 'equity',
      column: 'nav',
      notes: ['2 rows without a date'],
    } as const;
    const sheet = presentTearSheet('a.csv', open, false);
    assert.deepEqual(
      [sheet.mode, sheet.phase, sheet.portfolio, sheet.name, sheet.subtitle, sheet.banners[0]?.text],
      ['tearSheet', 'ready', 't1', 'a.csv', 'Tear sheet · equity of “nav”', '2 rows without a date'],
    );
    const failed = presentTearSheet('a.csv', { state: 'failed', reason: 'a.csv is gone' }, false);
    assert.deepEqual(
      [failed.phase, failed.failure?.text, failed.failure?.action?.command],
      ['failed', 'a.csv is gone', 'openTearSheet'],
    );
    for (const each of [sheet, failed]) assert.ok(isAnswer('state', each));
    assert.equal(tearSheetChoices('a.csv', []).subjects.length, 1);
  });
});

describe('Today', () => {
  const card = { ...accountView().card, projected: 1010, todayIncome: 10, todayReturnPct: 0.01, dayStart: 1000 };
  const figure = (cards: readonly (typeof card | ReturnType<typeof accountView>['card'])[]) =>
    presentPanel(
      portfolioState({
        snapshot: bookOf({ accounts: cards.map((each, index) => accountView({ id: String(index), card: each })) }),
      }),
      [],
      shown,
    ).kpis[1];

  it('is one number over all accounts, by their value at the start of the day', () => {
    const kpi = figure([card, { ...card, projected: 3000, todayIncome: 0, todayReturnPct: 0, dayStart: 3000 }]);
    assert.deepEqual([kpi?.label, kpi?.value, kpi?.sub, kpi?.tone], ['Today', '+$10.00', '▲ +0.25%', 'up']);
  });

  it('is not told where one account does not know its flows; the last 24 hours are', () => {
    const kpi = figure([card, accountView().card]);
    assert.equal(kpi?.label, '24 h change');
    assert.match(kpi?.title ?? '', /Today: Binance · main: no history yet/);
  });
});

describe('the views of the past in privacy', () => {
  it('pass the guards of the page, hidden or shown, and hold no amount when hidden', () => {
    const attribution = attributionOf();
    for (const options of [shown, hidden]) {
      const all = {
        performance: view({ notes: ['lost $4,100.25 on fees'] }, options),
        attribution: presentAttribution(attribution, 'USD', options),
        correlation: presentCorrelation(correlationOf(), options),
        overview: presentOverview([rowOf(), rowOf({ portfolio: '/b', worth: { value: 99_999.5 } })], options),
      };
      assert.ok(isAnswer('performance', all.performance));
      assert.ok(isAnswer('attribution', all.attribution));
      assert.ok(isAnswer('correlation', all.correlation));
      assert.ok(isAnswer('overview', all.overview));
      const text = JSON.stringify(all).replaceAll(',', '');
      const leaks = ['15432.5', '4100.25', '2000.00', '800.5', '99999.5', '12500', '$'].filter((amount) =>
        text.includes(amount),
      );
      assert.equal(leaks.length > 0, !options.privacy, leaks.join(' '));
      // Percentages and counts stay.
      assert.ok(text.includes('1053 days 365 periods per year'));
      assert.ok(text.includes('+42.12%'));
    }
  });

  it('sort amounts by rank only', () => {
    const { table } = presentOverview([rowOf(), rowOf({ portfolio: '/b', worth: { value: 99_999.5 } })], hidden);
    assert.deepEqual(
      table.rows.map((row) => row.cells[2]),
      [
        { text: '•••••', sort: 0, tone: 'none' },
        { text: '•••••', sort: 1, tone: 'none' },
      ],
    );
  });
});
