import assert from 'node:assert/strict';
import { nodeTooltip } from '../../../../src/present/nodeTooltip.ts';
import { presentPanel } from '../../../../src/present/panel.ts';
import { statusView } from '../../../../src/present/status.ts';
import { presentPosition } from '../../../../src/present/trading/position.ts';
import { presentReconciliation } from '../../../../src/present/trading/reconciliation.ts';
import { presentTradeStats } from '../../../../src/present/trading/stats.ts';
import { presentTax, taxYears } from '../../../../src/present/trading/tax.ts';
import { tradedSymbols } from '../../../../src/present/trading/tradedSymbols.ts';
import { portfolioTree } from '../../../../src/present/tree.ts';
import { combinedPortfolio } from '../../../../src/protocol/engine.ts';
import { isAnswer } from '../../../../src/protocol/pageGuards.ts';
import { accountView, bookOf, now, perpetual, portfolioState } from '../../../support/portfolioState.ts';
import { detailsOf, reconciliation, statsOf, taxOf } from '../../../support/tradingReports.ts';

const titleOf = (account: string) => (account === 'main' ? 'Binance · main' : account);
const shown = { privacy: false, now, titleOf, baseCurrency: 'USD', tradingAllowed: false };

describe('a position in its details', () => {
  it('tells fills, share, headroom by limit and what its market demands', () => {
    const view = presentPosition(detailsOf(), shown);
    assert.ok(isAnswer('position', view));
    const facts = Object.fromEntries(view.facts.map(({ label, value }) => [label, value]));
    assert.equal(facts['Size'], '0.5');
    assert.equal(facts['Notional'], '14,750.00 USDT');
    assert.equal(facts['Unrealised P&L'], '+750.00 USDT');
    assert.equal(facts['Share of book'], '40.0%');
    assert.equal(facts['Realised P&L'], '–');
    assert.deepEqual(
      view.headrooms.map(({ value, reason }) => [value, reason]),
      [
        ['$12,000.00 · 0.4067 BTC', null],
        ['–', 'Too little history'],
      ],
    );
    assert.equal(view.fills.rows[0]?.cells[5]?.title, 'an opening order realises nothing');
    assert.equal(view.trade.rules, 'Steps of 0.001 contracts, at least 0.001, at least 5 USDT an order, fee 0.05%');
    assert.equal(view.trade.step, '0.001');
  });

  it('can be traded live only while the user’s setting is on', () => {
    const off = presentPosition(detailsOf(), shown).trade;
    assert.deepEqual([off.ready, off.reason], [false, 'Live trading is off in your user settings']);
    assert.equal(presentPosition(detailsOf(), { ...shown, tradingAllowed: true }).trade.ready, true);
    const reason = 'read-only: set "mode": "trade" in its block';
    const readOnly = detailsOf({ rules: null, tradable: { account: 'main', live: true, ready: false, reason } });
    const { trade } = presentPosition(readOnly, { ...shown, tradingAllowed: true });
    assert.deepEqual(
      [trade.ready, trade.reason, trade.rules],
      [false, 'Read-only: set "mode": "trade" in its block', ''],
    );
  });
});

describe('tax in words', () => {
  it('tells totals, disposals, income, and what could not be matched apart', () => {
    const view = presentTax(taxOf(), shown);
    assert.ok(isAnswer('tax', view));
    assert.equal(view.totals.find(({ label }) => label === 'Gain')?.value, '+$2,991.00');
    assert.match(view.totals.find(({ label }) => label === 'Gain')?.title ?? '', /1 unmatched are not in it/);
    assert.equal(view.totals.find(({ label }) => label === 'Unmatched')?.tone, 'warning');
    assert.deepEqual(
      view.disposals.rows[0]?.cells.map(({ text }) => text),
      [
        'BTC',
        'Binance · main',
        '1 May 2024',
        '2 May 2025',
        '0.1',
        '$9,000.00',
        '$6,000.00',
        '$9.00',
        '+$2,991.00',
        '366 days',
        'Long',
      ],
    );
    assert.equal(view.income.rows[0]?.cells[5]?.text, '–', 'what has no price is never zero');
    assert.equal(view.income.rows[0]?.cells[5]?.title, 'no close on that day');
    assert.equal(view.unmatched.rows[0]?.cells[5]?.text, 'nothing was bought before');
  });

  it('shows the first 500 rows and says that the file has all', () => {
    const [line] = taxOf().disposals;
    assert.ok(line);
    const view = presentTax(taxOf({ disposals: Array.from({ length: 700 }, () => line) }), shown);
    assert.equal(view.disposals.rows.length, 500);
    assert.equal(view.disposals.incomplete, 'The first 500 of 700 are shown; the file has all');
    assert.ok(isAnswer('tax', view));
  });

  it('offers this year and those before, and any that was asked for', () => {
    assert.deepEqual(taxYears(now).slice(0, 2), [2026, 2025]);
    assert.equal(taxYears(now, 2010).at(-1), 2010);
  });
});

