import { big, toNumber } from '../decimal.ts';
import type { PlannedOrder } from '../model/trading.ts';
import type { Fact, RiskFacts } from '../risk/limit.ts';
import { rateOf } from '../risk/rates.ts';
import { contractFill } from './contractFill.ts';
import type { DraftBook, DraftFill } from './draftBook.ts';
import { marketSymbol } from './marketSymbol.ts';
import { projectedSnapshot } from './projectedSnapshot.ts';
import { spotFill } from './spotFill.ts';

/**
 * The facts as they would be once all orders are filled at their expected prices, and `orders` those orders: cash, holdings,
 * positions, shares, equity less fees and slippage. The P&L of the day counts what is realised less the fees; week, month and
 * drawdown follow the equity. Changes over time (24 h, month) stay those of now.
 */
export function projectBook(facts: RiskFacts, orders: readonly PlannedOrder[]): RiskFacts {
  if (orders.length === 0) return { ...facts, orders: [] };
  const { snapshot } = facts;
  const book = openDraft(facts);
  for (const order of orders) applyOrder(facts, book, order);
  const after = projectedSnapshot(facts, book);
  const change = snapshot.equity !== null && after.equity !== null ? after.equity - snapshot.equity : null;
  return {
    ...facts,
    snapshot: after,
    orders: orders.map(({ ticket, notional }) => ({ symbol: ticket.symbol, notional })),
    dayPnl: dayPnlAfter(facts, book, change),
    weekPnl: plus(facts.weekPnl, change),
    monthPnl: plus(facts.monthPnl, change),
    drawdown: drawdownAfter(facts, snapshot.equity, after.equity),
  };
}

export function openDraft({ snapshot, stablecoins }: RiskFacts): DraftBook {
  return {
    snapshot,
    stablecoins: stablecoins ?? [],
    holdings: new Map(snapshot.holdings.map((holding) => [holding.id, holding])),
    positions: new Map(snapshot.positions.map((position) => [position.id, position])),
    realized: big(0),
    unknown: [],
    fees: big(0),
  };
}

export function applyOrder(facts: RiskFacts, book: DraftBook, order: PlannedOrder): void {
  const fill = fillOf(facts, order);
  book.fees = book.fees.plus(fill.fee);
  if (fill.settle === null) spotFill(book, fill);
  else contractFill(book, fill);
}

function fillOf({ snapshot }: RiskFacts, { ticket, price, notional, fee }: PlannedOrder): DraftFill {
  const quantity = big(ticket.quantity);
  const { base, quote, settle } = marketSymbol(ticket.symbol);
  const value = big(notional);
  // A spot order's notional is quantity × price × rate; a contract's has its contract size in it.
  const rate = rateOf(snapshot, quote) ?? (settle === null ? value.div(quantity.times(price)) : big(1));
  return { ticket, base, quote, settle, quantity, price: big(price), rate, notional: value, fee: big(fee ?? 0) };
}

function dayPnlAfter(facts: RiskFacts, book: DraftBook, change: number | null): Fact {
  const { dayPnl } = facts;
  if (!dayPnl.known) return dayPnl;
  if (facts.dayCountsOpen === true) return plus(dayPnl, change);
  const [unknown] = book.unknown;
  if (unknown !== undefined) return { known: false, reason: unknown };
  return { ...dayPnl, value: toNumber(big(dayPnl.value).plus(book.realized).minus(book.fees)) };
}

function plus(fact: Fact, change: number | null): Fact {
  if (!fact.known || change === null) return fact;
  return { ...fact, value: toNumber(big(fact.value).plus(big(change))) };
}

/** Equity lost to fees and slippage deepens a drawdown by its share. */
function drawdownAfter({ drawdown }: RiskFacts, before: number | null, after: number | null): Fact {
  if (!drawdown.known || before === null || after === null || before <= 0) return drawdown;
  const value = 1 - (1 - drawdown.value) * (after / before);
  return { ...drawdown, value: Math.min(1, Math.max(0, value)) };
}
