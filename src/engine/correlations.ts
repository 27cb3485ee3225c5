import { correlationAnswer } from '../core/correlation/answer.ts';
import type { Weight } from '../core/correlation/diversification.ts';
import type { CorrelationAnswer } from '../core/model/analytics.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { CorrelationQuery } from '../protocol/engine.ts';
import { areSimulated, assetsToFollow } from './dailyCloses.ts';
import type { Portfolio } from './portfolio.ts';

/** A window of n days of returns needs one close more; today's and yesterday's may not be there yet. */
const spare = 3;

/** RISK-9: correlation of what is held, or of what is asked for, over a window of one's own; closes are fetched where needed. */
export async function correlationOf(
  portfolio: Portfolio,
  snapshot: Snapshot | null,
  query: CorrelationQuery,
  at: number,
): Promise<CorrelationAnswer> {
  const config = portfolio.config();
  if (config === null) return noCorrelation('there is no valid configuration yet');
  if (snapshot === null) return noCorrelation('the book was not read yet');
  const window = query.window ?? config.risk.correlationWindow;
  const followed = assetsToFollow(snapshot);
  const wanted =
    query.assets === null
      ? followed
      : query.assets.map(
          (asset) => followed.find((each) => each.asset === asset) ?? { asset, simulated: snapshot.simulated },
        );
  const closes = await portfolio.closes().closesOf(wanted, window + spare, config.baseCurrency);
  return correlationAnswer({
    closes,
    weights: weightsOf(snapshot),
    query: {
      method: query.method,
      window,
      assets: query.assets === null ? followed.map(({ asset }) => asset) : query.assets,
    },
    at,
    simulated: snapshot.simulated || closes.some(areSimulated),
  });
}

export function noCorrelation(reason: string): CorrelationAnswer {
  const none = { reason };
  return {
    matrix: null,
    flags: [],
    clusters: [],
    diversification: { ratio: none, effectiveBets: none, hhi: none, covered: null },
    reason,
  };
}

/** Signed share of the book of each asset that moves: what is held, and what derivatives stand for. */
function weightsOf(snapshot: Snapshot): readonly Weight[] {
  const amounts = new Map<string, number>();
  const add = (asset: string, amount: number): void => void amounts.set(asset, (amounts.get(asset) ?? 0) + amount);
  const spot = new Set<string>();
  for (const { kind, account, asset, value } of snapshot.holdings) {
    if (kind !== 'asset' || value === null) continue;
    spot.add(`${account}/${asset}`);
    add(asset, value);
  }
  for (const { instrument, account, asset, side, baseNotional } of snapshot.positions) {
    // Spot holdings are positions too and are counted above.
    if (baseNotional === null || (instrument === 'spot' && spot.has(`${account}/${asset}`))) continue;
    add(asset, side === 'long' ? baseNotional : -baseNotional);
  }
  amounts.delete(snapshot.baseCurrency);
  const gross = [...amounts.values()].reduce((sum, amount) => sum + Math.abs(amount), 0);
  // Positions without an equity are weighed by what they amount to.
  const whole = snapshot.equity !== null && snapshot.equity > 0 ? snapshot.equity : gross;
  if (!(whole > 0)) return [];
  return [...amounts]
    .map(([asset, amount]) => ({ asset, weight: amount / whole }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
