import type { AccountLedger } from '../core/ledger/movements.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { Memory } from './memory.ts';

/** Ledgers that readings tell themselves (paper accounts, trade files), stored like any other's so that queries see them. */
export interface ToldLedgers {
  /** Stores what is new; where something that was told is no longer (the file was edited), all of it is written anew. */
  store(account: string, reading: AccountReading): Promise<void>;
  forget(account: string): void;
  forgetAll(): void;
}

export function createToldLedgers(memory: () => Memory): ToldLedgers {
  const stored = new Map<string, AccountLedger>();
  return {
    async store(account, reading) {
      const { trades, flows, income = [] } = reading;
      if (memory().history === null || trades === null || flows === null) return;
      const told: AccountLedger = { trades, flows, income };
      await memory().use('storing the ledger', undefined, async (history) => {
        const before = stored.get(account) ?? (await history.ledger(account, 0, Number.MAX_SAFE_INTEGER));
        const kept = isWithin(before, told);
        const same = kept && before.trades.length === trades.length && before.flows.length === flows.length;
        if (same && before.income.length === income.length) {
          stored.set(account, told);
          return;
        }
        if (!kept) await history.forgetLedger(account);
        const covered = { from: 0, until: reading.at };
        // A paper account with ten thousand fills has one more after an order, not ten thousand and one.
        const known: AccountLedger = kept ? before : { trades: [], flows: [], income: [] };
        await history.appendLedger(account, {
          trades: beyond(known.trades, trades),
          flows: beyond(known.flows, flows),
          income: beyond(known.income, income),
          orders: [],
          cursor: '',
          coverage: { trades: covered, flows: covered, income: covered },
          more: false,
          notes: [],
        });
        stored.set(account, told);
      });
    },
    forget: (account) => void stored.delete(account),
    forgetAll: () => stored.clear(),
  };
}

function beyond<T extends { readonly id: string }>(before: readonly T[], now: readonly T[]): readonly T[] {
  const known = new Set(before.map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id));
}

function isWithin(before: AccountLedger, told: AccountLedger): boolean {
  const trades = new Map(told.trades.map((trade) => [trade.id, trade]));
  const flows = new Map(told.flows.map((flow) => [flow.id, flow]));
  const income = new Map(told.income.map((each) => [each.id, each]));
  return (
    before.trades.every((trade) => {
      const now = trades.get(trade.id);
      return (
        now?.at === trade.at && now.quantity === trade.quantity && now.price === trade.price && now.side === trade.side
      );
    }) &&
    before.flows.every((flow) => {
      const now = flows.get(flow.id);
      return now?.at === flow.at && now.quantity === flow.quantity && now.asset === flow.asset;
    }) &&
    before.income.every(({ id, quantity }) => income.get(id)?.quantity === quantity)
  );
}
