import { z } from 'zod';
import { big } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { countedPositions, exposureOf, exposureOfSome } from './exposure.ts';
import type { Limit, Measurement, RiskFacts } from './limit.ts';
import { amount } from './settings.ts';
import { baseOf } from './symbol.ts';

export type SymbolExposureSettings = number | Readonly<Record<string, number>>;

const each = amount('Largest gross exposure to this symbol or asset, in the base currency.');

/** Gross notional by symbol or asset, base currency. RISK-1. */
export const maxSymbolExposureNotional: Limit<SymbolExposureSettings> = {
  id: 'maxSymbolExposureNotional',
  title: 'Exposure',
  unit: 'money',
  settings: z.union([each, z.record(z.string().min(1), each)]).meta({
    markdownDescription:
      'Largest gross exposure to one symbol, in the base currency: one number for every symbol, or by name, ' +
      '`{ "*": 20000, "BTC": 30000, "BTC/EUR": 10000 }`. An asset (`BTC`) sums over all symbols of that base, a symbol ' +
      '(`BTC/EUR`) counts only itself, `*` is for each symbol that no other key covers. Breach at or above it.',
  }),
  boundary: 'atOrAbove',
  additive: true,
  measure: (facts, settings) => {
    const keys = bySubject(settings);
    const own = Object.entries(keys).filter(([key]) => key !== '*');
    const measured = own.map(([key, threshold]) => measureOne(facts, key, threshold, (one) => covers(key, one)));
    const rest = keys['*'];
    if (rest === undefined) return measured;
    const uncovered = countedPositions(facts).filter((position) => !own.some(([key]) => covers(key, position)));
    const bySymbol = new Map<string, Position[]>();
    for (const position of uncovered) {
      const group = bySymbol.get(position.symbol);
      if (group) group.push(position);
      else bySymbol.set(position.symbol, [position]);
    }
    for (const symbol of [...bySymbol.keys()].sort()) {
      measured.push({ subject: symbol, threshold: rest, ...exposureOfSome(facts, bySymbol.get(symbol) ?? []) });
    }
    // A limit that is set is always judged, also while there is nothing under it (or nothing could be read).
    if (bySymbol.size === 0) measured.push(measureOne(facts, '*', rest, () => false));
    return measured;
  },
  room: (facts, settings, symbol) => {
    const keys = bySubject(settings);
    const asset = baseOf(symbol, facts.snapshot.positions);
    const own = Object.keys(keys).filter((key) => key !== '*' && covers(key, { symbol, asset }));
    const rooms = own.map((key) => roomOf(facts, keys[key] ?? 0, (position) => covers(key, position)));
    const rest = keys['*'];
    if (own.length === 0 && rest !== undefined)
      rooms.push(roomOf(facts, rest, (position) => position.symbol === symbol));
    return rooms.reduce<ReturnType<typeof roomOf> | null>((tightest, room) => {
      if (tightest === null || 'reasons' in room) return room;
      return 'reasons' in tightest || tightest.notional.lte(room.notional) ? tightest : room;
    }, null);
  },
};

function bySubject(settings: SymbolExposureSettings): Readonly<Record<string, number>> {
  return typeof settings === 'number' ? { '*': settings } : settings;
}

/** A symbol key covers itself; an asset key every symbol of that base. In any case: "btc" must not be a limit of nothing. */
function covers(key: string, { symbol, asset }: Pick<Position, 'symbol' | 'asset'>): boolean {
  const name = key.toUpperCase();
  return symbol.toUpperCase() === name || (!name.includes('/') && asset.toUpperCase() === name);
}

function measureOne(
  facts: RiskFacts,
  subject: string,
  threshold: number,
  include: (position: Position) => boolean,
): Measurement {
  return { subject, threshold, ...exposureOf(facts, include) };
}

function roomOf(facts: RiskFacts, threshold: number, include: (position: Position) => boolean) {
  const { value, incomplete } = exposureOf(facts, include);
  return value ? { notional: big(threshold).minus(value) } : { reasons: incomplete };
}
