import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big, sum } from '../../../../src/core/decimal.ts';
import type { Trade } from '../../../../src/core/model/trade.ts';
import { broker, realizedBy } from '../../../../src/core/paper/broker.ts';
import type { PaperOrder } from '../../../../src/core/paper/fillOrder.ts';
import { fillOrder } from '../../../../src/core/paper/fillOrder.ts';
import type { PaperBook } from '../../../../src/core/paper/paperBook.ts';
import { emptyPaperBook } from '../../../../src/core/paper/paperBook.ts';

const fill = (side: 'buy' | 'sell', quantity: string, price: string, fee = '0'): Trade => ({
  id: 'x',
  at: 1,
  symbol: 'BTC/USD',
  base: 'BTC',
  quote: 'USD',
  side,
  quantity,
  price,
  fee,
  feeCurrency: 'USD',
  strategy: null,
});
const trade = (book: PaperBook, each: Trade) => broker(book, { type: 'fill', fill: each });
const bookAfter = (...fills: Trade[]) => fills.reduce(trade, emptyPaperBook);
const position = (book: PaperBook) => {
  const found = book.positions['BTC/USD'];
  return [found?.quantity, found?.averagePrice, found?.realizedPnl];
};
const order = (more: Partial<PaperOrder>): PaperOrder => ({
  id: 'o',
  at: 1,
  symbol: 'BTC/USD',
  side: 'buy',
  quantity: '1',
  price: null,
  strategy: null,
  ...more,
});
const funded: PaperBook = { cash: { USD: '10000' }, positions: {} };
const terms = { feeBps: 10, minFee: 0, slippageBps: 5 };

describe('the paper broker (SRC-2)', () => {
  it('averages in the same direction, long and short', () => {
    assert.deepEqual(position(bookAfter(fill('buy', '1', '100'), fill('buy', '3', '200'))), ['4', '175', '0']);
    assert.deepEqual(position(bookAfter(fill('sell', '1', '100'), fill('sell', '3', '200'))), ['-4', '175', '0']);
  });

  it('realises closed size × (price − average) × side, and keeps the average', () => {
    assert.deepEqual(position(bookAfter(fill('buy', '2', '100'), fill('sell', '0.5', '130'))), ['1.5', '100', '15']);
    assert.deepEqual(position(bookAfter(fill('sell', '2', '100'), fill('buy', '0.5', '130'))), ['-1.5', '100', '-15']);
    assert.deepEqual(position(bookAfter(fill('buy', '2', '100'), fill('sell', '2', '90'))), ['0', '0', '-20']);
  });

  it('a flip opens at the fill price', () => {
    assert.deepEqual(position(bookAfter(fill('buy', '1', '100'), fill('sell', '3', '120'))), ['-2', '120', '20']);
    assert.deepEqual(position(bookAfter(fill('sell', '1', '100'), fill('buy', '3', '120'))), ['2', '120', '-20']);
  });

  it('pays from cash and into it; a short’s proceeds are in cash; the fee is taken from it', () => {
    assert.equal(bookAfter(fill('sell', '2', '100', '1')).cash['USD'], '199');
    assert.equal(bookAfter(fill('buy', '2', '100', '1')).cash['USD'], '-201');
  });

  it('fills at the market with slippage against the customer, the fee in basis points with a minimum', () => {
    const buy = fillOrder(funded, order({}), '1000', terms);
    assert.ok(buy.ok);
    assert.deepEqual([buy.value.price, buy.value.fee], ['1000.5', '1.0005']);
    const sell = fillOrder(funded, order({ side: 'sell' }), '1000', { ...terms, minFee: 2 });
    assert.ok(sell.ok);
    assert.deepEqual([sell.value.price, sell.value.fee, sell.value.feeCurrency], ['999.5', '2', 'USD']);
    const own = fillOrder(funded, order({ price: '990' }), '1000', terms);
    assert.ok(own.ok);
    assert.equal(own.value.price, '990', 'a price of its own has slipped already');
  });

  it('refuses what cash cannot pay, what has no price and what is no symbol; a cover always passes', () => {
    const refusal = (given: ReturnType<typeof fillOrder>) => (given.ok ? '' : given.failure.reason);
    assert.match(
      refusal(fillOrder(funded, order({ quantity: '10' }), '1000', terms)),
      /not enough USD.*10015\.00.*10000\.00/,
    );
    assert.match(refusal(fillOrder(funded, order({}), null, terms)), /no price of BTC\/USD/);
    assert.match(refusal(fillOrder(funded, order({ symbol: 'BTCUSD' }), '1', terms)), /write BASE\/QUOTE/);
    assert.match(refusal(fillOrder(funded, order({ quantity: '0' }), '1', terms)), /no positive quantity/);
    const short = trade({ cash: { USD: '0' }, positions: {} }, fill('sell', '1', '100'));
    assert.equal(fillOrder(short, order({}), '500', terms).ok, true);
    assert.equal(fillOrder(short, order({ quantity: '1.1' }), '500', terms).ok, false);
  });

  it('strategies of one symbol have averages of their own', () => {
    const book = bookAfter(
      { ...fill('buy', '1', '100'), strategy: 'a' },
      { ...fill('sell', '1', '120'), strategy: 'b' },
    );
    assert.deepEqual(Object.keys(book.positions), ['BTC/USD/a', 'BTC/USD/b']);
    assert.equal(book.positions['BTC/USD/b']?.quantity, '-1');
  });

  it('conserves P&L and never invents cash: realised + unrealised − fees = change of equity, exactly', () => {
    const amount = (max: number) => fc.integer({ min: 1, max }).map((value) => big(value).div(1000).toString());
    const anyFill = fc
      .tuple(fc.constantFrom('buy' as const, 'sell' as const), amount(5000), amount(900_000), amount(3000))
      .map(([side, quantity, price, fee]) => fill(side, quantity, price, fee));
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 40 }), amount(900_000), (fills, mark) => {
        let book: PaperBook = broker(emptyPaperBook, {
          type: 'flow',
          flow: { id: 'f', at: 0, asset: 'USD', quantity: '1000', kind: 'deposit' },
        });
        let realized = big(0);
        for (const each of fills) {
          realized = realized.plus(realizedBy(book, each));
          book = trade(book, each);
        }
        const held = book.positions['BTC/USD'];
        const quantity = big(held?.quantity ?? 0);
        const equity = big(book.cash['USD'] ?? 0).plus(quantity.times(mark));
        const unrealized = quantity.times(big(mark).minus(held?.averagePrice ?? 0));
        const fees = sum(fills.map((each) => each.fee ?? 0));
        const profit = realized.plus(unrealized).minus(fees);
        // The average is a quotient, rounded at 40 decimal places.
        assert.ok(equity.minus(1000).minus(profit).abs().lt('1e-30'));
        assert.ok(big(held?.realizedPnl ?? 0).eq(realized));
        const paid = sum(
          fills.map((each) =>
            big(each.quantity)
              .times(each.price)
              .times(each.side === 'buy' ? 1 : -1),
          ),
        );
        assert.equal(book.cash['USD'], big(1000).minus(paid).minus(fees).toString());
      }),
    );
  });
});

