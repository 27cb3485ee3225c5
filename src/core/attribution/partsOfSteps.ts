import type { AccountTrade, AttributionInput } from './attribute.ts';
import { unassigned } from './attribute.ts';
import { type HeldAt, holdingsOverTime } from './holdingsOverTime.ts';

/** One key's profit of each step, its value at each point, and its fills of the period. */
export interface Parts {
  readonly profits: number[];
  readonly values: number[];
  readonly trades: AccountTrade[];
  readonly accounts: Set<string>;
}

interface Told {
  readonly keys: ReadonlyMap<string, Parts>;
  readonly notes: readonly string[];
}

/** Profits of the parts, step by step: see attribute.ts. */
export function partsOfSteps(input: AttributionInput): Told {
  const { by, values, currency } = input;
  const times = values.map(({ at }) => at);
  const steps = times.length - 1;
  const keys = new Map<string, Parts>();
  const unpriced = new Set<string>();
  const partOf = (key: string, account: string): Parts => {
    const made = keys.get(key) ?? {
      profits: new Array<number>(steps).fill(0),
      values: new Array<number>(steps + 1).fill(0),
      trades: [],
      accounts: new Set<string>(),
    };
    made.accounts.add(account);
    keys.set(key, made);
    return made;
  };
  const earn = (part: Parts, step: number, profit: number): void => {
    part.profits[step] = (part.profits[step] ?? 0) + profit;
  };
  const own = by === 'account' ? accountsWithValues(input, times) : new Map<string, OwnValues>();
  for (const [account, { profits, worth }] of own) {
    const part = partOf(account, account);
    profits.forEach((profit, step) => {
      earn(part, step, profit);
    });
    worth.forEach((value, index) => {
      part.values[index] = value;
    });
  }
  const trades = [...input.trades].sort(
    (a, b) => a.at - b.at || compareText(a.account, b.account) || compareText(a.id, b.id),
  );
  const holdings = holdingsOverTime(input.holdings, times);
  const accounts = [...new Set([...holdings.accounts, ...trades.map(({ account }) => account)])].sort(compareText);
  const priceAt = (held: HeldAt | null, asset: string, index: number): number | null =>
    asset === currency
      ? 1
      : (held?.get(asset)?.price ??
        holdings.priceAt(asset, index) ??
        input.price?.(asset, times[index] ?? Number.NaN) ??
        null);

  for (const account of accounts) {
    if (own.has(account)) {
      const part = partOf(account, account);
      for (const trade of trades) if (trade.account === account && within(trade, times)) part.trades.push(trade);
      continue;
    }
    const fills = trades.filter((trade) => trade.account === account);
    const apart = new Apart(input);
    let next = 0;
    while (next < fills.length && (fills[next]?.at ?? 0) <= (times[0] ?? 0)) {
      const fill = fills[next++];
      if (fill) apart.add(fill);
    }
    for (let index = 0; index <= steps; index++) {
      const held = holdings.at(account, index);
      // What is held at this point, and earns in the step that begins here.
      const closing = index < steps ? holdings.at(account, index + 1) : null;
      for (const [asset, { quantity, price, value }] of held ?? []) {
        const closed = index < steps ? priceAt(closing, asset, index + 1) : null;
        for (const { key, share } of apart.split(account, asset, quantity)) {
          const part = partOf(key, account);
          part.values[index] = (part.values[index] ?? 0) + (value ?? 0) * share;
          if (index === steps || quantity === 0) continue;
          if (price === null || closed === null) unpriced.add(asset);
          else earn(part, index, quantity * share * (closed - price));
        }
      }
      while (index < steps && next < fills.length && (fills[next]?.at ?? 0) <= (times[index + 1] ?? 0)) {
        const fill = fills[next++];
        if (!fill) continue;
        const rate = (asset: string) => priceAt(closing, asset, index + 1);
        const profit = profitOf(fill, rate);
        const part = partOf(apart.keyOf(fill), account);
        part.trades.push(fill);
        if (profit === null) unpriced.add(fill.base);
        else earn(part, index, profit);
        apart.add(fill);
      }
    }
  }
  const notes =
    unpriced.size === 0 ? [] : [`without a price at times, so in the last row: ${[...unpriced].join(', ')}`];
  return { keys, notes };
}

/** Which key a holding or a fill belongs to, and what strategies told apart by their fills hold of an asset. */
class Apart {
  readonly #input: AttributionInput;
  readonly #held = new Map<string, Map<string, number>>();

