import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big } from '../../../../src/core/decimal.ts';
import type { TablePage, TableQuery } from '../../../../src/core/model/tables.ts';
import { createTableIndex, type TableIndex } from '../../../../src/core/tables/createTableIndex.ts';
import { tables } from '../../../../src/core/tables/index.ts';
import { descending, orderOf } from '../../../../src/core/tables/orderOf.ts';
import { pageOf } from '../../../../src/core/tables/pageOf.ts';
import type { OwnTrade } from '../../../../src/core/tables/table.ts';
import { lastFill, ownTrade, tableScene } from '../../../support/tableScene.ts';

const { trades: table } = tables;

function page(index: TableIndex, more: Partial<TableQuery> = {}): TablePage {
  const query: TableQuery = {
    portfolio: '/book',
    table: 'trades',
    subject: { kind: 'portfolio', id: null },
    search: '',
    sort: null,
    from: null,
    to: null,
    offset: 0,
    limit: null,
    privacy: false,
    ...more,
  };
  return pageOf(table, index, query, { baseCurrency: 'USD', notes: [] });
}

const of = (trades: readonly OwnTrade[]): TableIndex => createTableIndex(table, tableScene({ trades }));
const ids = ({ rows }: TablePage): readonly string[] => rows.map(({ id }) => id.split('/')[1] ?? '');

describe('searching a table', () => {
  const index = of([
    ownTrade('11', { symbol: 'NVDA/USD', base: 'NVDA', quote: 'USD', side: 'sell', quantity: '4379', price: '1' }),
    ownTrade('12', { symbol: 'NVDA/USD', base: 'NVDA', quote: 'USD', quantity: '1', price: '4379.25' }),
    ownTrade('13', {
      symbol: 'BTC/USDT',
      side: 'sell',
      quantity: '2',
      at: lastFill - 86_400_000,
      realizedPnl: '-84.5',
    }),
  ]);

  it('finds rows with all words, whatever their case and wherever they are', () => {
    assert.deepEqual(ids(page(index, { search: 'nvda SELL' })), ['11']);
    assert.deepEqual(ids(page(index, { search: 'sell' })), ['13', '11']);
    assert.deepEqual(ids(page(index, { search: 'sell nvda zz' })), []);
    // No word reaches over two cells.
    assert.deepEqual(ids(page(index, { search: 'usdsell' })), []);
  });

  it('finds days as people write them and as dates', () => {
    assert.deepEqual(ids(page(index, { search: '18 nov 2026' })), ['13']);
    assert.deepEqual(ids(page(index, { search: '2026-11-19 19:54' })), ['12', '11']);
  });

  it('finds amounts with separators, signs and currency symbols, but none in privacy', () => {
    assert.deepEqual(ids(page(index, { search: '$4,379' })), ['12', '11']);
    assert.deepEqual(ids(page(index, { search: '\u221284.5' })), ['13']);
    // As it is shown, in its own currency: 2 × 60,000.5 USDT.
    assert.deepEqual(ids(page(index, { search: '120,001' })), ['13']);
    assert.deepEqual(ids(page(index, { search: '\u221284.5', privacy: true })), []);
    // A price is no amount of one's own: only the row whose price it is stays.
    assert.deepEqual(ids(page(index, { search: '4,379', privacy: true })), ['12']);
  });

  it('finds states by the words that are shown, and by those of other programs', () => {
    const log = createTableIndex(tables.tradeLog, tableScene());
    for (const search of ['not sent', 'notSent']) {
      const found = log.matches(search, false);
      assert.deepEqual([...(found ?? [])], [0, 1]);
    }
  });

  it('tells how many there are and how many of them match', () => {
    const { total, matching, rows, offset } = page(index, { search: 'sell', offset: 1, limit: 1 });
    assert.deepEqual({ total, matching, rows: rows.length, offset }, { total: 3, matching: 2, rows: 1, offset: 1 });
  });

  it('finds the same whatever was typed before', () => {
    const word = fc.constantFrom('n', 'nv', 'nvda', 's', 'se', 'sell', 'b', 'btc', '4', '43', '4379', '2026');
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 3 }), { minLength: 1, maxLength: 6 }), (typed) => {
        const warm = of(trades);
        for (const words of typed) {
          const search = words.join(' ');
          assert.deepEqual(ids(page(warm, { search })), ids(page(of(trades), { search })));
        }
      }),
      { numRuns: 50 },
    );
  });
  const trades = ['NVDA/USD', 'BTC/USDT', 'BNB/USDT', 'SEI/USD'].flatMap((symbol, place) => [
    ownTrade(`${place}1`, { symbol, side: 'sell', quantity: '43' }),
    ownTrade(`${place}2`, { symbol, price: '4379' }),
  ]);
});

