import assert from 'node:assert/strict';
import type { OwnTrade } from '../../../../src/core/tables/table.ts';
import { openedAt } from '../../../../src/engine/tables/openedAt.ts';

const fill = (at: number, side: 'buy' | 'sell', quantity: string) => ({ at, side, quantity }) as unknown as OwnTrade;

describe('when a spot holding was opened', () => {
  it('is the first fill after it was empty', () => {
    assert.equal(openedAt([fill(1, 'buy', '1'), fill(2, 'buy', '0.5')], '1.5'), 1);
    assert.equal(openedAt([fill(1, 'buy', '1'), fill(2, 'sell', '1'), fill(3, 'buy', '2')], '2'), 3);
    assert.equal(openedAt([fill(1, 'buy', '1'), fill(2, 'sell', '0.4')], '0.6'), 1);
  });

  it('stands a fee that was taken in kind', () => {
    assert.equal(openedAt([fill(1, 'buy', '1')], '0.999'), 1);
  });

  it('is not known where fills alone do not make what is held', () => {
    assert.equal(openedAt([fill(1, 'buy', '1')], '3'), null);
    assert.equal(openedAt([], '3'), null);
    assert.equal(openedAt([fill(1, 'sell', '1')], '3'), null);
  });
});
