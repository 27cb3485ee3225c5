import type { Position } from '../model/snapshot.ts';

/** The asset whose price moves a symbol: as a held position tells it, else what stands before "/" (`BTC` of `BTC/USDT:USDT`). */
export function baseOf(symbol: string, positions: readonly Position[]): string {
  const held = positions.find((position) => position.symbol === symbol);
  return held?.asset ?? symbol.split('/')[0] ?? symbol;
}
