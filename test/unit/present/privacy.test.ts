import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { evaluation } from '../../../src/present/evaluation.ts';
import { nodeTooltip } from '../../../src/present/nodeTooltip.ts';
import { redact } from '../../../src/present/redact.ts';
import { riskTree } from '../../../src/present/riskTree.ts';
import { statusView } from '../../../src/present/status.ts';
import { portfolioTree } from '../../../src/present/tree.ts';
import type { TreeNode } from '../../../src/present/treeNode.ts';
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
