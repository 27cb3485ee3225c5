import { toNumber } from '../decimal.ts';
import { createTally } from '../ledger/tally.ts';
import type { RoundTrip, TradeStats } from '../model/tax.ts';

/** Fewer trips than this are no statistic. */
const enough = 5;

/**
 * LED-2: win rate, profit factor (Σ wins / Σ losses), expectancy (mean net result), payoff (mean win / mean loss) of closed
 * round trips, in base currency, net of fees: all together first, then by strategy, the most profitable first. A trip that
 * came out at exactly nothing is neither won nor lost, and counts in the mean. Trips of an unknown result are in no number.
 */
export function tradeStats(trips: readonly RoundTrip[]): readonly TradeStats[] {
  const strategies = [...new Set(trips.map(({ strategy }) => strategy))].filter((strategy) => strategy !== null);
  const own = strategies.map((strategy) =>
    statsOf(
      strategy,
      trips.filter((trip) => trip.strategy === strategy),
    ),
  );
  return [
    statsOf(null, trips),
    ...own.sort((a, b) => b.net - a.net || (a.strategy ?? '').localeCompare(b.strategy ?? '')),
  ];
}

function statsOf(strategy: string | null, trips: readonly RoundTrip[]): TradeStats {
  const results = trips.flatMap(({ baseNet }) => baseNet ?? []);
  const won = results.filter((result) => result > 0);
  const lost = results.filter((result) => result < 0);
  const notes: string[] = [];
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : total(values) / values.length;
  const count = results.length;
  const [gross, losses] = [total(won), -total(lost)];
  const averageWin = mean(won);
  const averageLoss = mean(lost);
  if (count === 0) notes.push(trips.length === 0 ? 'no round trip was closed' : 'the result of no round trip is known');
  else if (lost.length === 0) notes.push('no round trip lost: there is no profit factor and no payoff');
  else if (won.length === 0) notes.push('no round trip won: there is no payoff');
  if (count > 0 && count < enough)
    notes.push(`${count === 1 ? 'one round trip is' : `${count} round trips are`} too few to tell much`);
  const unknown = trips.length - count;
  if (unknown > 0) {
    const reason = trips.find(({ baseNet }) => baseNet === null)?.reason ?? 'not known';
    notes.push(`${unknown === 1 ? '1 round trip is' : `${unknown} round trips are`} in no number: ${reason}`);
  }
  const held = trips.flatMap(({ openedAt, closedAt, baseNet }) =>
    openedAt === null || baseNet === null ? [] : [closedAt - openedAt],
  );
  return {
    strategy,
    trips: count,
    wins: won.length,
    losses: lost.length,
    winRate: count === 0 ? null : won.length / count,
    profitFactor: losses === 0 ? null : gross / losses,
    expectancy: mean(results),
    averageWin,
    averageLoss,
    payoff: averageWin === null || averageLoss === null ? null : averageWin / -averageLoss,
    net: total(results),
    meanHoldingMs: mean(held),
    unknown,
    notes,
  };
}

/** Exact, whatever their order. */
function total(values: readonly number[]): number {
  const tally = createTally();
  for (const value of values) tally.add(String(value));
  return toNumber(tally.text());
}
