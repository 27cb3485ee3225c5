import { type Big, big, sum } from '../decimal.ts';
import type { Income, Ledger } from '../model/ledger.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import { type AssetLots, acquire, createAssetLots, receive, rounded } from './assetLots.ts';
import { ledgerOf, ofAccount } from './entries.ts';
import { beforeWords, dust } from './lotCosts.ts';
import type { Lot } from './lotPool.ts';
import { ownedBefore } from './movements.ts';
import type { RealiseInput } from './realiseInput.ts';
import { createTransit } from './transit.ts';

/** Coins that left as interest, funding or a fee (a network's too), or that became money, with the lots they used up; what no lot covers is `rest`. */
export interface Spent {
  readonly account: string;
  /** Which did it. */
  readonly entry: Pick<Income, 'id' | 'at' | 'asset'>;
  readonly quantity: Big;
  readonly taken: readonly Lot[];
  readonly rest: Big;
  /** What it was worth or brought, in base currency; null: not known, for `reason`. */
  readonly amount: Big | null;
  readonly reason: string | null;
}

/** The lots of all accounts over time, and what flows and income do to them; fills are the caller's. */
export interface LotsFold {
  readonly books: ReadonlyMap<string, ReadonlyMap<string, AssetLots>>;
  lotsOf(account: string, asset: string): AssetLots;
  /** Long and short contracts of a derivative; those that were open before its fills are known cost what nobody knows. */
  openContracts(trade: Trade, account: string, now: Pick<RealiseInput, 'accounts' | 'ledger'>): AssetLots;
  /** What a network fee took; null: of any other flow. */
  flowsIn(flow: CashFlow, account: string): Spent | null;
  /** What was spent; nothing where something came, of money, and where a coin became another, which keeps its cost and age. */
  incomes(income: Income, account: string, ledger: Ledger): readonly Spent[];
}

/** `currency`: all costs in it, at the rates of the days on which they came about; null: in what was paid. */
export function createLotsFold(input: RealiseInput, currency: string | null = null): LotsFold {
  const { rateAt, isCash } = input;
  const books = new Map<string, Map<string, AssetLots>>();
  const bookOf = (account: string, key: string, allowShort: boolean): AssetLots => {
    const own = books.get(account) ?? new Map<string, AssetLots>();
    books.set(account, own);
    const lots = own.get(key) ?? createAssetLots(input.method, allowShort, currency);
    own.set(key, lots);
    return lots;
  };
  const lotsOf = (account: string, asset: string): AssetLots =>
    bookOf(account, asset, input.accounts.get(account)?.allowsShort === true);
  for (const [account, { coverage, owned }] of input.accounts) {
    const reason = beforeWords(coverage);
    for (const [asset, quantity] of ownedBefore(owned, ledgerOf(input.ledger, account))) {
      if (isCash(asset) || quantity.lte((owned.get(asset) ?? big(0)).abs().times(dust))) continue;
      acquire(lotsOf(account, asset), { at: 0, quantity, amount: null, currency: '' }, reason, rateAt);
    }
  }
  const transit = createTransit();
  const conversions = new Map<string, Converted[]>();
  const leave = (key: string, converted: Converted): void => {
    const known = conversions.get(key);
    if (known === undefined) conversions.set(key, [converted]);
    else known.push(converted);
  };
  const unpriced = (asset: string, at: number): string =>
    `no price of ${asset} is known for ${new Date(at).toISOString().slice(0, 10)}`;
  const flowsIn = (flow: CashFlow, account: string): Spent | null => {
    const { at, asset, quantity, kind } = flow;
    if (isCash(asset)) return null;
    const lots = lotsOf(account, asset);
    const amount = big(quantity);
    if (amount.lt(0)) {
      const { taken, rest } = lots.book.remove(amount.neg());
      if (kind === 'fee') {
        const worth = rounded(rateAt(asset, at)?.times(amount.neg()) ?? null);
        const reason = worth === null ? unpriced(asset, at) : null;
        return { account, entry: flow, quantity: amount.neg(), taken, rest, amount: worth, reason };
      }
      transit.leave({ at, asset, account, lots: taken, currency: lots.currency ?? '' });
      return null;
    }
    const arrived = transit.arrive(asset, amount, at);
    const carried = sum(arrived.flatMap((each) => each.lots.map((lot) => lot.quantity)));
    for (const each of arrived) receive(lots, each.lots, each.currency, rateAt);
    const day = new Date(at).toISOString().slice(0, 10);
    const reason = `${asset} was paid in on ${day}, and what it cost is not known`;
    acquire(lots, { at, quantity: amount.minus(carried), amount: null, currency: '' }, reason, rateAt);
    return null;
  };
  const incomes: LotsFold['incomes'] = (income, account, ledger) => {
    const { at, asset, quantity, kind } = income;
    const amount = big(quantity);
    const key = `${account} ${at}`;
    const rate = rateAt(asset, at);
    const worth = rounded(rate?.times(amount.abs()) ?? null);
    const reason = unpriced(asset, at);
    if (kind === 'conversion' && amount.gt(0)) {
      const part = amount.div(convertedInto(income, account, ledger));
      const parcels = (conversions.get(key) ?? []).map((parcel) => partOf(parcel, part));
      if (!isCash(asset)) {
        convertInto(lotsOf(account, asset), amount, parcels, income, rateAt);
        return [];
      }
      // A coin converted into money is sold for it.
      return parcels.flatMap((parcel) =>
        parcel.money
          ? []
          : [
              parcels.length === 1
                ? { ...parcel, account, amount: worth, reason: worth === null ? reason : null }
                : { ...parcel, account, amount: null, reason: `several assets became ${asset} at once` },
            ],
      );
    }
    if (isCash(asset)) {
      const lots = [{ at, quantity: amount.abs(), amount: worth, rank: null, reason: worth === null ? reason : null }];
      if (kind === 'conversion')
        leave(key, {
          entry: income,
          quantity: amount.abs(),
          taken: lots,
          rest: big(0),
          currency: input.baseCurrency,
          money: true,
        });
      return [];
    }
    const lots = lotsOf(account, asset);
    if (amount.lt(0)) {
      const { taken, rest } = lots.book.remove(amount.neg());
      const spent = { entry: income, quantity: amount.neg(), taken, rest };
      if (kind !== 'conversion') return [{ ...spent, account, amount: worth, reason: worth === null ? reason : null }];
      leave(key, { ...spent, currency: lots.currency ?? '', money: false });
      return [];
    }
    // What is earned costs what it is worth when it comes.
    acquire(
      lots,
      { at, quantity: amount, amount: worth, currency: input.baseCurrency },
      `${reason}, when it was received`,
      rateAt,
    );
    return [];
  };
  return {
    books,
    lotsOf,
    flowsIn,
    incomes,
    openContracts(trade, account, { accounts, ledger }) {
      const key = `contract ${trade.symbol}`;
      const fresh = books.get(account)?.has(key) !== true;
      const lots = bookOf(account, key, true);
      if (!fresh) return lots;
      const now = accounts.get(account)?.contracts.get(trade.symbol) ?? big(0);
      const fills = ofAccount(ledger.trades, account).filter(({ symbol }) => symbol === trade.symbol);
      const change = sum(fills.map(({ side, quantity }) => (side === 'buy' ? big(quantity) : big(quantity).neg())));
      const before = now.minus(change);
      const reason = beforeWords(accounts.get(account)?.coverage);
      if (!before.eq(0)) {
        lots.book.take({ at: 0, side: before.gt(0) ? 'buy' : 'sell', quantity: before.abs(), amount: null, reason });
      }
      return lots;
    },
  };
}

