import { type Big, big, sum } from '../decimal.ts';
import type { MarketPnl } from '../model/account.ts';
import type { Income, Ledger, LedgerCoverage } from '../model/ledger.ts';
import type { CashFlow, Trade } from '../model/trade.ts';
import {
  type AssetLots,
  acquire,
  convert,
  createAssetLots,
  type OpenLots,
  openLots,
  type RateAt,
  receive,
} from './assetLots.ts';
import type { CostBasis } from './costBasis.ts';
import type { Lot } from './lotPool.ts';
import { type AccountLedger, movementsOf, ownedBefore } from './movements.ts';
import { createTransit } from './transit.ts';

export interface RealiseInput {
  /** Of every account, so that transfers carry their lots. */
  readonly ledger: Ledger;
  readonly method: CostBasis;
  /** Fees count in the cost of what was bought (and of what is sold, where the caller takes them off). */
  readonly includeFees: boolean;
  /** Money has no lots. */
  readonly isCash: (asset: string) => boolean;
  readonly rateAt: RateAt;
  readonly baseCurrency: string;
  readonly accounts: ReadonlyMap<string, RealisedAccount>;
}

export interface RealisedAccount {
  readonly coverage: LedgerCoverage;
  /** What it owns now of each asset, what it owes subtracted. */
  readonly owned: ReadonlyMap<string, Big>;
  /** Signed contracts by symbol. */
  readonly contracts: ReadonlyMap<string, Big>;
}

export interface Realised {
  /** The account's fills with `realizedPnl`, or `realizedReason` where it cannot be known. */
  readonly trades: readonly Trade[];
  readonly markets: readonly MarketPnl[];
  readonly open: ReadonlyMap<string, OpenLots>;
}

export type Entry =
  | { readonly at: number; readonly account: string; readonly order: 0; readonly flow: CashFlow }
  | { readonly at: number; readonly account: string; readonly order: 1; readonly income: Income }
  | { readonly at: number; readonly account: string; readonly order: 2; readonly trade: Trade };

/** Less than this part of a quantity is rounding of an exchange, not something that was there before. */
export const dust = '0.000001';

/**
 * LED-2: realised P&L of every fill by cost basis, in its settlement currency and before its own fee; the cost includes the
 * fees of the purchases where they count. What was there before the entries begin, or came in from outside, has an unknown
 * cost and says so; what came from another account of the book brings its lots. A fee paid in a third asset uses its lots up
 * without a gain of its own. Derivatives realise what their fills or their income say, else long and short lots.
 */
export function realise(input: RealiseInput): ReadonlyMap<string, Realised> {
  const folding = begin(input);
  folding.feed(entriesOf(input.ledger), input);
  return folding.results(input);
}

/** A fold over entries in order of time that can go on with later ones. */
export interface Folding {
  feed(entries: readonly Entry[], input: RealiseInput): void;
  results(input: RealiseInput): ReadonlyMap<string, Realised>;
}

