import type { Config } from '../../config/schema.ts';
import { big } from '../../core/decimal.ts';
import type { Curve } from '../../core/model/series.ts';
import type { Position, Snapshot } from '../../core/model/snapshot.ts';
import type { OwnTrade } from '../../core/tables/table.ts';
import type { EnginePorts } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';
import { currentRates } from './currentRates.ts';
import { ownMoves } from './positionEntries.ts';
import { positionPath } from './positionPath.ts';
import { positionPrices } from './positionPrices.ts';

/** POS-5: a position's P&L over time in base currency, from its fills, the closes of its asset and the rates of its currency. */
export async function positionPnl(
  ports: EnginePorts,
  portfolio: Portfolio,
  config: Config,
  snapshot: Snapshot,
  position: Position,
  fills: readonly OwnTrade[],
  entries: Parameters<typeof ownMoves>[0],
): Promise<{ readonly curve: Curve; readonly reason: string | null; readonly notes: readonly string[] }> {
  const none: Curve = { at: [], value: [] };
  const first = fills[0];
  const inverse = first?.contract === 'inverse';
  const contractSize = first?.contract === undefined ? 1 : Number(first.contractSize ?? 1);
  const alone =
    snapshot.positions.filter(
      ({ account, asset, instrument }) =>
        account === position.account && asset === position.asset && instrument === 'spot',
    ).length === 1;
  const moves = position.instrument === 'spot' && alone ? ownMoves(entries, position) : [];
  const begin = Math.min(first?.at ?? snapshot.asOf, moves[0]?.at ?? snapshot.asOf);
  // A spot holding is priced in what it was bought with; its fills may be in several currencies.
  const currency = position.instrument === 'spot' ? config.baseCurrency : (first?.quote ?? position.currency);
  const now = currentRates(snapshot);
  const rateAt = (unit: string, at: number): number | null => {
    if (unit === config.baseCurrency) return 1;
    const rate = portfolio.rateAt(unit, at);
    // Money that is not followed day by day is taken at its price of now.
    return rate === null ? now(unit) : Number(rate.toString());
  };
  const prices = await positionPrices(ports, portfolio, snapshot, position, begin);
  const inCurrency: OwnTrade[] = [];
  for (const fill of fills) {
    if (fill.quote === currency) inCurrency.push(fill);
    else {
      const [from, to] = [rateAt(fill.quote, fill.at), rateAt(currency, fill.at)];
      if (from === null || to === null || to === 0) {
        return { curve: none, reason: `no price of ${fill.quote} is known for the time of its fills`, notes: [] };
      }
      inCurrency.push({ ...fill, price: big(fill.price).times(from).div(to).toString() });
    }
  }
  const size = Number(position.size) * contractSize * (position.side === 'short' ? -1 : 1);
  const path = positionPath({
    fills: inCurrency,
    moves,
    held: size,
    inverse,
    currency,
    markPrice: position.instrument === 'spot' ? (position.price?.price ?? null) : position.markPrice,
    now: snapshot.asOf,
    closeAt(at) {
      const price = prices(at);
      const rate = rateAt(currency, at);
      return price === null || rate === null || rate === 0 ? null : price / rate;
    },
    rateAt,
    settlement: inverse ? position.asset : currency,
  });
  if ('reason' in path) return { curve: none, reason: path.reason, notes: [] };
  const words = [
    'Realised and unrealised P&L at the price of each fill and at daily closes, in base currency, before fees and funding.',
  ];
  if (path.before !== null) {
    const day = new Date(path.curve.at[0] ?? begin).toISOString().slice(0, 10);
    words.push(`Its entries tell its P&L since ${day}; what was there before counts at its price then.`);
  }
  return { curve: path.curve, reason: null, notes: words };
}
