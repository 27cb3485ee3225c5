import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MetricValue } from '../../../src/core/model/analytics.ts';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { presentComparison } from '../../../src/present/comparison.ts';
import { evaluation } from '../../../src/present/evaluation.ts';
import { nodeTooltip } from '../../../src/present/nodeTooltip.ts';
import { presentAttribution } from '../../../src/present/panel/attribution.ts';
import { performanceChoices } from '../../../src/present/panel/choices.ts';
import { presentCorrelation } from '../../../src/present/panel/correlationChoice.ts';
import { presentOverview } from '../../../src/present/panel/overview.ts';
import { presentPerformance } from '../../../src/present/panel/performance.ts';
import { presentTearSheet } from '../../../src/present/panel/tearSheet.ts';
import { redact } from '../../../src/present/redact.ts';
import { riskTree } from '../../../src/present/riskTree.ts';
import { statusView } from '../../../src/present/status.ts';
import { portfolioTree } from '../../../src/present/tree.ts';
import type { ShowOptions, TreeNode } from '../../../src/present/treeNode.ts';
import { attributionOf, comparisonOf, correlationOf, metric, performanceOf, rowOf } from '../../support/performance.ts';
import {
  accountView,
  assetView,
  bookOf,
  changeOf,
  finding,
  holding,
  now,
  perpetual,
  portfolioState,
  riskOf,
} from '../../support/portfolioState.ts';

/** Amounts of seven digits: nothing else in a state is as long, so any of them in a text is a leak. */
const amount = fc.integer({ min: 1_000_000, max: 9_999_999 }).map((value) => value + 0.25);
const maybe = fc.option(amount, { nil: null });
const share = fc.option(
  fc.integer({ min: -99, max: 150 }).map((value) => value / 100),
  { nil: null },
);
const dataState = fc.constantFrom('ok', 'stale', 'unpriced', 'failed');

const state: fc.Arbitrary<PortfolioState> = fc
  .record({
    a: amount,
    b: maybe,
    c: maybe,
    d: amount,
    share,
    change: share,
    account: dataState,
    row: dataState,
    unit: fc.constantFrom('money', 'percent', 'count', 'ratio'),
    limit: fc.constantFrom('OK', 'WARNING', 'UNKNOWN', 'BREACH'),
  })
  .map(({ a, b, c, d, share: part, change, account, row, unit, limit }) => {
    const words = `about $${d.toLocaleString('en-US')} or ${d} USDT, ${String(a)} in all`;
    const moved = change === null ? { abs: d, pct: null, basis: null, reason: words } : changeOf(change, d);
    // Ratio, percent and count limits are no amounts: their numbers stay, so they are given short ones here.
    const limits = unit === 'money' ? { value: b, threshold: a, headroom: c } : { value: 3, threshold: 5, headroom: 2 };
    return portfolioState({
      snapshot: bookOf({
        equity: b,
        equityReason: 'not known',
        knownEquity: a,
        cash: c,
        totalNotional: b,
        knownNotional: d,
        totalUnrealizedPnl: c,
        change24h: moved,
        display: { BTC: a },
        accounts: [
          accountView({
            value: b,
            knownValue: a,
            share: part,
            state: account,
            reason: words,
            notes: [words],
            card: {
              projected: a,
              todayReturnPct: change,
              todayIncome: d,
              openPnl: c,
              available: a,
              marginUsed: b,
              missing: { openPnl: 'not known' },
            },
          }),
        ],
        holdings: [
          holding({
            quantity: String(a),
            borrowed: String(d),
            value: b,
            share: part,
            change24h: moved,
            state: row,
            reason: words,
          }),
        ],
        positions: [
          perpetual({
            size: String(d),
            notional: b,
            unrealizedPnl: c,
            realizedPnl: a,
            margin: d,
            baseNotional: b,
            baseUnrealizedPnl: c,
            roi: change,
            state: row,
            reason: words,
          }),
        ],
        assets: [
          assetView({ quantity: String(a), value: b, share: part, change24h: moved, state: row, reason: words }),
        ],
      }),
      risk: riskOf([finding({ ...limits, unit, ratio: part, state: limit, message: words, incomplete: [words] })]),
      health: [{ id: 'h', severity: 'warning', title: words, detail: words, account: null, share: part, action: null }],
      notices: [words],
    });
  });

interface Secrets {
  readonly worth: MetricValue;
  readonly pnl: MetricValue;
  readonly netFlow: MetricValue;
  readonly a: number;
  readonly b: number | null;
}

