import assert from 'node:assert/strict';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { portfolioTree, portfolioWords } from '../../../src/present/tree.ts';
import type { TreeNode, TreeOptions } from '../../../src/present/treeNode.ts';
import {
  accountView,
  assetView,
  bookOf,
  holding,
  now,
  perpetual,
  portfolioState,
} from '../../support/portfolioState.ts';

const plain: TreeOptions = { privacy: false, now, groupBy: 'exchange', sortBy: 'value', filter: '' };

/** Label and description of every row, indented, as one reads the tree. */
function drawn(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.label}: ${node.description.replaceAll('\u2002', ' | ')}`,
    ...drawn(node.children, depth + 1),
  ]);
}

function rows(state: PortfolioState, options: Partial<TreeOptions> = {}): string[] {
  return drawn(portfolioTree([state], { ...plain, ...options }));
}

/** Value, share and order of VAL-4, with an unpriced coin and a stale account. */
const state = portfolioState({
  snapshot: bookOf({
    accounts: [
      accountView({ state: 'ok' }),
      accountView({
        id: 'kraken',
        title: 'Kraken',
        exchange: 'kraken',
        value: 3480,
        knownValue: 3480,
        share: 0.2255,
        state: 'stale',
        at: now - 14 * 60_000,
        reason: 'rate limited',
        retryAt: now + 40_000,
      }),
      accountView({
        id: 'paper',
        kind: 'paper',
        title: 'Paper',
        exchange: null,
        simulated: true,
        value: 1902.5,
        knownValue: 1902.5,
        share: 0.1233,
      }),
    ],
    holdings: [
      holding({
        asset: 'ETHW',
        quantity: '0.42',
        price: null,
        value: null,
        share: null,
        change24h: { abs: null, pct: null, basis: null, reason: null },
        state: 'unpriced',
        reason: 'no market leads from ETHW to USD',
      }),
      holding(),
      holding({
        account: 'kraken',
        asset: 'ETH',
        quantity: '1.2',
        value: 3480,
        share: 0.2255,
        state: 'stale',
        price: { price: 2900, source: 'kraken ETH/USD', at: now - 14 * 60_000 },
      }),
      holding({ account: 'paper', asset: 'USDT', quantity: '1902.5', kind: 'cash', value: 1902.5, share: 0.1233 }),
    ],
    positions: [
      // The holding's other face: not a second row.
      perpetual({ id: 'main/spot/BTC', symbol: 'BTC/USD', instrument: 'spot', strategy: 'Core' }),
      perpetual(),
    ],
    assets: [assetView(), assetView({ asset: 'ETH', value: 3480, share: 0.2255 })],
  }),
});

describe('the portfolio tree', () => {
  it('reads as the design says: accounts by value, holdings, positions, unpriced and stale in words', () => {
    assert.deepEqual(rows(state), [
      'Binance · main: $10,050.00 | 65.1% | ● live',
      '  BTC/USDT perp: long 0.5 @ 28,000.00 | ▲ +750.00 USDT',
      '  BTC: 0.15 | $10,050.00 | ▲ 2.10%',
      '  ETHW: 0.42 | unpriced',
      'Kraken: $3,480.00 | 22.6% | ⚠ stale 14 min · rate limited, next try in 40 s',
      '  ETH: 1.2 | $3,480.00 | ▲ 2.10% | stale 14 min',
      'Paper (simulated): $1,902.50 | 12.3%',
      '  USDT: 1,902.5 | $1,902.50 | ▲ 2.10%',
    ]);
  });

  it('marks what is unpriced and stale by icon and colour, besides the words', () => {
    const [main, kraken] = portfolioTree([state], plain);
    const etwh = main?.children.find((node) => node.label === 'ETHW');
    assert.deepEqual([etwh?.tint, etwh?.icon?.id], ['warning', 'warning']);
    assert.match(etwh?.spoken ?? '', /unpriced.*no market leads/);
    assert.equal(kraken?.icon?.id, 'warning');
  });

  it('groups by asset, strategy and sector', () => {
    const labels = (groupBy: TreeOptions['groupBy']) =>
      portfolioTree([state], { ...plain, groupBy }).map((node) => node.label);
    assert.deepEqual(labels('asset'), ['BTC', 'ETH', 'ETHW', 'USDT']);
    assert.deepEqual(labels('strategy').sort(), ['Core', 'No strategy']);
    assert.deepEqual(labels('sector').sort(), ['Layer 1', 'No sector']);
  });

  it('says "incomplete" for a group with an unpriced member instead of calling its sum whole', () => {
    const group = portfolioTree([state], { ...plain, groupBy: 'sector' }).find((node) => node.label === 'No sector');
    assert.match(group?.description ?? '', /incomplete/);
    assert.equal(group?.value, null);
  });

  it('puts two accounts of one exchange under its name', () => {
    const two = portfolioState({
      snapshot: bookOf({
        accounts: [
          accountView(),
          accountView({ id: 'second', title: 'Binance · second', value: 50, knownValue: 50, share: 0.01 }),
        ],
      }),
    });
    assert.deepEqual(
      rows(two).filter((line) => !line.startsWith('    ')),
      [
        'Binance: $10,100.00 | 66.1% | 2 accounts',
        '  Binance · main: $10,050.00 | 65.1% | ● live',
        '  Binance · second: $50.00 | 1.0% | ● live',
      ],
    );
  });

  it('shows portfolios only when there are several', () => {
    const other = portfolioState({ id: '/other', name: 'Other', snapshot: null, phase: 'starting' });
    const roots = portfolioTree([state, other], plain);
    assert.deepEqual(
      roots.map((node) => [node.label, node.children.length]),
      [
        ['Main book', 3],
        ['Other', 0],
      ],
    );
    assert.match(roots[1]?.description ?? '', /reading accounts/);
  });

  it('filters by asset, symbol and account, and sorts by name and change', () => {
    assert.deepEqual(
      rows(state, { filter: 'ethw' }).map((line) => line.split(':')[0]),
      ['Binance · main', '  ETHW'],
    );
    assert.deepEqual(
      portfolioTree([state], { ...plain, sortBy: 'name' })[0]?.children.map((node) => node.label),
      ['BTC', 'BTC/USDT perp', 'ETHW'],
    );
  });

  it('keeps ids unique and stable', () => {
    const all = (options: TreeOptions) => {
      const walk = (nodes: readonly TreeNode[]): string[] => nodes.flatMap((node) => [node.id, ...walk(node.children)]);
      return walk(portfolioTree([state], options));
    };
    const ids = all(plain);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual([...all({ ...plain, privacy: true, now: now + 60_000 })].sort(), [...ids].sort());
  });

  it('tells a book without equity by its notional, and never as zero', () => {
    const book = bookOf({
      equity: null,
      equityReason: 'it holds positions only',
      knownEquity: 0,
      totalNotional: 18_250,
      change24h: { abs: null, pct: null, basis: null, reason: 'x' },
    });
    assert.equal(portfolioWords(book, false), '$18,250.00 notional');
    assert.equal(portfolioWords({ ...book, totalNotional: null, knownNotional: 0 }, false), '–');
  });

  it('tells what is known of an incomplete book, and that it is incomplete', () => {
    const book = bookOf({
      equity: null,
      equityReason: 'ETHW is unpriced',
      knownEquity: 100,
      gaps: [{ account: 'main', asset: 'ETHW', state: 'unpriced', reason: 'no market' }],
    });
    assert.equal(portfolioWords(book, false).replaceAll('\u2002', ' '), '$100.00 ▲ 1.24% incomplete');
  });

  it('never prints a negative zero', () => {
    const tiny = portfolioState({
      snapshot: bookOf({
        change24h: { abs: -0.0001, pct: -0.000001, basis: 'flows', reason: null },
        holdings: [holding({ value: -0.0000001, change24h: { abs: 0, pct: -0.00001, basis: 'flows', reason: null } })],
      }),
    });
    assert.doesNotMatch([...rows(tiny), portfolioWords(tiny.snapshot, false)].join('\n'), /[-−]0(\.0+)?(?![.\d])/);
    assert.match(portfolioWords(tiny.snapshot, false), /0\.00%$/);
  });
});
