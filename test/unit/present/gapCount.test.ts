import assert from 'node:assert/strict';
import type { Gap } from '../../../src/core/model/snapshot.ts';
import { gapCount } from '../../../src/present/gapCount.ts';

const gap = (asset: string | null, state: Gap['state'], account = 'main'): Gap => ({
  account,
  asset,
  state,
  reason: 'for a reason',
});

describe('gapCount', () => {
  it('counts what a total lacks', () => {
    assert.equal(gapCount([gap('ZZZ', 'unpriced'), gap('OLDX', 'unpriced')]), '2 assets unpriced');
    assert.equal(
      gapCount([gap('ZZZ', 'unpriced'), gap(null, 'failed', 'kraken')]),
      '1 account not read, 1 asset unpriced',
    );
  });

  it('counts an asset once, however many accounts hold it', () => {
    assert.equal(gapCount([gap('ZZZ', 'unpriced', 'a'), gap('ZZZ', 'unpriced', 'b')]), '1 asset unpriced');
  });

  it('lacks nothing where values are only old', () => {
    assert.equal(gapCount([gap('BTC', 'stale')]), null);
    assert.equal(gapCount([]), null);
  });
});
