import type { Ledger } from '../../core/model/ledger.ts';
import type { Position } from '../../core/model/snapshot.ts';
import type { OwnTrade } from '../../core/tables/table.ts';

/** Fills of a position, ascending; where an account holds the asset several times, those of its own market and strategy. */
export function ownFills(
  trades: readonly OwnTrade[],
  position: Position,
  positions: readonly Position[],
): readonly OwnTrade[] {
  const { account, asset, symbol, instrument, currency, strategy } = position;
  const own = trades.filter((trade) => trade.account === account);
  if (instrument !== 'spot') return own.filter((trade) => trade.symbol === symbol);
  const spot = own.filter((trade) => trade.base === asset && trade.contract === undefined);
  const siblings = positions.filter(
    (each) => each.account === account && each.asset === asset && each.instrument === 'spot',
  );
  if (siblings.length < 2) return spot;
  return spot.filter(
    (trade) => (trade.strategy ?? null) === strategy && (symbol === asset || trade.quote === currency),
  );
}

/** What changed a spot holding without being bought or sold: flows, income, fees in kind, and what was paid with it. */
export function ownMoves(
  { trades, flows, income }: Ledger,
  { account, asset }: Position,
): readonly { readonly at: number; readonly quantity: number }[] {
  const moves: { readonly at: number; readonly quantity: number }[] = [];
  for (const entry of [...flows, ...income]) {
    if (entry.account === account && entry.asset === asset)
      moves.push({ at: entry.at, quantity: Number(entry.quantity) });
  }
  for (const trade of trades) {
    if (trade.account !== account) continue;
    if (trade.feeCurrency === asset && trade.fee !== null) moves.push({ at: trade.at, quantity: -Number(trade.fee) });
    if (trade.quote === asset && trade.contract === undefined) {
      const paid = Number(trade.quantity) * Number(trade.price);
      moves.push({ at: trade.at, quantity: trade.side === 'buy' ? -paid : paid });
    }
  }
  return moves.filter(({ quantity }) => quantity !== 0).sort((a, b) => a.at - b.at);
}
