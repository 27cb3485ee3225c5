import type { Scope } from '../../../core/model/account.ts';
import type { Dict } from '../ccxtExchange.ts';

/** How far one kind of question reaches. */
export interface Span {
  /** Longest span between since and until; null: asked by since alone. */
  readonly windowMs: number | null;
  /** Rows a page holds. */
  readonly limit: number;
  /** What is older is forgotten; null: nothing, or nobody knows (then `whole` is false). */
  readonly memoryMs: number | null;
  /** Told completely, oldest first, by since alone. */
  readonly whole: boolean;
}

export interface Profile {
  readonly trades: Span;
  readonly transactions: Span;
  /** Where deposits arrive. */
  readonly landing: Scope;
  /** Nothing is older. */
  readonly epoch: number;
  /** Set where `fetchDepositsWithdrawals` tells more than its two halves: the rows of it that are flows. */
  readonly together?: (info: Dict) => boolean;
  /** Extra parameters, one question each, for one scope. */
  categories(scope: Scope): readonly Dict[];
}

const day = 86_400_000;
const unknown: Span = { windowMs: null, limit: 100, memoryMs: null, whole: false };
const plain: Profile = {
  trades: unknown,
  transactions: unknown,
  landing: 'spot',
  epoch: Date.UTC(2011, 0, 1),
  categories: () => [{}],
};

const window = (days: number, limit: number, memoryDays: number): Span => ({
  windowMs: days * day,
  limit,
  memoryMs: memoryDays * day,
  whole: false,
});

const okx: Profile = {
  ...plain,
  // Fills of the last three months; bills and payments by time.
  trades: window(30, 100, 90),
  transactions: window(90, 100, 2 * 365),
  landing: 'funding',
  epoch: Date.UTC(2017, 0, 1),
};

/** The documented reach of exchanges that are used most; every other is taken by its answers alone. */
const profiles: Readonly<Record<string, Profile>> = {
  okx,
  myokx: okx,
  okxus: okx,
  bybit: {
    ...plain,
    trades: window(7, 100, 2 * 365),
    transactions: window(30, 50, 2 * 365),
    landing: 'funding',
    epoch: Date.UTC(2018, 2, 1),
    categories: (scope) =>
      scope === 'swap'
        ? [{ subType: 'linear' }, { subType: 'inverse' }]
        : scope === 'future'
          ? [{ subType: 'inverse' }]
          : [{}],
  },
  kucoin: { ...plain, trades: window(7, 500, 365), transactions: window(7, 500, 365), landing: 'funding' },
  coinbase: {
    ...plain,
    trades: window(90, 100, 10 * 365),
    epoch: Date.UTC(2012, 0, 1),
    // Its "deposits" are bank payments only; coins that come and go are among an account's transactions, with the fills.
    together: ({ type }) =>
      /^(send|request|tx|(fiat|pro|exchange)_(deposit|withdrawal))$/.test(typeof type === 'string' ? type : ''),
  },
};

export function profileOf(exchange: string): Profile {
  return profiles[exchange] ?? plain;
}