/** Everything that is told of a past full of amounts, as the page and documents get it. */
function pastTexts({ worth, pnl, netFlow, a, b }: Secrets, options: ShowOptions): readonly string[] {
  const words = `about $${a.toLocaleString('en-US')} or ${a} USDT`;
  const performance = performanceOf({
    worth,
    pnl,
    netFlow,
    notes: [words],
    moneyWeightedNote: words,
    metrics: [
      metric('expectancy', { value: a }, { unit: 'money', group: 'trade', note: words }),
      metric('omega', { reason: words }),
    ],
  });
  const attribution = attributionOf({
    notes: [words],
    rows: [
      {
        key: 'BTC',
        title: 'BTC',
        contribution: 0.1,
        pnl: a,
        averageShare: null,
        trades: 3,
        winRate: { reason: words },
      },
      {
        key: 'ETH',
        title: 'ETH',
        contribution: 0.1,
        pnl: -a,
        averageShare: 0.2,
        trades: null,
        winRate: { value: 0.5 },
      },
    ],
  });
  const comparison = comparisonOf({
    valueBefore: a,
    valueAfter: b,
    notes: [words],
    rows: comparisonOf().rows.map((row) => ({
      ...row,
      quantityBefore: String(a),
      quantityAfter: String(b ?? 0),
      priceEffect: b,
      flowEffect: a / 2,
      reason: words,
    })),
    totals: { price: b, fx: a / 3, flow: null, quantity: -a },
  });
  const opened = { state: 'open', id: 't', name: 'f.csv', kind: 'equity', column: 'nav', notes: [words] } as const;
  return [
    presentPerformance(performance, performanceChoices(null), options),
    presentAttribution(attribution, 'USD', options),
    presentCorrelation(correlationOf({ reason: words }), options),
    presentOverview([rowOf({ worth: { value: a }, sparkline: { at: [0, 1], value: [a, a * 1.5] } })], options),
    presentComparison('Book', comparison, options),
    presentTearSheet('f.csv', opened, options.privacy),
    presentTearSheet('f.csv', { state: 'failed', reason: words }, options.privacy),
  ].map((view) => (typeof view === 'string' ? view : JSON.stringify(view, shortened)));
}

/** Dates in ms and long fractions are no amounts; an amount keeps its seven digits. */
function shortened(_key: string, value: unknown): unknown {
  return typeof value !== 'number' ? value : Math.abs(value) > 1e12 ? 0 : Number(value.toFixed(4));
}

function walk(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...walk(node.children)]);
}

describe('privacy', () => {
  it('leaks no digit of an amount or quantity on any surface of the window, whatever the state', () => {
    const options = { privacy: true, now };
    fc.assert(
      fc.property(state, fc.constantFrom('exchange', 'asset', 'strategy', 'sector'), (one, groupBy) => {
        const nodes = walk([
          ...portfolioTree([one, portfolioState({ id: '/b', name: 'B' })], {
            ...options,
            groupBy,
            sortBy: 'value',
            filter: '',
          }),
          ...riskTree([one], options),
        ]);
        const status = statusView(one, [one], { kind: 'ready' }, options);
        const texts = [
          ...nodes.flatMap((node) => [node.label, node.description, node.spoken, node.value ?? '']),
          ...nodes.map((node) => (node.ref.portfolio === one.id ? nodeTooltip(one, node.ref, options) : '')),
          status?.text ?? '',
          status?.tooltip ?? '',
          status?.spoken ?? '',
          evaluation(one, options).message,
        ];
        for (const text of texts) assert.doesNotMatch(text.replaceAll(/[,\\]/g, ''), /\d{7}/, text);
      }),
      { numRuns: 300 },
    );
  });

  it('leaks none in what is told of the past either: performance, attribution, overview, comparison, tear sheet', () => {
    const value = fc.oneof(
      amount.map((known) => ({ value: known })),
      amount.map((secret) => ({
        reason: `$${secret.toLocaleString('en-US')} of flows, or ${secret} USDT, are not known`,
      })),
    );
    fc.assert(
      fc.property(value, value, value, amount, maybe, (worth, pnl, netFlow, a, b) => {
        for (const privacy of [true, false]) {
          const texts = pastTexts({ worth, pnl, netFlow, a, b }, { privacy, now });
          if (privacy) for (const text of texts) assert.doesNotMatch(text.replaceAll(/[,\\]/g, ''), /\d{7}/, text);
          else
            assert.ok(
              texts.every((text) => /\d{7}/.test(text.replaceAll(/[,\\]/g, ''))),
              'the test sees no amounts at all',
            );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('would notice a leak: the same surfaces show the amounts when privacy is off', () => {
    const [one] = fc.sample(state, { numRuns: 1, seed: 7 });
    assert.ok(one);
    const texts = walk(
      portfolioTree([one], { privacy: false, now, groupBy: 'exchange', sortBy: 'value', filter: '' }),
    ).map((node) => node.description);
    assert.match(texts.join(' ').replaceAll(',', ''), /\d{7}/);
  });

  it('redacts amounts in sentences of others and keeps percentages, times and counts', () => {
    assert.equal(redact('Lost $1,200.50 (3.2%) in 10 s'), 'Lost ••••• (3.2%) in 10 s');
    assert.equal(redact('0.42 ETHW is unpriced'), '••••• is unpriced');
    assert.equal(redact('limit 50000, now 1.5'), 'limit •••••, now •••••');
    assert.equal(redact('Kraken answered HTTP 429, next try in 40 s'), 'Kraken answered HTTP 429, next try in 40 s');
    assert.equal(redact('3 accounts, leverage 1.3×'), '3 accounts, leverage 1.3×');
    assert.equal(
      redact('0.42 ETHW and −$1,200.50. At 14:02 UTC, 65.1% of 3 accounts, 12,500 left, €5K, $36.5K, 15 stETH.'),
      '••••• and •••••. At 14:02 UTC, 65.1% of 3 accounts, ••••• left, •••••, •••••, •••••.',
    );
  });

  it('leaves dates, times and addresses readable', () => {
    const text =
      'As of 20 Nov 2026 14:02:31, since 2023-11-06: all traffic goes to http://127.0.0.1:36381 or localhost:8080';
    assert.equal(redact(text), text);
  });
});