describe('what was paid in of an asset (SRC-2)', () => {
  const book: PaperBook = { cash: { USD: '100', BTC: '2' }, positions: {} };

  it('is sold before anything becomes a short; what it cost is not known', () => {
    const sold = trade(book, fill('sell', '1.5', '100'));
    assert.deepEqual(sold.cash, { USD: '250', BTC: '0.5' });
    assert.equal(sold.positions['BTC/USD']?.quantity, '0');
    const beyond = trade(book, fill('sell', '3', '100'));
    assert.deepEqual([beyond.cash, beyond.positions['BTC/USD']?.quantity], [{ USD: '400', BTC: '0' }, '-1']);
    assert.equal(beyond.positions['BTC/USD']?.averagePrice, '100');
    const told = fillOrder(book, order({ side: 'sell', quantity: '1' }), '100', {
      feeBps: 0,
      minFee: 0,
      slippageBps: 0,
    });
    assert.ok(told.ok);
    assert.equal(told.value.realizedPnl, undefined);
    assert.match(told.value.realizedReason ?? '', /BTC was paid in: what it cost is not known/);
  });

  it('goes after what was bought: that has a cost, and realises', () => {
    const held = trade({ ...book, cash: { USD: '1000', BTC: '2' } }, fill('buy', '1', '100'));
    const sold = fill('sell', '2.5', '130');
    assert.equal(realizedBy(held, sold).toString(), '30');
    const left = trade(held, sold);
    assert.deepEqual([left.cash['BTC'], left.positions['BTC/USD']?.quantity], ['0.5', '0']);
  });

  it('whatever is traded, cash + Σ quantity × price changes by nothing at the price of the fill', () => {
    const anyFill = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.integer({ min: 1, max: 500 }),
      price: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 20 }), fc.integer({ min: 0, max: 900 }), (fills, paidIn) => {
        let now: PaperBook = { cash: { USD: '1000', BTC: String(paidIn) }, positions: {} };
        for (const { side, quantity, price } of fills) {
          const worth = (each: PaperBook) =>
            big(each.cash['USD'] ?? 0).plus(
              big(each.cash['BTC'] ?? 0)
                .plus(each.positions['BTC/USD']?.quantity ?? 0)
                .times(price),
            );
          const next = trade(now, fill(side, String(quantity), String(price)));
          assert.ok(worth(next).eq(worth(now)));
          assert.ok(big(next.cash['BTC'] ?? 0).gte(0));
          const short = big(next.positions['BTC/USD']?.quantity ?? 0).lt(0);
          assert.ok(
            !short || side === 'buy' || big(next.cash['BTC'] ?? 0).eq(0),
            'nothing is short while some is left',
          );
          now = next;
        }
      }),
    );
  });
});
