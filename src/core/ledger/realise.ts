import { type Big, big } from '../decimal.ts';
import type { MarketPnl } from '../model/account.ts';
import type { Trade } from '../model/trade.ts';
import { type AssetLots, acquire, convert, type OpenLots, openLots, rounded } from './assetLots.ts';
import { createLotsFold } from './createLotsFold.ts';
import { type Entry, entriesOf } from './entries.ts';
import { beforeWords, costIn, dust } from './lotCosts.ts';
import type { RealiseInput } from './realiseInput.ts';
import { spotInUnits } from './spotInUnits.ts';
import { createTally, type Tally } from './tally.ts';

export interface Realised {
  /** The account's fills with `realizedPnl`, or `realizedReason` where it cannot be known. */
  readonly trades: readonly Trade[];
  readonly markets: readonly MarketPnl[];
  readonly open: ReadonlyMap<string, OpenLots>;
}

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
  const { lotsOf, flowsIn, incomes, openContracts, books } = createLotsFold(input);
  const results = new Map<string, Trade[]>();
  const markets = new Map<string, Map<string, MarketSum>>();
  const booked = new Set(input.ledger.income.flatMap(({ account, kind }) => (kind === 'realizedPnl' ? [account] : [])));
  const feed: Folding['feed'] = (entries, now) => {
    for (const entry of entries) {
      if (entry.order === 0) flowsIn(entry.flow, entry.account);
      else if (entry.order === 1) incomes(entry.income, entry.account, now.ledger);
      else {
        const { account, trade } = entry;
        const done =
          trade.contract === undefined
            ? (spotInUnits(trade, account, lotsOf, now) ?? spot(trade, account, lotsOf, now))
            : contract(trade, account, now);
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
    const lots = openContracts(trade, account, { accounts, ledger });
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
  if (!fee.eq(0) && feeIn !== base && feeIn !== quote && !isCash(feeIn)) {
    const lots = lotsOf(account, feeIn);
    if (fee.gt(0)) lots.book.remove(fee);
    else {
      // A rebate costs what it is worth.
      const worth = rounded(rateAt(feeIn, at)?.times(fee.neg()) ?? null);
      const reason = `no price of ${feeIn} is known for ${new Date(at).toISOString().slice(0, 10)}, when it was received`;
      acquire(lots, { at, quantity: fee.neg(), amount: worth, currency: baseCurrency }, reason, rateAt);
    }
  }
  const inOwn = (asset: string) => (feeIn === asset ? fee : big(0));
  if (side === 'buy') {
    const paid = value.plus(inOwn(quote));
    const gain = isCash(quote) ? big(0) : disposeOfMoney(lotsOf(account, quote), paid, { trade, account, input });
    if (!isCash(base)) {
      const got = quantity.minus(inOwn(base));
      const outside = feeIn === base ? big(0) : feeIn === quote ? fee : rounded(convert(fee, feeIn, quote, at, rateAt));
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
    const cost = rounded(rateAt(quote, at)?.times(received) ?? null);
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

interface MarketSum {
  readonly market: MarketPnl;
  readonly amount: Tally;
}

function addTo(markets: Map<string, MarketSum>, trade: Trade): void {
  const { symbol, base, quote, strategy } = trade;
  const key = `${symbol} ${strategy ?? ''}`;
  const before = markets.get(key);
  const amount = before?.amount ?? createTally();
  amount.add(trade.realizedPnl ?? '0');
  const reason = trade.realizedPnl === undefined ? (trade.realizedReason ?? null) : null;
  if (before !== undefined && (reason === null || before.market.reason !== null)) return;
  markets.set(key, { market: { symbol, base, quote, strategy, amount: null, reason }, amount });
}

function marketsOf(markets: ReadonlyMap<string, MarketSum> | undefined): readonly MarketPnl[] {
  return [...(markets?.values() ?? [])].map(({ market, amount }) => ({
    ...market,
    amount: market.reason === null ? amount.text() : null,
  }));
}
