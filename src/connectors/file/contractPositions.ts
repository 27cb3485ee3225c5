import { type Big, big, type Decimal } from '../../core/decimal.ts';
import type { PositionReading } from '../../core/model/account.ts';
import type { Trade } from '../../core/model/trade.ts';

interface Held {
  size: Big;
  average: Big;
  realized: Big;
  openedAt: number;
  readonly first: Trade;
  last: Trade;
}

/** Positions that fills of linear contracts make, netted by symbol and strategy at average prices (SRC-2). */
export function createContracts(): {
  /** What the fill realised in its quote currency, before its fee: as it says itself, else by the average. */
  add(fill: Trade): Decimal;
  positions(): readonly PositionReading[];
} {
  const book = new Map<string, Held>();
  return {
    add(fill) {
      const key = `${fill.symbol}\n${fill.strategy ?? ''}`;
      const zero = { size: big(0), average: big(0), realized: big(0), openedAt: fill.at, first: fill, last: fill };
      const held: Held = book.get(key) ?? zero;
      book.set(key, held);
      const signed = big(fill.quantity).times(fill.side === 'buy' ? 1 : -1);
      const next = held.size.plus(signed);
      let made = big(0);
      if (held.size.times(signed).gte(0)) {
        if (held.size.eq(0)) held.openedAt = fill.at;
        held.average = held.size.times(held.average).plus(signed.times(fill.price)).div(next);
      } else {
        const closed = held.size.abs().lt(signed.abs()) ? held.size.abs() : signed.abs();
        const sign = held.size.gt(0) ? 1 : -1;
        made = closed
          .times(fill.contractSize ?? 1)
          .times(big(fill.price).minus(held.average))
          .times(sign);
        if (next.times(held.size).lt(0)) {
          held.average = big(fill.price);
          held.openedAt = fill.at;
        }
      }
      const told = fill.realizedPnl === undefined ? made : big(fill.realizedPnl);
      held.size = next;
      held.realized = held.realized.plus(told);
      held.last = fill;
      return told.round(18).toString();
    },
    positions: () => [...book.values()].flatMap((held) => (held.size.eq(0) ? [] : [positionOf(held)])),
  };
}

function positionOf({ size, average, realized, openedAt, first, last }: Held): PositionReading {
  return {
    symbol: first.symbol,
    asset: first.base,
    currency: first.quote,
    scope: first.scope ?? 'swap',
    side: size.gt(0) ? 'long' : 'short',
    size: size.abs().toString(),
    contractSize: first.contractSize ?? '1',
    contract: 'linear',
    entryPrice: average.toString(),
    // The export tells no price of now: the chain of price sources does, where it knows the asset.
    markPrice: null,
    realizedPnl: realized.round(18).toString(),
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt,
    strategy: first.strategy,
    at: last.at,
  };
}
