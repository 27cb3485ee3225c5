import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big, sum } from '../../../../src/core/decimal.ts';
import type { Trade } from '../../../../src/core/model/trade.ts';
import type { OrderTicket } from '../../../../src/core/model/trading.ts';
import { broker } from '../../../../src/core/paper/broker.ts';
import type { PaperBook } from '../../../../src/core/paper/paperBook.ts';
import { emptyPaperBook } from '../../../../src/core/paper/paperBook.ts';
import { paperRules } from '../../../../src/core/paper/paperRules.ts';
import { freeCash, placeOrder } from '../../../../src/core/paper/placeOrder.ts';
import { resetEntries } from '../../../../src/core/paper/resetEntries.ts';

const ticket = (more: Partial<OrderTicket>): OrderTicket => ({
  clientOrderId: 'qf00',
  account: 'paper',
  symbol: 'BTC/USD',
  side: 'buy',
  type: 'market',
  quantity: '1',
  price: null,
  reduceOnly: false,
  scope: 'spot',
  strategy: null,
  ...more,
});
const funded = (cash: string): PaperBook => ({ cash: { USD: cash }, positions: {} });
const free = { feeBps: 0, minFee: 0, slippageBps: 0 };
const place = (
  book: PaperBook,
  more: Partial<OrderTicket>,
  price: string | null,
  terms = free,
  own: string | null = null,
) => placeOrder(book, ticket(more), 1, price, terms, own);
const bookAfter = (book: PaperBook, ...fills: ReturnType<typeof place>[]): PaperBook =>
  fills.reduce((held, fill) => {
    assert.ok(fill.ok, fill.ok ? '' : fill.failure.reason);
    return broker(held, { type: 'fill', fill: fill.value });
  }, book);
const refusal = (given: ReturnType<typeof place>) => (given.ok ? 'filled' : given.failure.reason);

