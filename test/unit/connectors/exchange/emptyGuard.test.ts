import assert from 'node:assert/strict';
import { createEmptyGuard } from '../../../../src/connectors/exchange/emptyGuard.ts';
import type { ScopeReading } from '../../../../src/connectors/exchange/readScope.ts';

const full: ScopeReading = {
  scope: 'spot',
  balances: [{ asset: 'BTC', scope: 'spot', quantity: '1' }],
  positions: [],
  unlisted: [],
  asked: [],
  emptiness: null,
};
const empty: ScopeReading = { ...full, balances: [], emptiness: 'wellFormed' };
const bare: ScopeReading = { ...full, balances: [], emptiness: 'bareList' };

describe('emptyGuard', () => {
  it('believes an account that was empty from the start', () => {
    assert.ok(createEmptyGuard('X').check(empty).ok);
  });
  it('holds back a balance that turns empty until a second answer says the same', () => {
    const guard = createEmptyGuard('Binance');
    assert.ok(guard.check(full).ok);
    const first = guard.check(empty);
    assert.ok(!first.ok);
    assert.equal(
      first.failure.reason,
      'Binance says that spot is empty after 1 asset before: held back until a second answer confirms it',
    );
    assert.ok(guard.check(empty).ok);
    assert.ok(guard.check(empty).ok);
  });
  it('starts again when the balance was back in between', () => {
    const guard = createEmptyGuard('X');
    guard.check(full);
    assert.ok(!guard.check(empty).ok);
    assert.ok(guard.check(full).ok);
    assert.ok(!guard.check(empty).ok);
  });
  it('doubts a bare list even at first, and each scope by itself', () => {
    const guard = createEmptyGuard('X');
    assert.ok(!guard.check(bare).ok);
    assert.ok(!guard.check({ ...bare, scope: 'funding' }).ok);
    assert.ok(guard.check(bare).ok);
  });
});
