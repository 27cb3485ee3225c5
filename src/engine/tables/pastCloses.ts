import type { DailyCloses } from '../../core/model/quote.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { EnginePorts } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';
import { withinMs } from '../withinMs.ts';

interface Asked {
  readonly assets: Set<string>;
  closes: readonly DailyCloses[];
}

interface Amount {
  readonly account: string;
  readonly asset: string;
  readonly at: number;
}

const day = 86_400_000;
/** Somebody looks at the table; what comes later is there when it is looked at again. */
const patience = 3000;

/**
 * Closes of what flowed in and out, or was paid with, and is not held any more, so that operations and closed positions can be
 * told in money. Each asset is asked for once.
 */
export function createPastCloses(
  ports: EnginePorts,
): (
  portfolio: Portfolio,
  snapshot: Snapshot | null,
  of: 'operations' | 'closedPositions',
) => Promise<readonly DailyCloses[]> {
  const known = new WeakMap<Portfolio, Asked>();
  return async (portfolio, snapshot, of) => {
    const config = portfolio.config();
    const asked: Asked = known.get(portfolio) ?? { assets: new Set(), closes: [] };
    known.set(portfolio, asked);
    if (config === null) return asked.closes;
    const currency = config.baseCurrency;
    const first = new Map<string, { readonly at: number; readonly simulated: boolean }>();
    for (const { account, asset, at } of amountsOf(portfolio, of)) {
      if (asset === currency || asked.assets.has(asset)) continue;
      const before = first.get(asset);
      if (before !== undefined && before.at <= at) continue;
      const simulated = snapshot?.accounts.find(({ id }) => id === account)?.simulated === true;
      first.set(asset, { at, simulated: simulated && before?.simulated !== false });
    }
    const missing = [...first].filter(([asset, { at }]) => portfolio.rateAt(asset, at) === null);
    if (missing.length === 0) return asked.closes;
    for (const [asset] of missing) asked.assets.add(asset);
    const oldest = Math.min(...missing.map(([, { at }]) => at));
    const answer = portfolio
      .closes()
      .closesOf(
        missing.map(([asset, { simulated }]) => ({ asset, simulated })),
        Math.ceil((ports.clock.now() - oldest) / day) + 5,
        currency,
      )
      .then((closes) => {
        asked.closes = [...asked.closes, ...closes];
      })
      .catch((error: unknown) =>
        ports.log.warn(`Closes of the past: ${error instanceof Error ? error.message : String(error)}`),
      );
    await withinMs(ports.clock, answer, patience);
    return asked.closes;
  };
}

/** Every amount that the table tells in base currency. */
function* amountsOf(portfolio: Portfolio, of: 'operations' | 'closedPositions'): Iterable<Amount> {
  for (const account of Object.keys(portfolio.config()?.accounts ?? {})) {
    const known = portfolio.ledgers().known(account)?.book;
    const reading = portfolio.book()?.accounts.find(({ id }) => id === account)?.reading;
    if (of === 'operations') {
      const flows = known === undefined ? (reading?.flows ?? []) : known.flows.values();
      const income = known === undefined ? (reading?.income ?? []) : known.income.values();
      for (const { asset, at } of flows) yield { account, asset, at };
      for (const { asset, at } of income) yield { account, asset, at };
      continue;
    }
    for (const trade of known === undefined ? (reading?.trades ?? []) : known.trades.values()) {
      yield { account, asset: trade.contract === 'inverse' ? trade.base : trade.quote, at: trade.at };
      if (trade.feeCurrency !== null) yield { account, asset: trade.feeCurrency, at: trade.at };
    }
  }
}
