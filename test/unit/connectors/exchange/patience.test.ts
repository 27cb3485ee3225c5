import assert from 'node:assert/strict';
import { createPatience } from '../../../../src/connectors/exchange/patience.ts';

const down = { kind: 'unavailable', reason: 'X is not available' } as const;
const refused = { kind: 'credentials', reason: 'X does not accept the API key' } as const;

describe('patience', () => {
  it('asks on after a first failure, waits longer after each further one, and is patient no more after a success', () => {
    const patience = createPatience();
    assert.equal(patience.failedWith(down, 1000).retryAt, undefined);
    assert.equal(patience.refusal(1000), null);
    patience.failedWith(down, 1000);
    const third = patience.failedWith(down, 1000);
    assert.equal(third.retryAt, 16_000);
    const refusal = patience.refusal(2000);
    assert.deepEqual(refusal, { ok: false, failure: { ...down, retryAt: 16_000 } });
    assert.equal(patience.refusal(16_000), null);
    assert.equal(patience.failedWith(down, 16_000).retryAt, 76_000);
    patience.succeeded();
    assert.equal(patience.refusal(17_000), null);
    assert.equal(patience.failedWith(down, 17_000).retryAt, undefined);
  });

  it('does not insist on a refused key: exchanges ban addresses that do', () => {
    const patience = createPatience();
    patience.failedWith(refused, 0);
    assert.equal(patience.failedWith(refused, 0).retryAt, 60_000);
    assert.notEqual(patience.refusal(59_999), null);
  });

  it('waits at least until the time the exchange named', () => {
    const patience = createPatience();
    assert.equal(patience.failedWith({ kind: 'rateLimited', reason: 'x', retryAt: 500_000 }, 0).retryAt, 500_000);
    assert.notEqual(patience.refusal(499_999), null);
  });
});
