import type { Config } from '../config/schema.ts';
import { analyse } from '../core/analyse.ts';
import { dayStart } from '../core/calendar.ts';
import { healthOf } from '../core/health.ts';
import type { Analytics } from '../core/model/analytics.ts';
import type { DailyCloses } from '../core/model/quote.ts';
import type { RiskResult } from '../core/model/risk.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Allocation, Snapshot } from '../core/model/snapshot.ts';
import type { HealthItem } from '../core/model/state.ts';
import type { Log } from '../core/ports.ts';
import { evaluateRisk } from '../core/risk/evaluateRisk.ts';
import { riskFacts } from '../core/risk/facts.ts';
import type { RiskFacts } from '../core/risk/limit.ts';
import { allocationsOf } from '../core/valuation/allocate.ts';
import type { BookInput } from '../core/valuation/book.ts';
import { valueBook } from '../core/valuation/valueBook.ts';
import { areSimulated, assetsToFollow } from './dailyCloses.ts';
import type { EngineOptions } from './engine.ts';
import { isCovered, type LastRecord } from './lastRecord.ts';
import { parseDuration } from './parseDuration.ts';
import type { Book } from './readBook.ts';

/** Steps 4 and 5 of a refresh: everything that follows from a book and its past. Pure but for its log. */
export interface Judgement {
  readonly snapshot: Snapshot;
  readonly allocations: readonly Allocation[];
  readonly analytics: Analytics | null;
  readonly facts: RiskFacts;
  readonly risk: RiskResult;
  readonly health: readonly HealthItem[];
  /** The value now, as the end of the past; null where the book is not complete. */
  readonly live: ValuePoint | null;
}

export interface JudgeRequest {
  readonly book: Book;
  readonly config: Config;
  readonly options: EngineOptions;
  readonly past: readonly ValuePoint[];
  /** What the last point of `past` covers. */
  readonly last: LastRecord | null;
  readonly closes: readonly DailyCloses[];
  /** Net flow between the last point of `past` and the book; null: not known. */
  readonly flowSince: (snapshot: Snapshot) => number | null;
  readonly log: Log;
}

export function judgeBook(request: JudgeRequest): Judgement {
  const { book, config, options, past } = request;
  const { risk: settings, sectors } = config;
  const { at } = book;
  const snapshot = valueBook({
    at,
    settings: {
      baseCurrency: config.baseCurrency,
      displayCurrencies: config.displayCurrencies,
      stablecoins: settings.stablecoins,
      countSpot: settings.countSpot,
      priceMaxAgeMs: parseDuration(config.prices.maxAge),
      dayStart: dayStart(at, settings.dayBoundary),
    },
    accounts: book.accounts,
    quotes: book.quotes,
    past,
    ...covered(request),
  });
  const live = livePoint(snapshot, request.flowSince(snapshot));
  const points = live === null ? past : withLive(past, live);
  const facts = riskFacts({
    snapshot,
    accounts: book.accounts,
    past: points,
    dayBoundary: settings.dayBoundary,
    includeUnrealized: settings.includeUnrealized,
    startingCash: options.startingCash ?? settings.startingCash ?? null,
    sectors,
    countSpot: settings.countSpot,
    at,
    includeFees: config.includeFees,
  });
  return {
    snapshot,
    live,
    allocations: allocationsOf(snapshot, sectors),
    analytics: guarded(request.log, 'The analytics', null, () =>
      analyse({
        points,
        closes: request.closes,
        assets: assetsToFollow(snapshot).map(({ asset }) => ({ asset, kind: 'asset' })),
        riskFree: settings.riskFreeRate,
        window: settings.correlationWindow,
        at,
        simulated: snapshot.simulated || request.closes.some(areSimulated),
      }),
    ),
    facts,
    risk: evaluateRisk(facts, config.limits, settings.warningThreshold),
    health: guarded(request.log, 'The health checks', [], () =>
      healthOf({ snapshot, accounts: book.accounts, config, at }),
    ),
  };
}

/** Which accounts the last point of the past counted already, so that one that joined since is no profit. */
function covered({ last, past, config }: JudgeRequest): Pick<BookInput, 'lastPoint'> {
  if (last === null || last.currency !== config.baseCurrency || last.at !== past.at(-1)?.at) return {};
  const entries = Object.entries(last.accounts);
  const gone = entries.filter(([id]) => !isCovered(last, id, config));
  return {
    lastPoint: {
      accounts: new Set(entries.flatMap(([id]) => (isCovered(last, id, config) ? [id] : []))),
      left: gone.reduce((total, [, equity]) => total + equity, 0),
    },
  };
}

/** The value now, as the end of the past; none where the book is not complete, because a gap is no loss. */
function livePoint(snapshot: Snapshot, flow: number | null): ValuePoint | null {
  if (snapshot.equity === null || snapshot.gaps.some((gap) => gap.state !== 'unpriced')) return null;
  return { at: snapshot.asOf, equity: snapshot.equity, flow, origin: snapshot.simulated ? 'simulated' : 'recorded' };
}

/** Years of past are copied once a refresh, and looked through only where a clock was set back. */
function withLive(past: readonly ValuePoint[], live: ValuePoint): readonly ValuePoint[] {
  const last = past.at(-1);
  const before = last !== undefined && last.at >= live.at ? past.filter((point) => point.at < live.at) : past;
  return [...before, live];
}

/** One failing chart never takes the book down (REL-1); limits are not guarded: a book that cannot be judged is not OK. */
function guarded<T>(log: Log, what: string, fallback: T, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    log.error(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return fallback;
  }
}
