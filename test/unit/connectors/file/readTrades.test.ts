import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Row } from '../../../../src/connectors/file/csvTable.ts';
import { impliedBalances } from '../../../../src/connectors/file/impliedBalances.ts';
import { readTrades } from '../../../../src/connectors/file/readTrades.ts';
import type { Trade } from '../../../../src/core/model/trade.ts';

const row = (more: Row = {}): Row => ({
  time: '2026-03-01T10:00:00Z',
  symbol: 'BTC/USD',
  side: 'buy',
  quantity: '0.1',
  price: '60000',
  ...more,
});

function read(rows: readonly Row[]): readonly Trade[] {
  const answer = readTrades({ columns: [], rows }, 'USD', null);
  return answer.ok ? answer.trades : assert.fail(answer.reason);
}

const idsOf = (rows: readonly Row[]) => read(rows).map(({ id }) => id);

describe('ids of fills in a trade file', () => {
  it('two equal fills without ids are two fills', () => {
    const ids = idsOf([row(), row(), row({ side: 'sell' })]);
    assert.equal(new Set(ids).size, 3);
  });

  it('the same fill under the same id is one; another under it is another (partial fills of an order)', () => {
    const trades = read([row({ id: '7' }), row({ id: '7' }), row({ id: '7', quantity: '0.2' })]);
    assert.equal(trades.length, 2);
    assert.equal(new Set(trades.map(({ id }) => id)).size, 2);
  });

  it('stay when rows are added, at the end or at the top', () => {
    const side = fc.constantFrom('buy', 'sell');
    const rows = fc.array(
      fc.record({
        side,
        quantity: fc.constantFrom('1', '2'),
        hour: fc.integer({ min: 0, max: 5 }),
        id: fc.constantFrom('', '', 'a'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, rows, (old, added) => {
        const rowOf = (each: (typeof old)[number]) =>
          row({ side: each.side, quantity: each.quantity, id: each.id, time: `2026-03-01T0${each.hour}:00:00Z` });
        const before = idsOf(old.map(rowOf));
        const appended = new Set(idsOf([...old, ...added].map(rowOf)));
        assert.ok(before.every((id) => appended.has(id)));
        const nameless = (each: (typeof old)[number]) => rowOf({ ...each, id: '' });
        const onTop = new Set(idsOf([...added, ...old].map(nameless)));
        assert.ok(idsOf(old.map(nameless)).every((id) => onTop.has(id)));
        assert.equal(appended.size, read([...old, ...added].map(rowOf)).length);
      }),
    );
  });

  it('what is paid in for one trade in two currencies are two flows', () => {
    const trades = read([row({ symbol: 'ETH/EUR', fee: '2', fee_currency: 'USD' })]);
    const { flows } = impliedBalances({ trades, flows: [], income: [] }, new Set());
    assert.equal(new Set(flows.map(({ id }) => id)).size, 2);
  });
});
