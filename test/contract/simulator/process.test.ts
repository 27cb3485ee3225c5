import assert from 'node:assert/strict';
import { forkSimulator } from '../../support/forkSimulator.ts';

describe('the simulator as a process of its own', () => {
  it('tells its address and the environment of every account, and serves as many markets as asked', async () => {
    const simulator = await forkSimulator({ markets: 3600, accounts: 2, assets: 200 });
    try {
      assert.match(simulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(simulator.environment['QUANTFOLIO_EXCHANGE_BASE_URL'], simulator.url);
      const names = ['BINANCE_MAIN', 'BINANCE_SECOND', 'KRAKEN_MAIN', 'LARGE_1', 'LARGE_2'];
      for (const name of names) {
        assert.ok(simulator.environment[`QUANTFOLIO_${name}_API_KEY`], `${name} has a key`);
        assert.ok(simulator.environment[`QUANTFOLIO_${name}_SECRET`], `${name} has a secret`);
      }
      const lists = ['api.binance.com/api/v3', 'fapi.binance.com/fapi/v1', 'dapi.binance.com/dapi/v1'];
      const counts = await Promise.all(
        lists.map(async (path) => {
          const answer = await fetch(`${simulator.url}/${path}/exchangeInfo`);
          return ((await answer.json()) as { readonly symbols: readonly unknown[] }).symbols.length;
        }),
      );
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        3600,
      );
      assert.deepEqual(await (await fetch(`${simulator.url}/_simulator/writes`)).json(), []);
    } finally {
      await simulator.close();
    }
  });
});