/** What left in a conversion and has not arrived as something else. */
interface Converted extends Pick<Spent, 'entry' | 'quantity' | 'taken' | 'rest'> {
  /** Of the lots' costs. */
  readonly currency: string;
  readonly money: boolean;
}

/** All that conversions of one moment brought of an asset: dust of many coins becomes one in as many entries. */
function convertedInto({ at, asset }: Income, account: string, { income }: Ledger): Big {
  return sum(
    income.flatMap((each) =>
      each.kind === 'conversion' &&
      each.at === at &&
      each.asset === asset &&
      each.account === account &&
      !each.quantity.startsWith('-')
        ? [each.quantity]
        : [],
    ),
  );
}

function partOf(converted: Converted, part: Big): Converted {
  if (part.eq(1)) return converted;
  const taken = converted.taken.map((lot) => ({
    ...lot,
    quantity: lot.quantity.times(part),
    amount: lot.amount?.times(part) ?? null,
  }));
  return { ...converted, quantity: converted.quantity.times(part), rest: converted.rest.times(part), taken };
}

/** A coin that became another keeps the cost of what it was, and its age; what came of more than was known has no known cost. */
function convertInto(
  lots: AssetLots,
  amount: Big,
  from: readonly Converted[],
  { at, asset }: Income,
  rateAt: RealiseInput['rateAt'],
): void {
  const reason = `${asset} was converted from something that is not known on ${new Date(at).toISOString().slice(0, 10)}`;
  // Coins of one kind are in proportion to their quantities; of several kinds each stands for an equal part.
  const known = from.filter(({ taken }) => taken.length > 0);
  const each = known.length === 0 ? big(0) : amount.div(known.length);
  let carried = big(0);
  for (const [index, { taken, rest, currency }] of known.entries()) {
    const whole = sum(taken.map((lot) => lot.quantity)).plus(rest);
    const own = index === known.length - 1 ? amount.minus(each.times(known.length - 1)) : each;
    const moved = taken.map((lot) => {
      const quantity = own.times(lot.quantity).div(whole);
      return { ...lot, quantity, rank: lot.amount?.div(quantity) ?? null };
    });
    receive(lots, moved, currency, rateAt);
    carried = carried.plus(sum(moved.map((lot) => lot.quantity)));
  }
  const left = amount.minus(carried);
  if (left.gt(amount.times(dust))) acquire(lots, { at, quantity: left, amount: null, currency: '' }, reason, rateAt);
}
