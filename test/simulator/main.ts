import { parseArgs } from 'node:util';
import { startSimulator } from '../support/startSimulator.ts';
import { defaultWorld, emptyAccount } from './defaultWorld.ts';
import { giveLargeHistory } from './largeHistory.ts';
import { largeWorld } from './largeWorld.ts';
import { tradingWorld } from './tradingWorld.ts';

/** `node test/simulator/main.ts [--port 8080] [--still] [--markets 3600 --accounts 10 --assets 200] [--history 100000] [--trading] [--json]` */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    still: { type: 'boolean', default: false },
    markets: { type: 'string' },
    accounts: { type: 'string', default: '10' },
    assets: { type: 'string', default: '200' },
    /** So many fills of an account "history" at Binance. */
    history: { type: 'string' },
    /** Keys may trade. */
    trading: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const size = { markets: Number(values.markets), accounts: Number(values.accounts), assets: Number(values.assets) };
const world = values.markets !== undefined ? largeWorld(size) : values.trading ? tradingWorld() : defaultWorld();
if (values.history !== undefined) {
  const account = emptyAccount('binance', 'history');
  world.accounts.push(account);
  giveLargeHistory(world, account, Number(values.history));
}
const simulator = await startSimulator({
  world,
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.still ? {} : { movingEveryMs: 1000 }),
  // Who forked it asks for the writes.
  trades: true,
});

if (values.json) {
  console.log(JSON.stringify({ url: simulator.url, environment: simulator.environment }));
} else {
  const settings = Object.entries(simulator.environment).map(([name, value]) => `export ${name}='${value}'`);
  console.log(`# Simulated Binance and Kraken at ${simulator.url} (Ctrl+C stops them)`);
  console.log(
    `# Accounts: ${simulator.world.accounts.map((account) => `${account.id} (${account.exchange})`).join(', ')}`,
  );
  console.log(settings.join('\n'));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
// Forked by a test or benchmark: end with the parent.
process.on('disconnect', () => process.exit(0));
