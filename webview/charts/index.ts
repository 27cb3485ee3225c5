import { allocationOverTime } from './allocationOverTime.ts';
import { attribution } from './attribution.tsx';
import { benchmarks } from './benchmarks.tsx';
import type { Chart } from './chart.ts';
import { correlation } from './correlation.tsx';
import { drawdowns } from './drawdowns.tsx';
import { histogram } from './histogram.tsx';
import { metricGroups } from './metricGroups.tsx';
import { monthly } from './monthly.tsx';
import { returns } from './returns.ts';
import { rolling } from './rolling.ts';
import { timeChart } from './timeCard.tsx';

/**
 * Every chart of the sections, in reading order. A new one is a file that says what it asks, draws and tells, and a line
 * here; card, states, choices, table, picture and CSV follow.
 */
export const charts: readonly Chart[] = [
  timeChart(returns),
  benchmarks,
  monthly,
  histogram,
  timeChart(rolling),
  timeChart(allocationOverTime),
  attribution,
  metricGroups,
  drawdowns,
  correlation,
];
