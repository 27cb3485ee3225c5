import { type Big, big } from '../decimal.ts';
import { type AssetLots, acquire } from '../ledger/assetLots.ts';
import { createLotsFold, type LotsFold, type Spent } from '../ledger/createLotsFold.ts';
import { entriesOf } from '../ledger/entries.ts';
import { beforeWords, dust } from '../ledger/lotCosts.ts';
import type { RealiseInput } from '../ledger/realiseInput.ts';
import type { Trade } from '../model/trade.ts';
import { contractDisposals } from './contractDisposals.ts';
import type { Disposed } from './disposal.ts';

/**
 * LED-3: everything that a ledger disposed of, over all time, with the lots it used up. Costs are in base currency at the rate
 * of the day on which they came about, proceeds at that of the day they came in. Paying with a coin disposes of it at its
 * worth of that day, a fee paid in a coin too (and is a fee of the fill at the same worth), interest, funding and network fees paid
 * in one as well. Moving a coin between accounts or converting it is no disposal: it takes its lots along. Money has no lots.
 * One step for each entry of the ledger.
 */
export function* disposalSteps(input: RealiseInput): Generator<readonly Disposed[], void> {
  const fold = createLotsFold(input, input.baseCurrency);
  const booked = new Set(input.ledger.income.flatMap(({ account, kind }) => (kind === 'realizedPnl' ? [account] : [])));
  for (const entry of entriesOf(input.ledger)) {
    if (entry.order === 0) {
      const paid = fold.flowsIn(entry.flow, entry.account);
      yield paid === null ? [] : [ofSpent(paid, input)];
    } else if (entry.order === 1) {
      yield fold.incomes(entry.income, entry.account, input.ledger).map((spent) => ofSpent(spent, input));
    } else {
      const { trade, account } = entry;
      yield trade.contract === undefined
        ? spotDisposals(trade, account, fold, input)
        : contractDisposals(trade, account, fold, input, booked.has(account));
    }
  }
}

/** All of them at once. */
export function disposalsOf(input: RealiseInput): readonly Disposed[] {
  return [...disposalSteps(input)].flat();
}

/** What `quantity` of an asset is worth at a time, in base currency; why not where that is not known. */
function worthOf(
  asset: string,
  quantity: Big,
  at: number,
  { rateAt }: RealiseInput,
): readonly [Big | null, string | null] {
  const rate = rateAt(asset, at);
  if (rate !== null) return [rate.times(quantity), null];
  return [null, `no price of ${asset} is known for ${new Date(at).toISOString().slice(0, 10)}`];
}

function ofSpent({ account, entry, quantity, taken, rest, amount, reason }: Spent, input: RealiseInput): Disposed {
  const { at, asset, id } = entry;
  return {
    account,
    asset,
    at,
    quantity,
    side: 'long',
    trade: id,
    amount,
    fee: big(0),
    reason,
    taken,
    rest: negligible(rest, quantity),
    restReason: restWords(asset, account, input),
    booked: false,
  };
}