describe('round trips and balances in words', () => {
  it('tell win rate, profit factor and expectancy; too few is a dash with its reason', () => {
    const few = statsOf({
      strategy: 'momentum',
      trips: 0,
      winRate: null,
      profitFactor: null,
      expectancy: null,
      meanHoldingMs: null,
      notes: ['no trip was closed'],
    });
    const cost = { id: 'network', title: 'Network fees', amount: 12.5, count: 3, unpriced: 1 } as const;
    const view = presentTradeStats({ stats: [statsOf(), few], costs: [cost], notes: [] }, shown);
    assert.ok(isAnswer('tradeStats', view));
    assert.deepEqual(
      view.rows.map(({ cells }) => cells.slice(0, 5).map(({ text }) => text)),
      [
        ['All', '12', '58.3%', '1.80', '+$42.50'],
        ['momentum', '0', '–', '–', '–'],
      ],
    );
    assert.equal(view.rows[1]?.cells[2]?.title, 'no trip was closed');
    assert.equal(view.costs[0]?.title, '3 entries; 1 without a price on their day are not in it');
  });

  it('tell each difference with its likely cause and what to do, who agrees, and who cannot be compared', () => {
    const view = presentReconciliation(reconciliation, shown);
    assert.ok(isAnswer('reconciliation', view));
    assert.deepEqual(
      view.differences.rows[0]?.cells.map(({ text }) => text),
      [
        'Binance · main',
        'BTC',
        '0.15',
        '0.16',
        '0.01',
        '$670.00',
        'a deposit that its ledger does not tell',
        'Read the ledger again',
      ],
    );
    assert.equal(view.agreed, 'Agree in everything: paper (3 assets)');
    assert.deepEqual(view.notCompared, ['bot: a file has no ledger.']);
    const some = { ...reconciliation, differences: [] };
    const words = (of: typeof some) => presentReconciliation(of, shown).differences.empty;
    assert.equal(words(some), 'What could be compared agrees with its entries.');
    assert.equal(words({ ...some, notCompared: [] }), 'Every balance agrees with its entries.');
    const named = { account: 'main', reason: 'trades of Binance · main are still being read' };
    assert.deepEqual(presentReconciliation({ ...some, notCompared: [named] }, shown).notCompared, [
      'Trades of Binance · main are still being read.',
    ]);
  });
});

describe('what can be traded', () => {
  const paper = { account: 'main', live: false, ready: true, reason: null };
  const live = { account: 'main', live: true, ready: true, reason: null };
  const options = { privacy: false, now, groupBy: 'exchange', sortBy: 'value', filter: '' } as const;
  const contexts = (trading: (typeof paper)[], liveTrading = false) => {
    const [account] = portfolioTree([portfolioState({ trading })], { ...options, liveTrading });
    return [account?.context, account?.children[0]?.context, account?.icon?.id];
  };

  it('is marked on rows: paper at once, live only while the setting is on, nothing else', () => {
    assert.deepEqual(contexts([]), ['account exchange', 'holding', 'plug']);
    assert.deepEqual(contexts([paper]), ['account exchange tradable', 'holding tradable', 'zap']);
    assert.deepEqual(contexts([live]), ['account exchange', 'holding', 'plug']);
    assert.deepEqual(contexts([live], true), ['account exchange tradable', 'holding tradable', 'zap']);
    assert.deepEqual(contexts([{ ...live, ready: false }], true), ['account exchange', 'holding', 'plug']);
  });

  it('is told in the tooltip of the account', () => {
    const state = portfolioState({ trading: [live] });
    const ref = { kind: 'account', portfolio: state.id, account: 'main' } as const;
    assert.match(nodeTooltip(state, ref, { privacy: false, now }), /\| Orders \| live trading is off \|/);
    assert.match(nodeTooltip(state, ref, { privacy: false, now, liveTrading: true }), /live, each confirmed by you/);
  });

  it('is marked in the status bar while it is real money, with the way out', () => {
    const state = portfolioState({ trading: [live] });
    const on = statusView(state, [state], { kind: 'ready' }, { privacy: false, now, liveTrading: true });
    assert.match(on?.text ?? '', / · \$\(zap\) live trading$/);
    assert.match(on?.spoken ?? '', /live trading is on/);
    assert.match(on?.tooltip ?? '', /orders to Binance · main can be sent[\s\S]*command:quantfolio\.turnAllTradingOff/);
    const off = statusView(state, [state], { kind: 'ready' }, { privacy: false, now });
    assert.doesNotMatch(`${off?.text}${off?.tooltip}`, /live trading|turnAllTradingOff/i);
  });

  it('is told to the page, with the reason where it cannot be now', () => {
    const state = portfolioState({ trading: [live, { account: 'p', live: false, ready: true, reason: null }] });
    const view = presentPanel(state, [{ id: state.id, name: state.name }], { privacy: false, now });
    assert.ok(isAnswer('state', view));
    assert.deepEqual(
      view.trading?.map(({ title, ready }) => [title, ready]),
      [
        ['Binance · main', false],
        ['p', true],
      ],
    );
    assert.match(view.trading?.[0]?.reason ?? '', /^Live trading is off/);
    assert.match(view.rebalanceReason ?? '', /^No targets are set/);
    const allowed = presentPanel({ ...state, hasTargets: true }, [], { privacy: false, now, liveTrading: true });
    assert.equal(allowed.trading?.[0]?.ready, true);
    assert.equal(allowed.rebalanceReason, null);
    const all = presentPanel({ ...state, id: combinedPortfolio, hasTargets: true }, [], { privacy: false, now });
    assert.deepEqual(all.trading, [], 'orders are given in single portfolios');
    assert.match(all.rebalanceReason ?? '', /one portfolio/);
  });

  it('completes what is held here first, then elsewhere, then what sectors name', () => {
    const state = portfolioState({ snapshot: bookOf({ positions: [perpetual()], accounts: [accountView()] }) });
    assert.deepEqual(tradedSymbols(state, 'main'), [
      { symbol: 'BTC/USDT:USDT', note: 'position here' },
      { symbol: 'BTC', note: 'held here' },
      { symbol: 'ETH', note: 'Layer 1' },
    ]);
    assert.equal(tradedSymbols(state, 'p')[0]?.note, 'held elsewhere');
  });
});
