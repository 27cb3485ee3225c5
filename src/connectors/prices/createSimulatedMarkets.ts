import { type Market, simulatedMarket } from '../../core/paper/market.ts';

/** The simulated market of a seed; the same object each time, because it keeps the days it has computed. */
export type SimulatedMarkets = (seed: number) => Market;

/** One per process: paper accounts and price links share their markets. */
export function createSimulatedMarkets(): SimulatedMarkets {
  const markets = new Map<number, Market>();
  return (seed) => {
    const market = markets.get(seed) ?? simulatedMarket(seed);
    markets.set(seed, market);
    return market;
  };
}