function spotDisposals(trade: Trade, account: string, fold: LotsFold, input: RealiseInput): readonly Disposed[] {
  const { at, base, quote, side, id } = trade;
  const { isCash, rateAt, includeFees } = input;
  const all: Disposed[] = [];
  const dispose = (asset: string, quantity: Big, amount: Big | null, fee: Big | null, reason: string | null): void => {
    const lots = fold.lotsOf(account, asset);
    const { taken, rest } = lots.book.remove(quantity);
    const opened = rest.gt(0) && input.accounts.get(account)?.allowsShort === true;
    if (opened) openShort(lots, { trade, quantity, rest, amount, fee: includeFees ? fee : big(0), reason });
    const closed = opened ? quantity.minus(rest) : quantity;
    if (closed.lte(0)) return;
    const part = (of: Big | null): Big | null => (closed.eq(quantity) ? of : (of?.times(closed).div(quantity) ?? null));
    all.push({
      account,
      asset,
      at,
      quantity: closed,
      side: 'long',
      trade: id,
      amount: part(amount),
      fee: part(fee),
      reason,
      taken,
      rest: opened ? big(0) : negligible(rest, quantity),
      restReason: restWords(asset, account, input),
      booked: false,
    });
  };
  const quantity = big(trade.quantity);
  const value = quantity.times(trade.price);
  const [worth, why] = worthOf(quote, value, at, input);
  const feeIn = trade.feeCurrency ?? quote;
  const fee = big(trade.fee ?? 0);
  const [feeWorth, feeWhy] = fee.eq(0)
    ? [big(0), null]
    : feeIn === base
      ? [worth === null || quantity.eq(0) ? null : worth.times(fee).div(quantity), why]
      : worthOf(feeIn, fee, at, input);
  // A rebate brings a coin; what it costs is what it is worth.
  const payFee = (): void => {
    if (fee.eq(0) || isCash(feeIn)) return;
    if (fee.gt(0)) {
      dispose(feeIn, fee, feeWorth, big(0), feeWhy);
      return;
    }
    const reason = feeWhy ?? '';
    const amount = feeWorth?.neg() ?? null;
    acquire(
      fold.lotsOf(account, feeIn),
      { at, quantity: fee.neg(), amount, currency: input.baseCurrency },
      reason,
      rateAt,
    );
  };
  if (side === 'sell') {
    if (!isCash(base)) dispose(base, quantity, worth, feeWorth, why ?? feeWhy);
    if (!isCash(quote)) {
      acquire(
        fold.lotsOf(account, quote),
        { at, quantity: value, amount: worth, currency: input.baseCurrency },
        why ?? '',
        rateAt,
      );
    }
    payFee();
    return all;
  }
  // The fee of buying is in the cost of what was bought.
  if (!isCash(quote)) dispose(quote, value, worth, big(0), why);
  if (!isCash(base)) {
    const lots = fold.lotsOf(account, base);
    const { taken, rest } = lots.book.removeShort(quantity);
    const closed = quantity.minus(rest);
    const share = (of: Big | null, part: Big): Big | null =>
      part.eq(quantity) ? of : (of?.times(part).div(quantity) ?? null);
    if (closed.gt(0)) {
      all.push({
        account,
        asset: base,
        at,
        quantity: closed,
        side: 'short',
        trade: id,
        amount: share(worth, closed),
        fee: share(feeWorth, closed),
        reason: why ?? feeWhy,
        taken,
        rest: big(0),
        restReason: '',
        booked: false,
      });
    }
    const whole = includeFees ? worth && feeWorth && worth.plus(feeWorth) : worth;
    acquire(
      lots,
      { at, quantity: rest, amount: share(whole, rest), currency: input.baseCurrency },
      why ?? feeWhy ?? 'its cost is not known',
      rateAt,
    );
  }
  payFee();
  return all;
}

function openShort(
  lots: AssetLots,
  of: {
    readonly trade: Trade;
    readonly quantity: Big;
    readonly rest: Big;
    readonly amount: Big | null;
    readonly fee: Big | null;
    readonly reason: string | null;
  },
): void {
  const net = of.amount && of.fee && of.amount.minus(of.fee);
  const amount = net?.times(of.rest).div(of.quantity) ?? null;
  lots.book.take({
    at: of.trade.at,
    side: 'sell',
    quantity: of.rest,
    amount,
    ...(amount === null ? { reason: of.reason ?? 'what it brought is not known' } : {}),
  });
}

/** Exchanges round. */
function negligible(rest: Big, quantity: Big): Big {
  return rest.lte(quantity.times(dust)) ? big(0) : rest;
}

function restWords(asset: string, account: string, { accounts }: RealiseInput): string {
  return `more ${asset} was disposed of than is known to have been acquired: ${beforeWords(accounts.get(account)?.coverage)}`;
}
