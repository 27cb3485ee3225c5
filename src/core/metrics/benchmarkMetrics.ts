import { activeReturn } from './benchmark/activeReturn.ts';
import { alpha } from './benchmark/alpha.ts';
import { beta, downBeta, upBeta } from './benchmark/beta.ts';
import { captureRatio, downCapture, upCapture } from './benchmark/capture.ts';
import { correlation } from './benchmark/correlation.ts';
import {
  battingAverage,
  downNumberRatio,
  downPercentRatio,
  upNumberRatio,
  upPercentRatio,
} from './benchmark/counts.ts';
import { difference } from './benchmark/difference.ts';
import { informationRatio } from './benchmark/informationRatio.ts';
import { rSquared } from './benchmark/rSquared.ts';
import { trackingError } from './benchmark/trackingError.ts';
import { treynor } from './benchmark/treynor.ts';
import type { BenchmarkMetric } from './metric.ts';

/** The list of metrics beside a benchmark (PERF-6), in the order they are shown. */
export const benchmarkMetrics: readonly BenchmarkMetric[] = [
  difference,
  alpha,
  beta,
  rSquared,
  correlation,
  trackingError,
  informationRatio,
  activeReturn,
  treynor,
  upCapture,
  downCapture,
  captureRatio,
  upBeta,
  downBeta,
  battingAverage,
  upNumberRatio,
  downNumberRatio,
  upPercentRatio,
  downPercentRatio,
];
