import type { Performance } from '../core/model/performance.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { combinedPortfolio, type EngineRequests } from '../protocol/engine.ts';
import type { EnginePorts, Handlers } from './engine.ts';
import type { Portfolio } from './portfolio.ts';
import { seriesAnswer } from './seriesAnswer.ts';

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

const notYet = 'this is not computed yet';

/** Requests that are answered from the history when they come, never on a refresh. */
export function createQueries(context: QueryContext): Pick<Handlers, QueryName> {
  const { ports } = context;
  return {
    async series(window) {
      if (window.portfolio === combinedPortfolio) {
        const reason = 'the combined view keeps no history of its own; each portfolio has its own';
        return { curve: { at: [], value: [] }, extent: null, notRecorded: [], reason };
      }
      const portfolio = context.portfolioOf(window.portfolio);
      const { kind, id } = window.subject;
      const account = kind === 'account' ? id : null;
      return seriesAnswer(window, await portfolio.memory().values(account, 0, ports.clock.now()));
    },
    performance: async (query) => noPerformance(query, ports.clock.now(), notYet),
    attribution: async ({ by }) => ({
      by,
      from: 0,
      to: ports.clock.now(),
      total: null,
      rows: [],
      reason: notYet,
      notes: [],
    }),
    correlation: async () => ({
      matrix: null,
      flags: [],
      clusters: [],
      diversification: {
        ratio: { reason: notYet },
        effectiveBets: { reason: notYet },
        hhi: { reason: notYet },
        covered: null,
      },
      reason: notYet,
    }),
    performances: async () => [],
    compare: async () => ({
      currency: '',
      before: null,
      after: ports.clock.now(),
      valueBefore: null,
      valueAfter: null,
      rows: [],
      totals: { price: null, fx: null, flow: null, quantity: null },
      reason: notYet,
      notes: [],
    }),
    history: async () => ({ currency: '', values: [], holdings: [] }),
    ledger: async () => ({ trades: [], flows: [], income: [] }),
    historyPlace: async () => null,
    openTearSheet: async () => ({ state: 'failed', reason: notYet }),
    closeTearSheet: async () => null,
  };
}

function noPerformance(
  { subject, riskFree }: EngineRequests['performance'][0],
  at: number,
  reason: string,
): Performance {
  return {
    subject,
    title: '',
    currency: '',
    from: at,
    to: at,
    periods: null,
    reason,
    riskFree: riskFree ?? 0,
    metrics: [],
    benchmarks: [],
    yearly: [],
    drawdowns: [],
    histogram: null,
    moneyWeighted: { reason },
    moneyWeightedNote: null,
    worth: { reason },
    netFlow: { reason },
    pnl: { reason },
    todayReturn: { reason },
    origins: [],
    notes: [],
    simulated: false,
  };
}
