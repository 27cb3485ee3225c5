import assert from 'node:assert/strict';
import { join } from 'node:path';
import { offlineBook } from '../../support/offlineBook.ts';

const workspace = (name: string) => join(import.meta.dirname, '../../fixtures/workspaces', name);

describe('workspaces of files', () => {
  it('POS-3: the golden book of S3, with no equity because it holds positions only', async () => {
    const { snapshot } = await offlineBook(workspace('peak'), Date.now());
    assert.deepEqual(
      [snapshot.openPositions, snapshot.totalNotional, snapshot.totalUnrealizedPnl, snapshot.totalRealizedPnl],
      [2, 18_250, 850, 120],
    );
    assert.deepEqual(snapshot.symbolNotional, { 'BTC/EUR': 14_750, 'ETH/EUR': 3_500 });
    assert.deepEqual(
      snapshot.positions.map(({ symbol, side, notional, unrealizedPnl, realizedPnl }) => [
        symbol,
        side,
        notional,
        unrealizedPnl,
        realizedPnl,
      ]),
      [
        ['BTC/EUR', 'long', 14_750, 750, 120],
        ['ETH/EUR', 'short', 3_500, 100, 0],
      ],
    );
    assert.equal(snapshot.equity, null);
    assert.match(snapshot.equityReason ?? '', /positions only/);
  });

  it('VAL-4: the golden holdings of S4', async () => {
    const { snapshot } = await offlineBook(workspace('kit'), Date.now());
    assert.equal(snapshot.equity, 15_432.5);
    assert.deepEqual(
      snapshot.assets.map(({ asset, value, share }) => [asset, value, ((share ?? 0) * 100).toFixed(2)]),
      [
        ['BTC', 10_050, '65.12'],
        ['ETH', 3_480, '22.55'],
        ['USDT', 1_902.5, '12.33'],
      ],
    );
  });
});
