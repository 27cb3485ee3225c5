import { type Big, big, sum } from '../decimal.ts';
import type { Income } from '../model/ledger.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import { type AssetLots, acquire, createAssetLots, receive } from './assetLots.ts';
import { ledgerOf, ofAccount } from './entries.ts';
import { beforeWords, costOf, dust } from './lotCosts.ts';
import type { Lot } from './lotPool.ts';
import { movementsOf, ownedBefore } from './movements.ts';
import type { RealiseInput } from './realiseInput.ts';
import { createTransit } from './transit.ts';

/** Coins that left as interest, funding or a fee, with the lots they used up; what no lot covers is `rest`. */
export interface Spent {
  readonly account: string;
  readonly income: Income;
  readonly taken: readonly Lot[];
  readonly rest: Big;
}

/** The lots of all accounts over time, and what flows and income do to them; fills are the caller's. */
export interface LotsFold {
  readonly books: ReadonlyMap<string, ReadonlyMap<string, AssetLots>>;
  lotsOf(account: string, asset: string): AssetLots;
  /** Long and short contracts of a derivative; those that were open before its fills are known cost what nobody knows. */
  openContracts(trade: Trade, account: string, now: Pick<RealiseInput, 'accounts' | 'ledger'>): AssetLots;
  flowsIn(flow: CashFlow, account: string): void;
  /** What was spent; null: something came, money has no lots, or a coin was converted, which keeps its cost. */
  incomes(income: Income, account: string): Spent | null;
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
    for (const [asset, quantity] of ownedBefore(owned, movementsOf(ledgerOf(input.ledger, account)))) {
      if (isCash(asset) || quantity.lte((owned.get(asset) ?? big(0)).abs().times(dust))) continue;
      acquire(lotsOf(account, asset), { at: 0, quantity, amount: null, currency: '' }, reason, rateAt);
    }
  }
  const transit = createTransit();
  const conversions = new Map<string, { readonly lots: readonly Lot[]; readonly cost: Big | null }>();
  const flowsIn = ({ at, asset, quantity, kind }: CashFlow, account: string): void => {
    if (isCash(asset)) return;
    const lots = lotsOf(account, asset);
    const amount = big(quantity);
    if (amount.lt(0)) {
      const { taken } = lots.book.remove(amount.neg());
      if (kind !== 'fee') transit.leave({ at, asset, account, lots: taken, currency: lots.currency ?? '' });
      return;
    }
    const arrived = transit.arrive(asset, amount, at);
    const carried = sum(arrived.flatMap((each) => each.lots.map((lot) => lot.quantity)));
    for (const each of arrived) receive(lots, each.lots, each.currency, rateAt);
    const day = new Date(at).toISOString().slice(0, 10);
    const reason = `${asset} was paid in on ${day}, and what it cost is not known`;
    acquire(lots, { at, quantity: amount.minus(carried), amount: null, currency: '' }, reason, rateAt);
  };
  const incomes = (income: Income, account: string): Spent | null => {
    const { at, asset, quantity, kind } = income;
    if (isCash(asset)) return null;
    const lots = lotsOf(account, asset);
    const amount = big(quantity);
    const key = `${account} ${at}`;
    const rate = rateAt(asset, at);
    if (amount.lt(0)) {
      const { taken, rest } = lots.book.remove(amount.neg());
      if (kind !== 'conversion') return { account, income, taken, rest };
      const before = conversions.get(key);
      const cost = costOf(taken, lots.currency, input, at);
      // Several coins may be converted into one at once.
      conversions.set(key, {
        lots: [...(before?.lots ?? []), ...taken],
        cost: before === undefined ? cost : before.cost && cost && before.cost.plus(cost),
      });
      return null;
    }
    // A coin converted keeps the cost of what it was; what is earned costs what it is worth when it comes.
    const cost = kind === 'conversion' ? (conversions.get(key)?.cost ?? null) : (rate?.times(amount) ?? null);
    const reason = `no price of ${asset} is known for ${new Date(at).toISOString().slice(0, 10)}, when it was received`;
    acquire(lots, { at, quantity: amount, amount: cost, currency: input.baseCurrency }, reason, rateAt);
    return null;
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