export function begin(input: RealiseInput): Folding {
  const { rateAt, isCash } = input;
  const books = new Map<string, Map<string, AssetLots>>();
  const lotsOf = (account: string, asset: string, allowShort = false): AssetLots => {
    const own = books.get(account) ?? new Map<string, AssetLots>();
    books.set(account, own);
    const lots = own.get(asset) ?? createAssetLots(input.method, allowShort);
    own.set(asset, lots);
    return lots;
  };
  for (const [account, { coverage, owned }] of input.accounts) {
    const reason = beforeWords(coverage);
    for (const [asset, quantity] of ownedBefore(owned, movementsOf(ledgerOf(input.ledger, account)))) {
      if (isCash(asset) || quantity.lte((owned.get(asset) ?? big(0)).abs().times(dust))) continue;
      acquire(lotsOf(account, asset), { at: 0, quantity, amount: null, currency: '' }, reason, rateAt);
    }
  }
  const transit = createTransit();
  const conversions = new Map<string, Big | null>();
  const flowsIn = ({ at, asset, quantity }: CashFlow, account: string): void => {
    if (isCash(asset)) return;
    const lots = lotsOf(account, asset);
    const amount = big(quantity);
    if (amount.lt(0)) {
      const { taken } = lots.book.remove(amount.neg());
      transit.leave({ at, asset, account, lots: taken, currency: lots.currency ?? '' });
      return;
    }
    const arrived = transit.arrive(asset, amount, at);
    const carried = sum(arrived.flatMap((each) => each.lots.map((lot) => lot.quantity)));
    for (const each of arrived) receive(lots, each.lots, each.currency, rateAt);
    const day = new Date(at).toISOString().slice(0, 10);
    const reason = `${asset} was paid in on ${day}, and what it cost is not known`;
    acquire(lots, { at, quantity: amount.minus(carried), amount: null, currency: '' }, reason, rateAt);
  };
  const incomes = ({ at, asset, quantity, kind }: Income, account: string): void => {
    if (isCash(asset)) return;
    const lots = lotsOf(account, asset);
    const amount = big(quantity);
    const key = `${account} ${at}`;
    const rate = rateAt(asset, at);
    if (amount.lt(0)) {
      const { taken } = lots.book.remove(amount.neg());
      if (kind === 'conversion') conversions.set(key, costOf(taken, lots.currency, input, at));
      return;
    }
    // A coin converted keeps the cost of what it was; what is earned costs what it is worth when it comes.
    const cost = kind === 'conversion' ? (conversions.get(key) ?? null) : (rate?.times(amount) ?? null);
    const reason = `no price of ${asset} is known for ${new Date(at).toISOString().slice(0, 10)}, when it was received`;
    acquire(lots, { at, quantity: amount, amount: cost, currency: input.baseCurrency }, reason, rateAt);
  };
  const results = new Map<string, Trade[]>();
  const markets = new Map<string, Map<string, MarketSum>>();
  const booked = new Set(input.ledger.income.flatMap(({ account, kind }) => (kind === 'realizedPnl' ? [account] : [])));
  const feed: Folding['feed'] = (entries, now) => {
    for (const entry of entries) {
      if (entry.order === 0) flowsIn(entry.flow, entry.account);
      else if (entry.order === 1) incomes(entry.income, entry.account);
      else {
        const { account, trade } = entry;
        const done = trade.contract === undefined ? spot(trade, account, lotsOf, now) : contract(trade, account, now);
        const list = results.get(account);
        if (list) list.push(done);
        else results.set(account, [done]);
        const own = markets.get(account) ?? new Map<string, MarketSum>();
        markets.set(account, own);
        addTo(own, done);
      }
    }
  };

  function contract(trade: Trade, account: string, { accounts, ledger }: RealiseInput): Trade {
    if (trade.realizedPnl !== undefined) return trade;
    if (booked.has(account)) return { ...trade, realizedPnl: '0' };
    const key = `contract ${trade.symbol}`;
    const fresh = books.get(account)?.has(key) !== true;
    const lots = lotsOf(account, key, true);
    if (fresh) {
      const now = accounts.get(account)?.contracts.get(trade.symbol) ?? big(0);
      const fills = ofAccount(ledger.trades, account).filter(({ symbol }) => symbol === trade.symbol);
      const change = sum(fills.map(({ side, quantity }) => (side === 'buy' ? big(quantity) : big(quantity).neg())));
      const before = now.minus(change);
      const reason = beforeWords(accounts.get(account)?.coverage);
      if (!before.eq(0)) {
        lots.book.take({
          at: 0,
          side: before.gt(0) ? 'buy' : 'sell',
          quantity: before.abs(),
          amount: null,
          reason,
        });
      }
    }
    const units = big(trade.quantity).times(trade.contractSize ?? 1);
    const inverse = trade.contract === 'inverse';
    const amount = inverse ? (big(trade.price).eq(0) ? null : units.div(trade.price)) : units.times(trade.price);
    const disposal = lots.book.take({ at: trade.at, side: trade.side, quantity: trade.quantity, amount });
    if (disposal === null) return { ...trade, realizedPnl: '0' };
    if (disposal.gain === null) return { ...trade, realizedReason: disposal.reason ?? 'its entry is not known' };
    // Inverse: contracts × size × (1/entry − 1/exit), so what was bought counts with the opposite sign.
    return { ...trade, realizedPnl: (inverse ? disposal.gain.neg() : disposal.gain).toString() };
  }

  return {
    feed,
    results: ({ accounts }) =>
      new Map(
        [...new Set([...accounts.keys(), ...results.keys()])].map((account) => {
          const open = [...(books.get(account) ?? [])].flatMap(([asset, lots]) => {
            const left = asset.startsWith('contract ') ? null : openLots(lots);
            return left === null ? [] : [[asset, left] as const];
          });
          const trades = [...(results.get(account) ?? [])];
          return [account, { trades, markets: marketsOf(markets.get(account)), open: new Map(open) }];
        }),
      ),
  };
}

