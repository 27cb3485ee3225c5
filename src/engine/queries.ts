import type { PortfolioState } from '../core/model/state.ts';
import { combinedPortfolio, type SeriesAnswer, type SeriesWindow } from '../protocol/engine.ts';
import { allocationSeries, partOf } from './allocationSeries.ts';
import { attributionOf, noAttribution } from './attributions.ts';
import { comparisonOf, noComparison } from './comparisons.ts';
import { correlationOf, noCorrelation } from './correlations.ts';
import type { EnginePorts, Handlers } from './engine.ts';
import { entriesOf } from './entries.ts';
import { performanceOf } from './performance.ts';
import { noPerformance, performanceRows } from './performances.ts';
import type { Portfolio } from './portfolio.ts';
import { bookFacts, portfolioScene } from './portfolioScene.ts';
import { seriesOf } from './series.ts';
import { emptyAnswer, valueAnswer } from './seriesAnswer.ts';
import { createSubjects, type Subjects } from './subjects.ts';
import { createTearSheets } from './tearSheets.ts';

/** What requests about the past are answered from. */
export interface QueryContext {
  readonly ports: EnginePorts;
  /** Throws in words where none is open. */
  portfolioOf(folder: string): Portfolio;
  portfolios(): readonly Portfolio[];
  stateOf(folder: string): PortfolioState | null;
}

type QueryName =
  | 'series'
  | 'performance'
  | 'attribution'
  | 'correlation'
  | 'performances'
  | 'compare'
  | 'history'
  | 'ledger'
  | 'historyPlace'
  | 'openTearSheet'
  | 'closeTearSheet';

const combinedWords = 'the combined view keeps no history of its own; each portfolio has its own';
const day = 86_400_000;