  constructor(input: AttributionInput) {
    this.#input = input;
  }

  keyOf(fill: AccountTrade): string {
    const { by, strategies } = this.#input;
    if (by === 'strategy') return strategies?.ofTrade(fill) ?? unassigned;
    return by === 'asset' ? fill.base : fill.account;
  }

  /** A fill of another strategy than the one the holding is of: from then on that part of the holding is its own. */
  add(fill: AccountTrade): void {
    if (this.#input.by !== 'strategy' || fill.contract !== undefined) return;
    const key = this.keyOf(fill);
    if (key === this.#keyOfHolding(fill.account, fill.base)) return;
    const held = this.#held.get(fill.base) ?? new Map<string, number>();
    held.set(key, (held.get(key) ?? 0) + (fill.side === 'buy' ? 1 : -1) * Number(fill.quantity));
    this.#held.set(fill.base, held);
  }

  /** Keys of a holding with the fraction that each has; the fractions sum to 1. */
  split(account: string, asset: string, quantity: number): readonly { readonly key: string; readonly share: number }[] {
    const { by } = this.#input;
    if (by === 'asset') return [{ key: asset, share: 1 }];
    if (by === 'account') return [{ key: account, share: 1 }];
    const key = this.#keyOfHolding(account, asset);
    const others = [...(this.#held.get(asset) ?? [])].filter(([, amount]) => amount !== 0);
    if (quantity === 0 || others.length === 0) return [{ key, share: 1 }];
    const shares = others.map(([other, amount]) => ({ key: other, share: amount / quantity }));
    return [{ key, share: 1 - shares.reduce((sum, { share }) => sum + share, 0) }, ...shares];
  }

  #keyOfHolding(account: string, asset: string): string {
    return this.#input.strategies?.ofHolding({ account, asset }) ?? unassigned;
  }
}

/** From the fill's price to the close, less its fee; null where a rate is missing. */
function profitOf(fill: AccountTrade, rate: (asset: string) => number | null): number | null {
  const quoteRate = rate(fill.quote);
  const baseRate = rate(fill.base);
  const feeRate = fill.fee === null || Number(fill.fee) === 0 ? 0 : rate(fill.feeCurrency ?? fill.quote);
  if (feeRate === null) return null;
  const fee = Number(fill.fee ?? 0) * feeRate;
  if (fill.contract !== undefined) {
    if (fill.realizedPnl === undefined || Number(fill.realizedPnl) === 0) return -fee;
    const settled = fill.contract === 'inverse' ? baseRate : quoteRate;
    return settled === null ? null : Number(fill.realizedPnl) * settled - fee;
  }
  if (quoteRate === null || baseRate === null) return null;
  const signed = (fill.side === 'buy' ? 1 : -1) * Number(fill.quantity);
  return signed * (baseRate - Number(fill.price) * quoteRate) - fee;
}

interface OwnValues {
  readonly profits: readonly number[];
  readonly worth: readonly number[];
}

/** Accounts whose own values and flows are known over the whole period: their profit needs no holdings. */
function accountsWithValues(input: AttributionInput, times: readonly number[]): ReadonlyMap<string, OwnValues> {
  const known = new Map<string, OwnValues>();
  for (const { account, values } of input.accounts ?? []) {
    const sorted = [...values].sort((a, b) => a.at - b.at);
    const worth: number[] = [];
    const flows: (number | null)[] = [];
    let next = 0;
    let value = 0;
    for (const at of times) {
      let flow: number | null = 0;
      for (; next < sorted.length && (sorted[next]?.at ?? 0) <= at; next++) {
        const point = sorted[next];
        if (!point) continue;
        flow = flow === null || point.flow === null ? null : flow + point.flow;
        value = point.equity;
      }
      worth.push(value);
      flows.push(flow);
    }
    // An account that joins brings its value with it, which is a flow of its first point.
    const profits = times.slice(1).map((_, step) => {
      const flow = flows[step + 1];
      return flow == null ? Number.NaN : (worth[step + 1] ?? 0) - (worth[step] ?? 0) - flow;
    });
    if (profits.every(Number.isFinite)) known.set(account, { profits, worth });
  }
  return known;
}

function within({ at }: AccountTrade, times: readonly number[]): boolean {
  return at > (times[0] ?? 0) && at <= (times.at(-1) ?? 0);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
