import { type Big, big } from '../../core/decimal.ts';
import type { AccountReading, Balance, PositionReading } from '../../core/model/account.ts';
import type { Quote } from '../../core/model/quote.ts';
import type { PaperAccount } from '../../core/paper/paperAccount.ts';
import type { PaperPosition } from '../../core/paper/paperBook.ts';

export interface PaperFacts {
  readonly at: number;
  readonly account: PaperAccount;
  readonly marks: readonly Quote[];
  readonly strategy: string | null;
}

/**
 * A paper account as a reading. Longs are spot balances. The proceeds of a short are in the broker's cash; here they are set
 * against it at its entry price, and the short is a position whose value is its open P&L, so that by VAL-0
 * Σ (cash − entry × size) × price + longs + (entry − mark) × size equals the broker's equity cash + longs − size × mark.
 */
export function paperReading({ at, account, marks, strategy }: PaperFacts): AccountReading {
  const held = Object.values(account.book.positions);
  const longs = held.filter(({ quantity }) => big(quantity).gt(0));
  const shorts = held.filter(({ quantity }) => big(quantity).lt(0));
  const cash = new Map<string, Big>(Object.entries(account.book.cash).map(([asset, amount]) => [asset, big(amount)]));
  for (const { quote, quantity, averagePrice } of shorts) {
    cash.set(quote, (cash.get(quote) ?? big(0)).plus(big(quantity).times(averagePrice)));
  }
  return {
    at,
    balances: [...[...cash].flatMap(([asset, amount]) => cashBalance(asset, amount)), ...longs.map(longBalance)],
    positions: shorts.map((short) => shortPosition(short, marks, strategy)),
    block: null,
    hasEquity: true,
    marks,
    failedScopes: [],
    trades: account.trades,
    flows: account.flows,
    ...(account.income.length === 0 ? {} : { income: account.income }),
    realizedToday: null,
    realizedCurrency: null,
    simulated: true,
    notes: refusals(account),
  };
}

function cashBalance(asset: string, amount: Big): Balance[] {
  if (amount.eq(0)) return [];
  const owed = amount.lt(0) ? { quantity: '0', borrowed: amount.neg().toString() } : { quantity: amount.toString() };
  return [{ asset, scope: 'spot', ...owed }];
}

function longBalance({ base, quote, quantity, averagePrice, strategy }: PaperPosition): Balance {
  const of = strategy === null ? {} : { strategy };
  return { asset: base, scope: 'spot', quantity, entryPrice: averagePrice, entryCurrency: quote, ...of };
}

function shortPosition(short: PaperPosition, marks: readonly Quote[], strategy: string | null): PositionReading {
  const mark = marks.find(({ base, quote }) => base === short.base && quote === short.quote);
  return {
    symbol: short.symbol,
    asset: short.base,
    currency: short.quote,
    scope: 'margin',
    side: 'short',
    size: big(short.quantity).abs().toString(),
    contractSize: '1',
    contract: 'linear',
    entryPrice: short.averagePrice,
    markPrice: mark?.price ?? null,
    realizedPnl: short.realizedPnl,
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt: short.openedAt,
    strategy: short.strategy ?? strategy,
    at: mark?.at ?? null,
  };
}

/** Said once each, the first few: an order that was not filled must not pass unseen. */
function refusals({ refused }: PaperAccount): string[] {
  const shown = refused.slice(0, 3).map(({ order, reason }) => `${order.id} was not filled: ${reason}`);
  return refused.length > 3 ? [...shown, `${refused.length - 3} more orders were not filled`] : shown;
}
