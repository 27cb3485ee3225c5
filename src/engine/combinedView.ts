import type { Config } from '../config/schema.ts';
import { dayStart } from '../core/calendar.ts';
import { healthOf } from '../core/health.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { allocationsOf } from '../core/valuation/allocate.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import { valueBook } from '../core/valuation/valueBook.ts';
import { combinedPortfolio } from '../protocol/engine.ts';
import { parseDuration } from './parseDuration.ts';
import type { Book } from './readBook.ts';

/** One portfolio's part of the combined view. */
export interface CombinedPart {
  readonly state: PortfolioState;
  /** null: its configuration never was good. */
  readonly config: Config | null;
  /** null: nothing of it was read. */
  readonly book: Book | null;
}

/**
 * CFG-1: all portfolios of the workspace as one book, in the base currency of the first. It is valued from the accounts
 * anew, so conversion, gaps and staleness are those of one book, not sums of sums. Limits belong to their portfolios:
 * it has none of its own, and no history (values of different portfolios are recorded at different times). Simulated
 * portfolios are left out beside real ones, which is said. null with fewer than two, and until each was read once; one that
 * cannot be read is an account that failed, so that no total goes without it in silence.
 */
export function combinedView(parts: readonly CombinedPart[], at: number): PortfolioState | null {
  const real = parts.filter((part) => part.state.snapshot?.simulated !== true);
  const shown = real.length > 0 ? real : parts;
  const first = shown.find(({ config }) => config !== null);
  if (first?.config == null || shown.length < 2) return null;
  if (shown.some(({ state, book }) => book === null && state.phase !== 'idle')) return null;
  const accounts = shown.flatMap((part, index) => renamed(part, nameOf(shown, index)));
  const quotes = shown.flatMap(({ book }) => book?.quotes ?? []);
  const sectors = Object.assign({}, ...shown.map(({ config }) => config?.sectors).reverse());
  const left = parts.filter((part) => !shown.includes(part)).map(({ state }) => state.name);
  const { baseCurrency, displayCurrencies, risk, prices } = first.config;
  const snapshot = valueBook({
    at,
    settings: {
      baseCurrency,
      displayCurrencies,
      stablecoins: risk.stablecoins,
      countSpot: risk.countSpot,
      priceMaxAgeMs: parseDuration(prices.maxAge),
      dayStart: dayStart(at, risk.dayBoundary),
    },
    accounts,
    quotes,
    past: [],
  });
  return {
    id: combinedPortfolio,
    name: 'All portfolios',
    configPath: first.state.configPath,
    phase: shown.some(({ state }) => state.phase === 'refreshing') ? 'refreshing' : 'idle',
    restored: false,
    config: { state: 'good', problems: 0, summary: null },
    sectors,
    snapshot,
    allocations: allocationsOf(snapshot, sectors),
    analytics: null,
    risk: null,
    health: healthOf({ snapshot, accounts, at }),
    redirectedTo: first.state.redirectedTo,
    updateInterval: Math.min(...shown.map(({ state }) => state.updateInterval)),
    notices: left.length === 0 ? [] : [`Simulated, so not in this total: ${left.join(', ')}`],
  };
}

/** Accounts of different portfolios may share an id. */
function renamed({ book, state }: CombinedPart, portfolio: string): readonly BookAccount[] {
  if (book === null) {
    const reason = state.config.summary ?? 'its accounts were not read';
    const unread = {
      kind: 'file',
      exchange: null,
      strategy: null,
      reading: null,
      retryAt: null,
      boundary: null,
    } as const;
    return [{ ...unread, id: portfolio, title: portfolio, state: 'failed', reason }];
  }
  return book.accounts.map((account) => ({
    ...account,
    id: `${portfolio} / ${account.id}`,
    title: `${portfolio} · ${account.title}`,
    boundary: null,
  }));
}

function nameOf(parts: readonly CombinedPart[], index: number): string {
  const name = parts[index]?.state.name ?? '';
  const same = parts.slice(0, index).filter((part) => part.state.name === name).length;
  return same === 0 ? name : `${name} (${same + 1})`;
}