describe('sorting a table', () => {
  it('keeps equal rows in the order of the table, either way, and rows without a value last', () => {
    const index = of([
      ownTrade('1', { fee: '2' }),
      ownTrade('2', { fee: null, feeCurrency: null }),
      ownTrade('3', { fee: '1' }),
      ownTrade('4', { fee: '2' }),
    ]);
    assert.deepEqual(ids(page(index)), ['4', '3', '2', '1']);
    assert.deepEqual(ids(page(index, { sort: { column: 'fee', descending: false } })), ['3', '4', '1', '2']);
    assert.deepEqual(ids(page(index, { sort: { column: 'fee', descending: true } })), ['4', '1', '3', '2']);
  });

  it('is exact where two decimals are one double', () => {
    const quantities = ['0.30000000000000004', '0.3000000000000000400001', '0.30000000000000003999', '-0', '0'];
    const index = of(quantities.map((quantity, place) => ownTrade(String(place), { quantity })));
    const sorted = page(index, { sort: { column: 'quantity', descending: false } });
    assert.deepEqual(ids(sorted), ['4', '3', '2', '0', '1']);
  });

  it('orders ids that are numbers by their size, names by the alphabet, states by what they mean', () => {
    const index = of(['9', '10', '100'].map((id) => ownTrade(id)));
    assert.deepEqual(ids(page(index, { sort: { column: 'order', descending: false } })), ['9', '10', '100']);
    const states = tables.assets.open(tableScene());
    assert.equal(states.count, 2);
  });

  it('in privacy no amount orders anything, not even by default', () => {
    const index = of([
      ownTrade('1', { quantity: '5' }),
      ownTrade('2', { quantity: '9' }),
      ownTrade('3', { quantity: '1' }),
    ]);
    const wanted = { sort: { column: 'quantity', descending: true }, privacy: true };
    assert.deepEqual(ids(page(index, wanted)), ids(page(index)));
    const query = { portfolio: '/book', table: 'positions', subject: { kind: 'portfolio', id: null } } as const;
    const positions = createTableIndex(tables.positions, tableScene());
    const all: TableQuery = {
      ...query,
      search: '',
      sort: null,
      from: null,
      to: null,
      offset: 0,
      limit: null,
      privacy: true,
    };
    const about = { baseCurrency: 'USD', notes: [] };
    const symbols = pageOf(tables.positions, positions, all, about).rows.map(({ cells }) => cells[0]?.value);
    // By symbol; by notional the short of ETH would come last.
    assert.deepEqual(symbols, ['BTC/EUR', 'BTC/EUR', 'ETH/EUR']);
    const big = pageOf(
      tables.assets,
      createTableIndex(tables.assets, tableScene()),
      { ...all, table: 'assets' },
      about,
    );
    assert.deepEqual(
      big.rows.map(({ id }) => id),
      ['BTC', 'ETHW'],
    );
  });

  it('puts any numbers in the order that comparing them does', () => {
    const number = fc.oneof(
      fc.double(),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0, -0, Number.NaN, 1e-310, -1e300),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (values) => {
        const numbers = Float64Array.from(values);
        const ascending = orderOf({ numbers, decimals: null });
        const rank = (value: number): number => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
        const expected = values
          .map((value, row) => ({ value, row }))
          .sort((a, b) => {
            if (Number.isNaN(a.value) || Number.isNaN(b.value)) {
              return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value)) || a.row - b.row;
            }
            return rank(a.value) < rank(b.value) ? -1 : rank(a.value) > rank(b.value) ? 1 : a.row - b.row;
          });
        assert.deepEqual(
          [...ascending],
          expected.map(({ row }) => row),
        );
        const back = [...descending(ascending, { numbers, decimals: null })];
        for (const [place, row] of back.entries()) {
          const before = back[place - 1];
          if (before === undefined) continue;
          const [a, b] = [values[before] ?? 0, values[row] ?? 0];
          assert.ok(Number.isNaN(b) || a >= b);
          assert.ok(a !== b || before < row, 'equal rows stay in the order of the table');
        }
        assert.deepEqual(
          [...back].sort((a, b) => a - b),
          [...values.keys()],
        );
      }),
    );
  });
});

