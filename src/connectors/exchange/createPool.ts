import type { ConnectorContext } from '../connector.ts';
import { loadExchangeClass } from './ccxt.ts';
import type { LedgerBudget } from './ledger/readLedger.ts';
import { createVenue, type Venue } from './venue.ts';

/** The exchanges in use: accounts and price links of one exchange share markets, server time and request budgets. */
export interface Pool {
  venue(context: ConnectorContext, exchange: string, sandbox: boolean): Venue;
}

interface PoolSettings {
  readonly loadClass?: typeof loadExchangeClass;
  /** Over headers and body of one answer. */
  readonly deadlineMs?: number;
  /** How much one question for the ledger brings. */
  readonly ledgerBudget?: LedgerBudget;
  /** How long an order that left may still turn up; Binance drops what is older than the 5 s that each order allows. */
  readonly orderSettleMs?: number;
}

const usualBudget: LedgerBudget = { pages: 60, ms: 10_000 };

export function createPool({
  loadClass = loadExchangeClass,
  deadlineMs = 10_000,
  ledgerBudget = usualBudget,
  orderSettleMs = 6000,
}: PoolSettings = {}): Pool {
  const venues = new Map<string, Venue>();
  return {
    venue(context, exchange, sandbox) {
      const key = JSON.stringify([exchange, sandbox, context.redirectedTo, context.cacheDir]);
      const existing = venues.get(key);
      if (existing !== undefined) return existing;
      const made = createVenue({
        exchange,
        sandbox,
        redirectedTo: context.redirectedTo,
        cacheDir: context.cacheDir,
        log: context.log,
        loadClass,
        deadlineMs,
        ledgerBudget,
        orderSettleMs,
      });
      venues.set(key, made);
      return made;
    },
  };
}