describe('orders to the paper broker (SRC-2)', () => {
  it('a market order fills with slippage against it; a limit order at the market or better, never beyond its limit', () => {
    const terms = { feeBps: 10, minFee: 0, slippageBps: 5 };
    const priced = (more: Partial<OrderTicket>) => {
      const filled = place(funded('5000'), more, '1000', terms);
      return filled.ok ? [filled.value.price, filled.value.fee] : filled.failure.reason;
    };
    assert.deepEqual(priced({}), ['1000.5', '1.0005']);
    assert.deepEqual(priced({ side: 'sell' }), ['999.5', '0.9995']);
    assert.deepEqual(priced({ type: 'limit', price: '1200' }), ['1000.5', '1.0005']);
    assert.deepEqual(priced({ type: 'limit', price: '1000.2' }), ['1000.2', '1.0002']);
    assert.deepEqual(priced({ type: 'limit', price: '999.9', side: 'sell' }), ['999.9', '0.9999']);
    assert.match(String(priced({ type: 'limit', price: '999' })), /at 1000: a limit of 999 would have to wait/);
    assert.match(String(priced({ type: 'limit', price: '1001', side: 'sell' })), /would have to wait/);
    assert.match(String(priced({ type: 'limit', price: null })), /has no limit/);
  });

  it('a fee has its minimum, and what has no price is not filled', () => {
    const filled = place(funded('5000'), { quantity: '0.1' }, '100', { ...free, feeBps: 10, minFee: 2 });
    assert.ok(filled.ok && filled.value.fee === '2');
    assert.match(refusal(place(funded('5000'), {}, null)), /no price of BTC\/USD/);
    assert.match(refusal(place(funded('5000'), {}, '0')), /no price/);
  });

  it('never spends what is not there: neither cash, nor what a short brought in', () => {
    assert.match(refusal(place(funded('100'), { quantity: '1.1' }, '100')), /not enough USD/);
    const short = bookAfter(funded('100'), place(funded('100'), { side: 'sell', quantity: '5' }, '100'));
    assert.equal(short.cash['USD'], '600');
    assert.equal(freeCash(short, 'USD').toString(), '100');
    assert.match(
      refusal(place(short, { symbol: 'ETH/USD', quantity: '2' }, '100')),
      /not enough USD to buy 2 ETH: it takes 200\.00, there is 100\.00 free/,
    );
    assert.equal(refusal(place(short, { symbol: 'ETH/USD', quantity: '1' }, '100')), 'filled');
    // Bought back at any price: what is owed must be able to go.
    assert.equal(refusal(place(short, { quantity: '5' }, '900')), 'filled');
    assert.match(refusal(place(funded('0'), { side: 'sell' }, '100', { ...free, minFee: 1 })), /it takes 1\.00/);
  });

  it('a flip realises what it closes and opens the rest at the fill price', () => {
    const long = bookAfter(funded('1000'), place(funded('1000'), { quantity: '2' }, '100'));
    const flip = place(long, { side: 'sell', quantity: '5' }, '130');
    assert.ok(flip.ok);
    assert.equal(flip.value.realizedPnl, '60');
    const book = bookAfter(long, flip);
    assert.deepEqual([book.positions['BTC/USD']?.quantity, book.positions['BTC/USD']?.averagePrice], ['-3', '130']);
  });

  it('an order that may only reduce never opens', () => {
    const long = bookAfter(funded('1000'), place(funded('1000'), { quantity: '2' }, '100'));
    const sell = { side: 'sell', reduceOnly: true } as const;
    assert.equal(refusal(place(long, { ...sell, quantity: '2' }, '100')), 'filled');
    assert.match(refusal(place(long, { ...sell, quantity: '2.1' }, '100')), /may only reduce/);
    assert.match(refusal(place(funded('1000'), { reduceOnly: true }, '100')), /may only reduce/);
  });

  it('closes the position of the strategy that holds it, the account’s own first, and asks where several do', () => {
    const held = bookAfter(
      funded('10000'),
      place(funded('10000'), { quantity: '2', strategy: 'a' }, '100'),
      place(funded('10000'), { quantity: '1', strategy: 'b' }, '100'),
    );
    const sold = (more: Partial<OrderTicket>, own: string | null = null) => {
      const filled = place(held, { side: 'sell', ...more }, '100', free, own);
      return filled.ok ? filled.value.strategy : filled.failure.reason;
    };
    assert.equal(sold({ quantity: '1' }, 'b'), 'b');
    assert.equal(sold({ quantity: '2' }, 'b'), 'a', 'only one of them has so much');
    assert.equal(sold({ quantity: '2' }), 'a');
    assert.match(sold({ quantity: '3' }) ?? '', /several strategies \(2 of a, 1 of b\)/);
    assert.equal(sold({ quantity: '3', strategy: 'c' }), 'c', 'a named strategy may go short');
    assert.match(sold({ symbol: 'BTC/EUR' }) ?? '', /BTC is held in the market BTC\/USD/);
    const bought = place(held, {}, '100', free, 'own');
    assert.ok(bought.ok && bought.value.strategy === 'own');
  });

  it('agrees with an independent model: cash + Σ quantity × price is kept up to fees, averages, flips', () => {
    interface Model {
      cash: number;
      size: number;
      average: number;
      realized: number;
    }
    /** Whole numbers throughout, so that doubles are exact; averages are compared to 1e-9. */
    const trade = (model: Model, signed: number, price: number, fee: number): void => {
      const { size, average } = model;
      model.cash -= signed * price + fee;
      const next = size + signed;
      if (size === 0 || Math.sign(size) === Math.sign(signed)) {
        model.average = (Math.abs(size) * average + Math.abs(signed) * price) / Math.abs(next);
      } else {
        const closed = Math.min(Math.abs(size), Math.abs(signed));
        model.realized += closed * (price - average) * Math.sign(size);
        if (Math.sign(next) === Math.sign(signed)) model.average = price;
      }
      model.size = next;
    };
    const near = (a: string | undefined, b: number) => Math.abs(Number(a ?? 0) - b) < 1e-6;
    const order = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.integer({ min: 1, max: 50 }),
      price: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 40 }), fc.integer({ min: 0, max: 3 }), (orders, minFee) => {
        let book = funded('20000');
        const model: Model = { cash: 20_000, size: 0, average: 0, realized: 0 };
        let realized = big(0);
        for (const { side, quantity, price } of orders) {
          const signed = side === 'buy' ? quantity : -quantity;
          const filled = place(book, { side, quantity: String(quantity) }, String(price), { ...free, minFee });
          const worth = model.cash + model.size * price;
          const trial = { ...model };
          trade(trial, signed, price, minFee);
          const covers = Math.sign(model.size) === -Math.sign(signed) && Math.abs(signed) <= Math.abs(model.size);
          const freeAfter = trial.cash + Math.min(0, trial.size) * trial.average;
          const freeNow = model.cash;
          const payable = covers || (freeAfter > -1e-9 && (side === 'sell' || freeNow >= signed * price + minFee));
          assert.equal(filled.ok, payable, `${side} ${quantity} at ${price}: ${refusal(filled)}`);
          if (!filled.ok) continue;
          Object.assign(model, trial);
          assert.ok(
            Math.abs(model.cash + model.size * price - (worth - minFee)) < 1e-6,
            'a fill at the market costs its fee',
          );
          realized = realized.plus(filled.value.realizedPnl ?? 0);
          book = bookAfter(book, filled);
          const held = book.positions['BTC/USD'];
          assert.equal(book.cash['USD'], String(model.cash));
          assert.equal(held?.quantity, String(model.size));
          assert.ok(model.size === 0 || near(held?.averagePrice, model.average));
          assert.ok(near(held?.realizedPnl, model.realized) && near(realized.toString(), model.realized));
          assert.ok(freeCash(book, 'USD').gte('-1e-9') || covers);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('rules of the paper broker', () => {
  it('a step of the quantity is worth at most a hundredth, and everything that is held can be sold', () => {
    const terms = { feeBps: 10, minFee: 1, slippageBps: 5 };
    const of = (price: string) => paperRules('BTC/USD', price, emptyPaperBook, terms);
    assert.deepEqual([of('96000.12').quantityStep, of('96000.12').priceStep], ['0.0000001', '0.01']);
    assert.deepEqual([of('0.19').quantityStep, of('0.19').priceStep], ['0.01', '0.0000001']);
    assert.deepEqual([of('1.0002').quantityStep, of('0.00001').quantityStep], ['0.001', '1']);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e7, noNaN: true }), (price) => {
        const { quantityStep } = of(big(price).toString());
        assert.ok(Number(quantityStep) === 1 || Number(quantityStep) * price <= 0.01);
      }),
    );
    assert.deepEqual(
      [of('1').takerFee, of('1').minFee, of('1').slippage, of('1').allowsShort],
      [0.001, '1', 0.0005, true],
    );
    const fill: Trade = {
      id: 'x',
      at: 1,
      symbol: 'BTC/USD',
      base: 'BTC',
      quote: 'USD',
      side: 'buy',
      quantity: '0.1234567891',
      price: '1',
      fee: null,
      feeCurrency: null,
      strategy: null,
    };
    const book = broker(emptyPaperBook, { type: 'fill', fill });
    assert.ok(
      big(fill.quantity)
        .mod(paperRules('BTC/USD', '96000', book, terms).quantityStep)
        .eq(0),
    );
  });
});