describe('pages of a table', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
    .map(([digits, places]) => big(String(digits)).div(big(10).pow(places)).toString());
  const trade = fc.record({
    quantity: decimal,
    price: decimal,
    at: fc.integer({ min: 0, max: lastFill }),
    symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'NVDA/USD'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    fee: fc.option(decimal),
  });
  const list = fc
    .array(trade, { maxLength: 60 })
    .map((rows) => rows.sort((a, b) => a.at - b.at).map((row, id) => ownTrade(String(id), row)));
  const query = fc.record({
    search: fc.constantFrom('', 'btc', 'sell', 'btc buy', '1'),
    sort: fc.option(
      fc.record({ column: fc.constantFrom(...table.columns.map(({ id }) => id)), descending: fc.boolean() }),
    ),
    privacy: fc.boolean(),
  });

  it('make the whole, whatever their size', () => {
    fc.assert(
      fc.property(list, query, fc.integer({ min: 1, max: 20 }), (trades, wanted, limit) => {
        const index = of(trades);
        const whole = page(index, wanted);
        const parts: string[] = [];
        for (let offset = 0; offset < whole.matching; offset += limit) {
          parts.push(...ids(page(index, { ...wanted, offset, limit })));
        }
        assert.deepEqual(parts, ids(whole));
        assert.equal(whole.rows.length, whole.matching);
      }),
    );
  });

  it('sorted hold the same rows, searched some of them in the same order', () => {
    fc.assert(
      fc.property(list, query, (trades, wanted) => {
        const index = of(trades);
        const all = ids(page(index, { ...wanted, search: '' }));
        assert.deepEqual([...all].sort(), trades.map(({ id }) => id).sort());
        const found = ids(page(index, wanted));
        assert.deepEqual(
          all.filter((id) => found.includes(id)),
          found,
        );
      }),
    );
  });

  it('sorted by quantity are in the exact order of the decimals', () => {
    fc.assert(
      fc.property(list, (trades) => {
        const { rows } = page(of(trades), { sort: { column: 'quantity', descending: false } });
        const place = table.columns.findIndex(({ id }) => id === 'quantity');
        const quantities = rows.map(({ cells }) => String(cells[place]?.value));
        for (const [at, quantity] of quantities.entries()) {
          if (at > 0) assert.ok(big(quantities[at - 1] ?? '0').lte(quantity));
        }
      }),
    );
  });

  it('prepared beforehand are the same', () => {
    const trades = Array.from({ length: 5000 }, (_, id) =>
      ownTrade(String(id), { quantity: String((id * 7919) % 5003) }),
    );
    const [cold, warm] = [of(trades), of(trades)];
    let steps = 0;
    while (warm.prepare()) steps += 1;
    assert.ok(steps > 3, 'it is done in parts');
    for (const wanted of [{ search: '79' }, { sort: { column: 'quantity', descending: true } }]) {
      assert.deepEqual(ids(page(warm, { ...wanted, limit: 50 })), ids(page(cold, { ...wanted, limit: 50 })));
    }
  });
});
