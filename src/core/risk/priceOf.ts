import type { RiskFacts } from './limit.ts';
import { baseOf } from './symbol.ts';

/** Price of one unit of a symbol in base currency, fresh ones only. */
export function priceOf({ snapshot }: RiskFacts, symbol: string): number | null {
  const held = snapshot.positions.find((position) => position.symbol === symbol && position.state === 'ok');
  const asset = baseOf(symbol, snapshot.positions);
  const view = snapshot.assets.find((one) => one.asset === asset && one.state === 'ok');
  const price = held?.price?.price ?? view?.price?.price ?? null;
  return price !== null && price > 0 ? price : null;
}
