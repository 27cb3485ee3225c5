import { environmentApprovals, environmentKeys } from '../../../../src/process/environmentKeys.ts';
import { findConfig } from '../../../../src/process/findConfig.ts';
import { openEngine } from '../../../../src/process/open.ts';

/** Orders on the paper account of a folder without end, telling each fill once the engine said so; killed by its parent. */
const [folder = '', dataDir = ''] = process.argv.slice(2);
const found = await findConfig(folder, folder);
if (!found.ok) throw new Error(found.failure.reason);
const engine = openEngine({
  environment: {},
  log: { debug() {}, info() {}, warn() {}, error() {} },
  dataDir,
  secrets: environmentKeys({}, () => []),
  hosts: environmentApprovals({}),
  engine: { mode: 'once' },
});
const { configPath, text } = found.value;
const portfolio = found.value.folder;
await engine.request('open', { folder: portfolio, configPath, text });
await engine.request('refresh', { folder: portfolio });
process.send?.({ ready: true });
for (let index = 0; ; index += 1) {
  const order = { kind: 'order', account: 'paper', price: null, strategy: null } as const;
  // Two legs at once, so that it can end between them.
  for (const [symbol, side] of [
    ['BTC/USD', index % 2 === 0 ? 'buy' : 'sell'],
    ['ETH/USD', index % 3 === 0 ? 'buy' : 'sell'],
  ] as const) {
    const plan = await engine.request('plan', {
      portfolio,
      request: { ...order, symbol, side, size: { notional: '20' } },
    });
    const execution = await engine.request('execute', { portfolio, plan: plan.id, digest: plan.digest });
    for (const { ticket, state } of execution.orders) process.send?.({ id: ticket.clientOrderId, state });
  }
}
