import type { DailyCloses } from '../../core/model/quote.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { EnginePorts } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';

interface Asked {
  readonly assets: Set<string>;
  closes: readonly DailyCloses[];
}

const day = 86_400_000;

/**
 * Closes of what flowed in and out and is not held any more, so that operations can be told in money. They are asked for once
 * in the background; the next look at the table has them.
 */
export function createFlowCloses(
  ports: EnginePorts,
): (portfolio: Portfolio, snapshot: Snapshot | null) => readonly DailyCloses[] {
  const known = new WeakMap<Portfolio, Asked>();
  return (portfolio, snapshot) => {
    const config = portfolio.config();
    const asked: Asked = known.get(portfolio) ?? { assets: new Set(), closes: [] };
    known.set(portfolio, asked);
    if (config === null) return asked.closes;
    const currency = config.baseCurrency;
    let first = ports.clock.now();
    const missing = new Map<string, boolean>();
    for (const { account, asset, at } of flowsOf(portfolio)) {
      if (asked.assets.has(asset) || portfolio.rateAt(asset, at) !== null) continue;
      first = Math.min(first, at);
      const simulated = snapshot?.accounts.find(({ id }) => id === account)?.simulated === true;
      missing.set(asset, (missing.get(asset) ?? true) && simulated);
    }
    if (missing.size === 0) return asked.closes;
    for (const asset of missing.keys()) asked.assets.add(asset);
    const wanted = [...missing].map(([asset, simulated]) => ({ asset, simulated }));
    const days = Math.ceil((ports.clock.now() - first) / day) + 2;
    portfolio
      .closes()
      .closesOf(wanted, days, currency)
      .then((closes) => {
        asked.closes = [...asked.closes, ...closes];
      })
      .catch((error: unknown) =>
        ports.log.warn(`Closes of past operations: ${error instanceof Error ? error.message : String(error)}`),
      );
    return asked.closes;
  };
}

function* flowsOf(
  portfolio: Portfolio,
): Iterable<{ readonly account: string; readonly asset: string; readonly at: number }> {
  for (const account of Object.keys(portfolio.config()?.accounts ?? {})) {
    const known = portfolio.ledgers().known(account)?.book;
    const reading = portfolio.book()?.accounts.find(({ id }) => id === account)?.reading;
    const lists =
      known === undefined
        ? [reading?.flows ?? [], reading?.income ?? []]
        : [known.flows.values(), known.income.values()];
    for (const list of lists) for (const { asset, at } of list) yield { account, asset, at };
  }
}