function spot(
  trade: Trade,
  account: string,
  lotsOf: (account: string, asset: string) => AssetLots,
  input: RealiseInput,
): Trade {
  const { at, base, quote, side } = trade;
  const { isCash, rateAt, includeFees, baseCurrency } = input;
  const quantity = big(trade.quantity);
  const value = quantity.times(trade.price);
  const fee = big(trade.fee ?? 0);
  const feeIn = trade.feeCurrency ?? quote;
  if (!fee.eq(0) && feeIn !== base && feeIn !== quote && !isCash(feeIn)) lotsOf(account, feeIn).book.remove(fee);
  const inOwn = (asset: string) => (feeIn === asset ? fee : big(0));
  if (side === 'buy') {
    const paid = value.plus(inOwn(quote));
    const gain = isCash(quote) ? big(0) : disposeOfMoney(lotsOf(account, quote), paid, { trade, account, input });
    if (!isCash(base)) {
      const got = quantity.minus(inOwn(base));
      const outside = feeIn === base ? big(0) : convert(fee, feeIn, quote, at, rateAt);
      const cost = includeFees ? outside && value.plus(outside) : value.minus(inOwn(base).times(trade.price));
      acquire(
        lotsOf(account, base),
        { at, quantity: got, amount: cost, currency: quote },
        `no price of ${feeIn}, its fee, is known for ${new Date(at).toISOString().slice(0, 10)}`,
        rateAt,
      );
    }
    return typeof gain === 'string' ? { ...trade, realizedReason: gain } : { ...trade, realizedPnl: gain.toString() };
  }
  const received = value.minus(inOwn(quote));
  if (!isCash(quote)) {
    // Its worth when it came is what it cost.
    const cost = rateAt(quote, at)?.times(received) ?? null;
    const reason = `no price of ${quote} is known for ${new Date(at).toISOString().slice(0, 10)}, when it was received`;
    acquire(lotsOf(account, quote), { at, quantity: received, amount: cost, currency: baseCurrency }, reason, rateAt);
  }
  if (isCash(base)) return { ...trade, realizedPnl: '0' };
  const lots = lotsOf(account, base);
  const { taken, rest } = lots.book.remove(quantity.plus(inOwn(base)));
  if (rest.gt(quantity.times(dust))) {
    const bought = beforeWords(input.accounts.get(account)?.coverage);
    return { ...trade, realizedReason: `more ${base} was sold than is known to have been bought: ${bought}` };
  }
  const cost = costIn(taken, lots.currency, quote, at, rateAt);
  return typeof cost === 'string'
    ? { ...trade, realizedReason: cost }
    : { ...trade, realizedPnl: value.minus(cost).toString() };
}

