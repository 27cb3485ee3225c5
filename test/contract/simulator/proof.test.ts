import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { startSimulator } from '../../support/startSimulator.ts';

const root = join(import.meta.dirname, '../..');

/** The only tests whose simulators may be written to: they are about orders. */
const trading = [
  'contract/simulator/binance.test.ts',
  'contract/simulator/kraken.test.ts',
  'contract/simulator/liveOrders.test.ts',
  'contract/simulator/trading.test.ts',
  'contract/simulator/tradingEngine.test.ts',
  'contract/simulator/tradingProcess.test.ts',
  'contract/tradingKills.test.ts',
  'e2e/window/trading.test.ts',
  // Who forks it asks for what was written.
  'simulator/main.ts',
];

describe('the proof that nothing is written while trading is off (SEC-4)', () => {
  const attempts: readonly (readonly [what: string, path: string, init: RequestInit])[] = [
    ['an order', 'api.binance.com/api/v3/order', { method: 'POST' }],
    ['a cancelled order', 'api.binance.com/api/v3/order', { method: 'DELETE' }],
    ['a transfer', 'api.binance.com/sapi/v1/asset/transfer', { method: 'POST' }],
    ['a withdrawal', 'api.binance.com/sapi/v1/capital/withdraw/apply', { method: 'POST' }],
    ['a leverage', 'fapi.binance.com/fapi/v1/leverage', { method: 'POST' }],
    ['an order at Kraken', 'api.kraken.com/0/private/AddOrder', { method: 'POST' }],
    ['an endpoint of Kraken that nobody knows', 'api.kraken.com/0/private/Anything', { method: 'POST' }],
    ['an order at an exchange that is not simulated', 'api.bybit.com/v5/order/create', { method: 'POST' }],
  ];
  for (const [what, path, init] of attempts) {
    it(`${what} fails the test, even refused, even eaten by a fault, even taken out of the log`, async () => {
      for (const before of [false, true]) {
        const simulator = await startSimulator();
        if (before) simulator.faults.add({ path: '*', before: true, effect: { kind: 'status', status: 500 } });
        await fetch(`${simulator.url}/${path}`, init);
        simulator.log.clear();
        await fetch(`${simulator.url}/_simulator/log`, { method: 'DELETE' });
        await assert.rejects(simulator.close(), /requests that change something reached the simulated exchange/);
      }
    });
  }

  it('reads fail nothing', async () => {
    const simulator = await startSimulator();
    await fetch(`${simulator.url}/api.binance.com/api/v3/account`);
    await fetch(`${simulator.url}/api.kraken.com/0/private/BalanceEx`, { method: 'POST' });
    await fetch(`${simulator.url}/api.binance.com/api/v3/userDataStream`, { method: 'POST' });
    await fetch(`${simulator.url}/api.bybit.com/v5/market/time`);
    await simulator.close();
  });

  it('a simulator that is never closed fails the run', () => {
    const script = `
      const { startSimulator } = await import(${JSON.stringify(join(root, 'support/startSimulator.ts'))});
      await startSimulator();
      process.exit(0);`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /Never closed, so nobody looked whether they were written to/);
  });

  it('only tests about orders leave out the proof', async () => {
    const files = (await readdir(root, { recursive: true })).filter(
      (file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file),
    );
    const silent: string[] = [];
    for (const file of files) {
      const text = await readFile(join(root, file), 'utf8');
      if (file === relative(root, import.meta.filename)) continue;
      if (/startSimulator\(\s*\{[^;]*\btrades\b/.test(text)) silent.push(file.replaceAll('\\', '/'));
    }
    assert.deepEqual(silent.sort(), [...trading].sort());
  });
});
