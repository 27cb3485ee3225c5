import type { ReturnSeries } from '../metrics/metric.ts';
import type { DrawdownSpell } from '../model/performance.ts';
import { growthOf } from './growthOf.ts';
import { perSeries } from './perSeries.ts';

const day = 86_400_000;
/** Compounding returns of prices rounds: a level this close to the peak is the peak. */
const slack = 1e-12;

/**
 * Every fall below a peak of the compounded index (its starting 1 included), in order of time. A spell lasts from the last
 * time at the peak until the index is back at it; the last one may be open. Reference: Bacon (2008), "Practical Portfolio
 * Performance Measurement and Attribution", ch. 4; pyfolio `gen_drawdown_table`.
 */
export const drawdownSpells = perSeries((series): readonly DrawdownSpell[] => {
  const index = growthOf(series);
  const spells: DrawdownSpell[] = [];
  let peak = 1;
  let peakI = 0;
  let lowest = 1;
  let troughI = 0;
  let open = false;
  for (let i = 1; i < index.length; i++) {
    const level = index[i] ?? 0;
    if (level >= peak * (1 - slack)) {
      if (open) spells.push(spell(series, { peak, peakI, lowest, troughI, endI: i, recovered: true }));
      open = false;
      peak = Math.max(peak, level);
      peakI = i;
    } else if (!open || level < lowest) {
      open = true;
      lowest = level;
      troughI = i;
    }
  }
  if (open) spells.push(spell(series, { peak, peakI, lowest, troughI, endI: index.length - 1, recovered: false }));
  return spells;
});

/** The worst spells of a series, deepest first. */
export function drawdownTable(series: ReturnSeries, top = 10): readonly DrawdownSpell[] {
  return [...drawdownSpells(series)].sort((a, b) => a.depth - b.depth).slice(0, top);
}

/** The deepest spell; null where the index never fell. */
export const worstSpell = perSeries((series): DrawdownSpell | null => drawdownTable(series, 1)[0] ?? null);

function spell(
  series: ReturnSeries,
  of: {
    readonly peak: number;
    readonly peakI: number;
    readonly lowest: number;
    readonly troughI: number;
    readonly endI: number;
    readonly recovered: boolean;
  },
): DrawdownSpell {
  const at = (i: number) => (i === 0 ? series.start : (series.at[i - 1] ?? series.start));
  const days = (from: number, to: number) => Math.round((at(to) - at(from)) / day);
  const { peak, peakI, lowest, troughI, endI, recovered } = of;
  const depth = lowest / peak - 1;
  return {
    depth: Number.isFinite(depth) ? Math.max(depth, -1) : -1,
    peakAt: at(peakI),
    troughAt: at(troughI),
    recoveredAt: recovered ? at(endI) : null,
    fallPeriods: troughI - peakI,
    totalPeriods: endI - peakI,
    fallDays: days(peakI, troughI),
    totalDays: days(peakI, endI),
  };
}
