import type { ConnectorContext } from '../../src/connectors/connector.ts';
import { failed } from '../../src/core/model/reading.ts';

/** What a connector is given, with nothing outside: no secrets, no approved hosts, no other prices. */
export function connectorContext(parts: Partial<ConnectorContext>): ConnectorContext {
  return {
    folder: '/nowhere',
    account: 'bot',
    baseCurrency: 'USD',
    clock: {
      now: () => Date.now(),
      after: (ms, task) => {
        const timer = setTimeout(task, ms);
        timer.unref();
        return { close: () => clearTimeout(timer) };
      },
    },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    secrets: { credentials: async () => failed('refused', 'no secrets here') },
    hosts: { approved: async () => false },
    cacheDir: '/nowhere',
    redirectedTo: null,
    journal: null,
    openPrices: (link) => failed('config', `no price source ${link} here`),
    ...parts,
  };
}