describe('a reset of a paper account', () => {
  it('is what was there going out and the starting cash coming in: the book is worth the cash, at any price', () => {
    const amount = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 1, max: 900 }), (usd, btc, eth, price) => {
        const position = (base: string, quantity: number, strategy: string | null) => ({
          symbol: `${base}/USD`,
          base,
          quote: 'USD',
          strategy,
          quantity: String(quantity),
          averagePrice: '7',
          realizedPnl: '3',
          fees: '0',
          openedAt: null,
        });
        const book: PaperBook = {
          cash: { USD: String(usd), BTC: '2' },
          positions: { a: position('BTC', btc, null), b: position('BTC', 1, 's'), c: position('ETH', eth, null) },
        };
        const start = { id: 's', at: 1, asset: 'USD', quantity: '300', kind: 'deposit' as const };
        const told = { flows: [start], income: [] };
        const { flows, income } = resetEntries(book, told, { id: 'reset 4', at: 9, cash: { USD: '1000' } });
        for (const asset of ['USD', 'BTC', 'ETH']) {
          const all = [start, ...flows, ...income].filter((each) => each.asset === asset);
          assert.equal(sum(all.map(({ quantity }) => quantity)).toString(), asset === 'USD' ? '1000' : '0');
        }
        const worth = (asset: string, quantity: string) => Number(quantity) * (asset === 'USD' ? 1 : price);
        const before = usd + (btc + 3 + eth) * price;
        assert.equal(
          flows.reduce((total, { asset, quantity }) => total + worth(asset, quantity), 0),
          1000 - before,
        );
        assert.equal(new Set(flows.map(({ id }) => id)).size, flows.length);
        assert.ok(flows.every(({ kind, quantity }) => (kind === 'withdrawal') === quantity.startsWith('-')));
        assert.deepEqual(broker(book, { type: 'reset', cash: { USD: '1000' } }), {
          cash: { USD: '1000' },
          positions: {},
        });
      }),
    );
  });
});
