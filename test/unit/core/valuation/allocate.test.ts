import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allocate, allocationsOf } from '../../../../src/core/valuation/allocate.ts';
import { valueBook } from '../../../../src/core/valuation/valueBook.ts';
import { account, balance, book, quote, row } from '../../../support/book.ts';

const quotes = [quote('BTC/USD', '67000'), quote('ETH/USD', '2900'), quote('USDT/USD', '1')];
const shares = (allocation: ReturnType<typeof allocate>) =>
  Object.fromEntries(allocation.slices.map((slice) => [slice.key, Number((slice.share * 100).toFixed(2))]));

describe('allocations (VAL-2)', () => {
  const spot = account('one', {
    balances: [balance('BTC', '0.15'), balance('ETH', '1.2'), balance('USDT', '1902.50')],
  });
  const futures = account(
    'two',
    {
      balances: [balance('USDT', '1000', { scope: 'swap' })],
      positions: [
        row('SOL/USDT:USDT', { currency: 'USDT', size: '10', entryPrice: '100', markPrice: '110', strategy: 'trend' }),
      ],
    },
    { exchange: 'kraken', strategy: 'carry' },
  );

  it('VAL-4 by asset, and by sector with cash apart', () => {
    const snapshot = valueBook(book([spot], [quotes]));
    assert.deepEqual(shares(allocate(snapshot, 'asset', {})), { BTC: 65.12, ETH: 22.55, USDT: 12.33 });
    assert.deepEqual(shares(allocate(snapshot, 'sector', { 'Layer 1': ['BTC', 'ETH'] })), {
      'Layer 1': 87.67,
      Cash: 12.33,
    });
    assert.deepEqual(shares(allocate(snapshot, 'sector', { Money: ['USDT'], Old: ['BTC'] })), {
      Old: 65.12,
      Unassigned: 22.55,
      Money: 12.33,
    });
  });

  it('by exchange, account, strategy and instrument; open P&L with the money it is paid in', () => {
    const snapshot = valueBook(book([spot, futures], [quotes]));
    const by = (name: Parameters<typeof allocate>[1]) =>
      Object.fromEntries(allocate(snapshot, name, {}).slices.map((slice) => [slice.key, slice.value]));
    assert.deepEqual(by('exchange'), { binance: 15432.5, kraken: 1100 });
    assert.deepEqual(by('account'), { one: 15432.5, two: 1100 });
    assert.deepEqual(by('strategy'), { Unassigned: 15432.5, carry: 1000, trend: 100 });
    assert.deepEqual(by('instrument'), { spot: 13530, Cash: 2902.5, swap: 100 });
    assert.deepEqual(by('asset'), { BTC: 10050, ETH: 3480, USDT: 3002.5 });
  });

  it('the P&L of an inverse contract belongs to the coin it is paid in', () => {
    const contract = { contract: 'inverse', size: '10000', entryPrice: '50000', markPrice: '67000' } as const;
    const coin = account('a', { balances: [balance('BTC', '1')], positions: [row('BTC/USD:BTC', contract)] });
    assert.deepEqual(shares(allocate(valueBook(book([coin], [quotes])), 'asset', {})), { BTC: 100 });
  });

  it('gross by notional where there is no equity', () => {
    const rows = [
      row('BTC/USD', { size: '0.5', markPrice: '29500', scope: 'spot' }),
      row('ETH/USD', { side: 'short', size: '2', markPrice: '1750', scope: 'spot' }),
    ];
    const snapshot = valueBook(book([account('bot', { positions: rows, hasEquity: false })]));
    const allocation = allocate(snapshot, 'asset', {});
    assert.equal(allocation.basis, 'gross');
    assert.deepEqual(shares(allocation), { BTC: 80.82, ETH: 19.18 });
  });

  it('gross, too, where a slice would be negative', () => {
    const short = account('a', { balances: [balance('USD', '3000'), balance('ETH', '-0.5')] });
    const allocation = allocate(valueBook(book([short], [quotes])), 'asset', {});
    assert.equal(allocation.basis, 'gross');
    assert.ok(allocation.slices.every((slice) => slice.share > 0));
  });

  it('what has no price is listed, never sliced', () => {
    const snapshot = valueBook(
      book([account('a', { balances: [balance('BTC', '1'), balance('XYZ', '9')] })], [quotes]),
    );
    const allocation = allocate(snapshot, 'asset', {});
    assert.deepEqual(shares(allocation), { BTC: 100 });
    assert.equal(allocation.incomplete[0]?.asset, 'XYZ');
  });

  it('sums to 1 for any book, all six of them, with no negative share', () => {
    const amount = fc.integer({ min: -1_000_000, max: 1_000_000_000 }).map((value) => (value / 1000).toString());
    const anyBalance = fc.record({ asset: fc.constantFrom('BTC', 'ETH', 'USDT', 'USD', 'XYZ'), quantity: amount });
    const anyRow = fc.record({
      size: fc.integer({ min: 0, max: 5000 }).map(String),
      mark: fc.integer({ min: 1, max: 300 }).map(String),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(anyBalance, { maxLength: 5 }), fc.array(anyRow, { maxLength: 2 })), {
          maxLength: 3,
        }),
        (given) => {
          const accounts = given.map(([balances, rows], index) =>
            account(`a${index}`, {
              balances: balances.map((each) => balance(each.asset, each.quantity)),
              positions: rows.map((each) =>
                row('SOL/USD', { size: each.size, markPrice: each.mark, entryPrice: '100' }),
              ),
            }),
          );
          const allocations = allocationsOf(valueBook(book(accounts, [quotes])), { 'Layer 1': ['BTC'] });
          assert.equal(allocations.length, 6);
          for (const { slices } of allocations) {
            const total = slices.reduce((sum, slice) => sum + slice.share, 0);
            assert.ok(slices.length === 0 || Math.abs(total - 1) < 1e-9, `${total}`);
            assert.ok(slices.every((slice) => slice.share > 0 && slice.share <= 1 + 1e-12));
          }
        },
      ),
    );
  });
});
