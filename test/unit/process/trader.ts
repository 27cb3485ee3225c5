/**
 * A process of its own for tests: an engine as a window has it, over the folder at argv[2], that plans and executes without end
 * until it is killed. argv[3]: `paper` buys, `live` rebalances to and fro. Says every plan before it executes it, and every
 * execution that ended.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanRequest } from '../../../src/core/model/trading.ts';
import { environmentApprovals, environmentKeys } from '../../../src/process/environmentKeys.ts';
import { openEngine } from '../../../src/process/open.ts';

const [, , folder = '', kind = 'paper'] = process.argv;
const configPath = join(folder, 'quantfolio.json');
const silent = (): void => undefined;
const warn = (message: string): void => void process.stderr.write(`${message}\n`);
const engine = openEngine({
  environment: process.env,
  log: { debug: silent, info: silent, warn: silent, error: warn },
  dataDir: join(folder, 'data'),
  secrets: environmentKeys(process.env, () => ['trader']),
  hosts: environmentApprovals({}),
  tradingAllowed: async () => true,
});
const configure = async (text: string): Promise<void> => {
  await engine.request('open', { folder, configPath, text });
  await engine.request('refresh', { folder });
};
const text = await readFile(configPath, 'utf8');
await configure(text);
process.stdout.write('open\n');
for (let turn = 0; ; turn += 1) {
  if (kind === 'live') {
    const allocation = turn % 2 === 0 ? { BTC: 0.3, ETH: 0.4, USDT: 0.3 } : { BTC: 0.45, ETH: 0.25, USDT: 0.3 };
    const targets = { allocation, threshold: 0.01, minTradeNotional: 20 };
    await configure(JSON.stringify({ ...JSON.parse(text), targets }));
  }
  const request: PlanRequest =
    kind === 'live'
      ? { kind: 'rebalance', threshold: null, mode: null }
      : {
          kind: 'order',
          account: 'paper',
          symbol: 'BTC/USD',
          side: turn % 3 === 2 ? 'sell' : 'buy',
          size: { quantity: '0.001' },
          price: null,
          strategy: null,
        };
  const plan = await engine.request('plan', { portfolio: folder, request });
  if (plan.refused !== null) {
    process.stdout.write(`refused ${plan.refused}\n`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    continue;
  }
  process.stdout.write(`plan ${plan.id} ${plan.orders.length}\n`);
  try {
    const { id, digest } = plan;
    const execution = await engine.request('execute', { portfolio: folder, plan: id, digest });
    process.stdout.write(`done ${id} ${execution.state}\n`);
  } catch (error) {
    process.stdout.write(`not ${plan.id} ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
