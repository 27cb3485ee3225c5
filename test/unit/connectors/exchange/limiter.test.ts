import assert from 'node:assert/strict';
import { createLimiter } from '../../../../src/connectors/exchange/limiter.ts';

const never = new AbortController().signal;

describe('limiter', () => {
  it('lets one dear request out at once after idling (Kraken waits 3 s in ccxt)', async () => {
    const limiter = createLimiter({ msPerUnit: 1000 });
    const startedAt = Date.now();
    await limiter.take(3, never);
    assert.ok(Date.now() - startedAt < 50);
  });

  it('spaces what follows', async () => {
    const limiter = createLimiter({ msPerUnit: 20, creditMs: 20 });
    const startedAt = Date.now();
    await Promise.all([1, 2, 3, 4, 5].map(() => limiter.take(1, never)));
    const took = Date.now() - startedAt;
    assert.ok(took >= 70 && took < 400, `${took} ms`);
  });

  it('credits idle time, but no more than its capacity', async () => {
    let now = 0;
    const limiter = createLimiter({ msPerUnit: 100, creditMs: 300, patienceMs: 0, now: () => now });
    await limiter.take(3, never);
    await assert.rejects(limiter.take(1, never), { kind: 'rateLimited', retryAt: 100 });
    now = 10_000;
    await limiter.take(3, never);
    await assert.rejects(limiter.take(1, never), { kind: 'rateLimited' });
  });

  it('pauses for everyone until the time the exchange named', async () => {
    const limiter = createLimiter({ msPerUnit: 1, patienceMs: 1000 });
    limiter.pauseUntil(Date.now() + 60_000);
    await assert.rejects(limiter.take(1, never), { kind: 'rateLimited' });
    assert.ok(limiter.pausedUntil() > Date.now());
  });

  it('stops waiting when it is aborted', async () => {
    const limiter = createLimiter({ msPerUnit: 5000, creditMs: 1 });
    await limiter.take(1, never);
    const controller = new AbortController();
    const waiting = limiter.take(1, controller.signal);
    controller.abort();
    await assert.rejects(waiting, { kind: 'retryable' });
  });
});

describe('limiter, for orders', () => {
  const signal = new AbortController().signal;

  it('lets an order go before all who wait, and lets them wait for it', async () => {
    const limiter = createLimiter({ msPerUnit: 20, creditMs: 100 });
    await limiter.take(5, signal);
    const order: string[] = [];
    const startedAt = Date.now();
    const balance = limiter.take(3, signal).then(() => order.push('balance'));
    const ledger = limiter.takeWhenIdle(2, signal).then(() => order.push('ledger'));
    await limiter.takeFirst(2, signal);
    order.push('order');
    assert.ok(Date.now() - startedAt < 30, 'the order went at once');
    await Promise.all([balance, ledger]);
    assert.deepEqual(order, ['order', 'balance', 'ledger']);
  });

  it('is held up by a pause that ends soon, and refused by a longer one', async () => {
    const limiter = createLimiter({ msPerUnit: 1, creditMs: 100 });
    const startedAt = Date.now();
    limiter.pauseUntil(startedAt + 60);
    await limiter.takeFirst(0, signal);
    assert.ok(Date.now() - startedAt >= 55);
    limiter.pauseUntil(Date.now() + 10_000);
    await assert.rejects(limiter.takeFirst(1, signal), { kind: 'rateLimited' });
  });
});

describe('limiter, for what can wait', () => {
  it('leaves a quarter of the budget to who comes next, and waits behind them', async () => {
    const limiter = createLimiter({ msPerUnit: 10, creditMs: 200 });
    const signal = new AbortController().signal;
    const order: string[] = [];
    await limiter.takeWhenIdle(10, signal);
    order.push('first');
    // The rest of the budget is not for it.
    const waiting = limiter.takeWhenIdle(10, signal).then(() => order.push('ledger'));
    const startedAt = Date.now();
    await limiter.take(10, signal);
    assert.ok(Date.now() - startedAt < 40, 'a balance goes at once');
    order.push('balance');
    await limiter.take(5, signal);
    order.push('another');
    await waiting;
    assert.deepEqual(order, ['first', 'balance', 'another', 'ledger']);
  });

  it('is never charged more than half, and gives up when the exchange wants a long pause', async () => {
    const limiter = createLimiter({ msPerUnit: 10, creditMs: 200, patienceMs: 50 });
    const signal = new AbortController().signal;
    await limiter.takeWhenIdle(6000, signal);
    const startedAt = Date.now();
    await limiter.take(10, signal);
    assert.ok(Date.now() - startedAt < 40);
    limiter.pauseUntil(Date.now() + 10_000);
    await assert.rejects(limiter.takeWhenIdle(1, signal), /asked to wait/);
  });

  it('gives way for a while, not for ever: polling that never pauses does not starve the ledger', async () => {
    const limiter = createLimiter({ msPerUnit: 10, creditMs: 200, yieldMs: 150 });
    const signal = new AbortController().signal;
    // Each takes what came back since the last: there is never half of the budget.
    await limiter.take(20, signal);
    const polling = { on: true };
    const poll = (async () => {
      while (polling.on) await limiter.take(2, signal);
    })();
    const startedAt = Date.now();
    await limiter.takeWhenIdle(10, signal);
    polling.on = false;
    await poll;
    const waited = Date.now() - startedAt;
    assert.ok(waited > 100 && waited < 1500, `its turn came after ${waited} ms`);
  });
});
