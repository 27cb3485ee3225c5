import { big } from '../../src/core/decimal.ts';
import type { AccountReading } from '../../src/core/model/account.ts';
import type { Income, LedgerBatch } from '../../src/core/model/ledger.ts';
import { failed, ok, type Reading } from '../../src/core/model/reading.ts';
import type { CashFlow, Trade } from '../../src/core/model/trade.ts';
import type { Clock, LedgerRequest } from '../../src/core/ports.ts';
import { reading } from './fakeEngine.ts';

/** An exchange account in memory that keeps its own books: balances and ledger always fit each other. */
export interface FakeExchange {
  deposit(asset: string, quantity: string, at?: number): void;
  trade(symbol: string, side: 'buy' | 'sell', quantity: string, price: string, fee?: string, at?: number): void;
  earn(income: Omit<Income, 'id'>): void;
  /** The balance changes, and no entry ever tells why. */
  slip(asset: string, quantity: string): void;
  /** What happens in it is told only when everything is asked. */
  quiet(happening: () => void): void;
  read(): Promise<Reading<AccountReading>>;
  ledger(request: LedgerRequest): Promise<Reading<LedgerBatch>>;
  readonly asked: LedgerRequest[];
  /** Entries a page; the rest is `more`. */
  pageSize: number;
  /** Why the ledger cannot be read; null: it can. */
  fails: string | null;
  /** Entries younger than this are in the balance, and not in the ledger yet. */
  lateMs: number;
  /** Since when it remembers; 0: since it began. */
  remembersFrom: number;
}

type Entry =
  | { readonly kind: 'trade'; readonly at: number; readonly trade: Trade }
  | { readonly kind: 'flow'; readonly at: number; readonly flow: CashFlow }
  | { readonly kind: 'income'; readonly at: number; readonly income: Income };

export function fakeExchange(clock: Clock): FakeExchange {
  const owned = new Map<string, string>();
  const entries: Entry[] = [];
  const hidden: Entry[] = [];
  const add = (asset: string, change: string) =>
    owned.set(
      asset,
      big(owned.get(asset) ?? 0)
        .plus(change)
        .toString(),
    );
  const exchange: FakeExchange = {
    asked: [],
    pageSize: 100,
    fails: null,
    lateMs: 0,
    remembersFrom: 0,
    deposit(asset, quantity, at = clock.now()) {
      const kind = quantity.startsWith('-') ? 'withdrawal' : 'deposit';
      entries.push({ kind: 'flow', at, flow: { id: `f${entries.length}`, at, asset, quantity, kind } });
      add(asset, quantity);
    },
    trade(symbol, side, quantity, price, fee, at = clock.now()) {
      const [base = '', quote = ''] = symbol.split('/');
      const sign = side === 'buy' ? 1 : -1;
      entries.push({
        kind: 'trade',
        at,
        trade: {
          id: `t${entries.length}`,
          at,
          symbol,
          base,
          quote,
          side,
          quantity,
          price,
          fee: fee ?? null,
          feeCurrency: fee === undefined ? null : quote,
          strategy: null,
        },
      });
      add(base, big(quantity).times(sign).toString());
      add(
        quote,
        big(quantity)
          .times(price)
          .times(-sign)
          .minus(fee ?? 0)
          .toString(),
      );
    },
    earn(income) {
      entries.push({ kind: 'income', at: income.at, income: { ...income, id: `i${entries.length}` } });
      add(income.asset, income.quantity);
    },
    slip: add,
    quiet(happening) {
      const before = entries.length;
      happening();
      hidden.push(...entries.splice(before));
    },
    read: async () => ok(reading(clock.now(), Object.fromEntries(owned), { ...untold, trades: null, flows: null })),
    async ledger(request) {
      exchange.asked.push(request);
      if (exchange.fails !== null) return failed('unavailable', exchange.fails);
      if (request.thorough) entries.push(...hidden.splice(0));
      const from = Number(request.cursor ?? 0);
      const known = entries.filter(({ at }) => at <= clock.now() - exchange.lateMs);
      const page = known.slice(from, from + exchange.pageSize);
      const next = from + page.length;
      const more = next < known.length;
      const span = {
        from: exchange.remembersFrom,
        until: more ? (page.at(-1)?.at ?? 0) : clock.now() - exchange.lateMs,
      };
      return ok({
        trades: page.flatMap((entry) => (entry.kind === 'trade' ? [entry.trade] : [])),
        flows: page.flatMap((entry) => (entry.kind === 'flow' ? [entry.flow] : [])),
        income: page.flatMap((entry) => (entry.kind === 'income' ? [entry.income] : [])),
        orders: [],
        cursor: String(next),
        coverage: { trades: span, flows: span, income: span },
        more,
        notes: [],
      });
    },
  };
  return exchange;
}

const untold = { realizedToday: null, realizedCurrency: null } as const;