/** Paying with a coin sells it: what it gained since it came, in the coin. */
function disposeOfMoney(
  lots: AssetLots,
  paid: Big,
  { trade, account, input }: { readonly trade: Trade; readonly account: string; readonly input: RealiseInput },
): Big | string {
  const { rateAt, accounts } = input;
  const { taken, rest } = lots.book.remove(paid);
  if (rest.gt(paid.times(dust))) {
    return `more ${trade.quote} was paid than is known to have been bought: ${beforeWords(accounts.get(account)?.coverage)}`;
  }
  const cost = costIn(taken, lots.currency, trade.quote, trade.at, rateAt);
  return typeof cost === 'string' ? cost : paid.minus(cost);
}

/** What lots cost, in another currency at the rates of `at`; why not where that is not known. */
function costIn(lots: readonly Lot[], currency: string | null, into: string, at: number, rateAt: RateAt): Big | string {
  const unknown = lots.find(({ amount }) => amount === null);
  if (unknown !== undefined || currency === null) return unknown?.reason ?? 'its cost is not known';
  const cost = sum(lots.map(({ amount }) => amount ?? 0));
  const day = new Date(at).toISOString().slice(0, 10);
  return convert(cost, currency, into, at, rateAt) ?? `no price leads from ${currency} to ${into} for ${day}`;
}

function costOf(lots: readonly Lot[], currency: string | null, input: RealiseInput, at: number): Big | null {
  const cost = costIn(lots, currency, input.baseCurrency, at, input.rateAt);
  return typeof cost === 'string' ? null : cost;
}

function beforeWords(coverage: LedgerCoverage | undefined): string {
  const trades = coverage?.trades;
  if (trades === undefined || 'reason' in trades) return 'its trades are not known';
  if (trades.from === 0) return 'no trade or deposit of it is told by the exchange';
  return `it was there before ${new Date(trades.from).toISOString().slice(0, 10)}, from when trades are known`;
}

interface MarketSum {
  readonly market: MarketPnl;
  readonly amount: Big;
}

function addTo(markets: Map<string, MarketSum>, trade: Trade): void {
  const { symbol, base, quote, strategy } = trade;
  const key = `${symbol} ${strategy ?? ''}`;
  const before = markets.get(key);
  const amount = (before?.amount ?? big(0)).plus(trade.realizedPnl ?? 0);
  const reason = before?.market.reason ?? (trade.realizedPnl === undefined ? (trade.realizedReason ?? null) : null);
  markets.set(key, { market: { symbol, base, quote, strategy, amount: null, reason }, amount });
}

function marketsOf(markets: ReadonlyMap<string, MarketSum> | undefined): readonly MarketPnl[] {
  return [...(markets?.values() ?? [])].map(({ market, amount }) => ({
    ...market,
    amount: market.reason === null ? amount.toString() : null,
  }));
}

/** In order of time; at one time what came in is there before it is traded. */
export function entriesOf({ trades, flows, income }: Ledger): readonly Entry[] {
  const entries: Entry[] = [
    ...flows.map((flow): Entry => ({ at: flow.at, account: flow.account, order: 0, flow })),
    ...income.map((each): Entry => ({ at: each.at, account: each.account, order: 1, income: each })),
    ...trades.map((trade): Entry => ({ at: trade.at, account: trade.account, order: 2, trade })),
  ];
  const sign = (entry: Entry): number =>
    (entry.order === 0 ? entry.flow : entry.order === 1 ? entry.income : entry.trade).quantity.startsWith('-') ? 0 : 1;
  return entries.sort((a, b) => a.at - b.at || a.order - b.order || sign(a) - sign(b));
}

export function ledgerOf(ledger: Ledger, account: string): AccountLedger {
  return {
    trades: ofAccount(ledger.trades, account),
    flows: ofAccount(ledger.flows, account),
    income: ofAccount(ledger.income, account),
  };
}

function ofAccount<T extends { readonly account: string }>(entries: readonly T[], account: string): readonly T[] {
  return entries.filter((entry) => entry.account === account);
}