/** Requests that are answered from the history when they come, never on a refresh. */
export function createQueries(context: QueryContext): Pick<Handlers, QueryName> {
  const { ports } = context;
  const tearSheets = createTearSheets(ports);
  const cached = new WeakMap<Portfolio, { readonly of: unknown; readonly subjects: Subjects }>();

  /** Answers are kept until the portfolio's next picture of its book. */
  const subjectsOf = (portfolio: Portfolio): Subjects => {
    const snapshot = context.stateOf(portfolio.folder)?.snapshot ?? null;
    const known = cached.get(portfolio);
    if (known !== undefined && known.of === (snapshot ?? portfolio)) return known.subjects;
    const subjects = createSubjects(portfolio, snapshot, ports.clock.now());
    cached.set(portfolio, { of: snapshot ?? portfolio, subjects });
    return subjects;
  };
  const sceneRequest = (folder: string) => {
    const portfolio = context.portfolioOf(folder);
    const snapshot = context.stateOf(folder)?.snapshot ?? null;
    return { ports, portfolio, snapshot, subjects: subjectsOf(portfolio) };
  };

  async function series(window: SeriesWindow): Promise<SeriesAnswer> {
    if (window.portfolio === combinedPortfolio) return emptyAnswer(null, combinedWords);
    if (tearSheets.isOne(window.portfolio)) {
      if (window.series === 'allocation') return emptyAnswer(null, 'a file of returns does not say what was held');
      return seriesOf(window, tearSheets.scene(window.portfolio, window.subject));
    }
    const request = sceneRequest(window.portfolio);
    if (window.series === 'allocation') return allocation(window, request);
    const { kind } = window.subject;
    if (window.series === 'value' && (kind === 'portfolio' || kind === 'account')) {
      const near = await request.subjects.valuesOf(window.subject, window.from, window.to, window.px);
      if (near !== null) return valueAnswer(window, near.points, near.extent);
    }
    return seriesOf(window, await portfolioScene({ ...request, subject: window.subject }));
  }

  async function allocation(window: SeriesWindow, request: ReturnType<typeof sceneRequest>): Promise<SeriesAnswer> {
    const { portfolio, snapshot, subjects } = request;
    const config = portfolio.config();
    const all = await subjects.holdings();
    const first = all[0]?.at;
    const last = all.at(-1)?.at;
    if (config === null || first === undefined || last === undefined) {
      return emptyAnswer(null, 'no holdings were recorded yet');
    }
    const extent = { from: first, to: last };
    const from = window.from ?? first;
    const to = window.to ?? last;
    const every = (to - from) / Math.max(1, window.px);
    // Days are read already; a window of a few of them is worth its hours.
    const fine = every < day / 4 ? await portfolio.memory().history?.holdings(null, from, to, every) : undefined;
    // What was worked out of the time before records began is in no database.
    const stored = fine?.[0]?.at ?? Number.POSITIVE_INFINITY;
    const records = [...all.filter(({ at }) => at < stored), ...(fine ?? [])].filter(
      ({ at }) => at >= from && at <= to,
    );
    const keyOf = partOf(window.by ?? 'asset', config, snapshot, subjects.strategies);
    const own = records.filter((record) => subjects.owns(window.subject, record));
    const { parts, total, notes } = allocationSeries(own, keyOf);
    const start = total.at[0] ?? from;
    const end = total.at.at(-1) ?? to;
    const recordedFrom = await subjects.recordedFrom();
    const origin = snapshot?.simulated === true ? 'simulated' : 'reconstructed';
    if (total.at.length === 0) return emptyAnswer(extent, 'no holdings with a value were recorded in this period');
    return {
      curve: total,
      others: parts,
      extent,
      notRecorded: start < recordedFrom ? [{ from: start, to: Math.min(end, recordedFrom), origin }] : [],
      convention: 'shares of what was held with a value, at most six parts and the others',
      reason: notes.length > 0 ? notes.join('; ') : null,
    };
  }

  return {
    series,
    async performance(query) {
      const { portfolio: folder, subject, period, benchmarks, riskFree, periodsPerYear } = query;
      if (tearSheets.isOne(folder)) return tearSheets.performance(query);
      if (folder === combinedPortfolio) return noPerformance(subject, ports.clock.now(), riskFree, combinedWords);
      const request = { ...sceneRequest(folder), subject, riskFree, periodsPerYear };
      const scene = await portfolioScene(request);
      return performanceOf({ scene, period, benchmarks, facts: (span) => bookFacts(request, span) });
    },
    async performances({ period }) {
      const rows = await Promise.all(
        context.portfolios().map(async (portfolio) => {
          const state = context.stateOf(portfolio.folder);
          if (state === null || portfolio.config() === null) return [];
          return performanceRows(ports, portfolio, state, subjectsOf(portfolio), period);
        }),
      );
      return rows.flat();
    },
    async attribution(query) {
      const now = ports.clock.now();
      if (query.portfolio === combinedPortfolio) return noAttribution(query.by, now, now, combinedWords);
      const { portfolio, snapshot, subjects } = sceneRequest(query.portfolio);
      return attributionOf(ports, portfolio, snapshot, subjects, query);
    },
    async correlation(query) {
      if (query.portfolio === combinedPortfolio) return noCorrelation('correlation is told of single portfolios');
      const { portfolio, snapshot } = sceneRequest(query.portfolio);
      return correlationOf(portfolio, snapshot, query, ports.clock.now());
    },
    async compare({ portfolio: folder, at }) {
      const now = ports.clock.now();
      if (folder === combinedPortfolio) return noComparison('', now, combinedWords);
      const { portfolio, snapshot, subjects } = sceneRequest(folder);
      return comparisonOf(portfolio, snapshot, subjects, at, now);
    },
    async history({ portfolio: folder, account, from, to }) {
      const portfolio = context.portfolioOf(folder);
      const memory = portfolio.memory();
      const accounts = account === null ? Object.keys(portfolio.config()?.accounts ?? {}) : [account];
      const own = await Promise.all(
        accounts.map(async (id) => (await memory.values(id, from, to)).map((point) => ({ ...point, account: id }))),
      );
      const whole = account === null ? await memory.values(null, from, to) : [];
      return {
        currency: portfolio.config()?.baseCurrency ?? '',
        values: [...whole.map((point) => ({ ...point, account: null })), ...own.flat()],
        holdings: (await memory.history?.holdings(account, from, to, 1)) ?? [],
      };
    },
    ledger: ({ portfolio, account, from, to }) => entriesOf(context.portfolioOf(portfolio), account, from, to),
    async historyPlace({ portfolio: folder }) {
      const portfolio = context.portfolioOf(folder);
      const stats = await portfolio.memory().history?.stats();
      if (stats === undefined) return null;
      // What is open, not what the configuration wants: while one is closed and the other opened they differ.
      const { path: place, schemaVersion, schema } = stats;
      return schema === undefined
        ? { database: 'sqlite', place, schemaVersion }
        : { database: 'postgres', place, schemaVersion, schema };
    },
    openTearSheet: (request) => tearSheets.open(request),
    async closeTearSheet({ id }) {
      tearSheets.close(id);
      return null;
    },
  };
}
