import type { Limit } from './limit.ts';
import { maxDailyLossAbs } from './maxDailyLossAbs.ts';
import { maxDailyLossPct } from './maxDailyLossPct.ts';
import { maxDrawdownPct } from './maxDrawdownPct.ts';
import { maxExchangePct } from './maxExchangePct.ts';
import { maxLeverage } from './maxLeverage.ts';
import { maxMonthlyLossPct } from './maxMonthlyLossPct.ts';
import { maxOpenPositions } from './maxOpenPositions.ts';
import { maxOrderNotional } from './maxOrderNotional.ts';
import { maxPositionPct } from './maxPositionPct.ts';
import { maxSectorPct } from './maxSectorPct.ts';
import { maxSymbolExposureNotional } from './maxSymbolExposureNotional.ts';
import { maxTotalExposureNotional } from './maxTotalExposureNotional.ts';
import { maxWeeklyLossPct } from './maxWeeklyLossPct.ts';
import { minCashPct } from './minCashPct.ts';
import { minOrderNotional } from './minOrderNotional.ts';

/** The list of limits: configuration, schema, evaluation, diagnostics and CLI follow from it. */
// biome-ignore lint/suspicious/noExplicitAny: each limit has settings of its own type; the list is heterogeneous
export const limits: readonly Limit<any>[] = [
  maxTotalExposureNotional,
  maxSymbolExposureNotional,
  maxOpenPositions,
  maxLeverage,
  maxPositionPct,
  maxSectorPct,
  maxExchangePct,
  minCashPct,
  maxDailyLossAbs,
  maxDailyLossPct,
  maxWeeklyLossPct,
  maxMonthlyLossPct,
  maxDrawdownPct,
  maxOrderNotional,
  minOrderNotional,
];
