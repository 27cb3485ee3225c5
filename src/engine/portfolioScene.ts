import { dayStart } from '../core/calendar.ts';
import { toNumber } from '../core/decimal.ts';
import type { Subject } from '../core/model/performance.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import { returnsOf } from '../core/series/returns.ts';
import { fiatCurrencies } from '../core/valuation/fiat.ts';
import { activityOf } from './activity.ts';
import { benchmarkOf } from './benchmarks.ts';
import type { EnginePorts } from './engine.ts';
import { entriesOf } from './entries.ts';
import type { BookFacts, Span } from './performance.ts';
import type { Portfolio } from './portfolio.ts';
import type { Scene } from './scene.ts';
import { isOfAccounts, ownsHolding, ownsTrade } from './strategies.ts';
import type { Subjects } from './subjects.ts';
import { todayReturn } from './todayReturn.ts';

export interface PortfolioSceneRequest {
  readonly ports: EnginePorts;
  readonly portfolio: Portfolio;
  readonly snapshot: Snapshot | null;
  readonly subjects: Subjects;
  readonly subject: Subject;
  /** null: the configuration's. */
  readonly riskFree?: number | null;
  /** null: told from the dates. */
  readonly periodsPerYear?: number | null;
}

/** A portfolio's subject as what performance is told from. */
export async function portfolioScene(request: PortfolioSceneRequest): Promise<Scene> {
  const { ports, portfolio, snapshot, subjects, subject } = request;
  const config = portfolio.config();
  const { title, points, reason, notes } = await subjects.pointsOf(subject);
  const now = ports.clock.now();
  const riskFree = request.riskFree ?? config?.risk.riskFreeRate ?? 0;
  const perYear = request.periodsPerYear ?? null;
  const simulated = isSimulated(subject, subjects, snapshot);
  return {
    subject,
    title,
    currency: config?.baseCurrency ?? '',
    now,
    dayBoundary: config?.risk.dayBoundary ?? 'UTC',
    simulated,
    hasAmounts: true,
    points,
    reason,
    notes: [...notes, ...joinedNotes(portfolio, subject, snapshot)],
    riskFree,
    perYear,
    benchmarks: config?.benchmarks ?? [],
    benchmark: (id, from) => benchmarkOf(ports, portfolio, { id, from, now, riskFree, simulated }),
    returns: (span) => returnsOf(span, { riskFree, name: title, ...(perYear === null ? {} : { perYear }) }),
    series: null,
  };
}

/** What the book knows of a subject's span beside its values. */
export async function bookFacts(
  { portfolio, snapshot, subjects, subject, ports }: PortfolioSceneRequest,
  span: Span,
): Promise<BookFacts> {
  const config = portfolio.config();
  const now = ports.clock.now();
  const strategy =
    subject.kind === 'strategy' ? (subjects.strategies.find(({ name }) => name === subject.id) ?? null) : null;
  const today = todayReturn({
    subject,
    strategy,
    snapshot,
    points: (await subjects.pointsOf(subject)).points,
    dayStart: dayStart(now, config?.risk.dayBoundary ?? 'UTC'),
  });
  if (config === null) return { todayReturn: today, activity: null, notes: [] };
  const account = subject.kind === 'account' ? subject.id : null;
  const { trades } = await entriesOf(portfolio, account, span.from + 1, span.to);
  const own = trades.filter((trade) => {
    if (subject.kind === 'asset') return trade.base === subject.id;
    return strategy === null || ownsTrade(strategy, trade);
  });
  const holdings = (await subjects.holdings()).filter((record) => {
    if (record.at < span.from || record.at > span.to) return false;
    if (subject.kind === 'account') return record.account === subject.id;
    if (subject.kind === 'asset') return record.asset === subject.id;
    if (strategy === null) return true;
    return isOfAccounts(strategy) ? strategy.accounts?.has(record.account) : ownsHolding(strategy, record);
  });
  const cash = new Set([...fiatCurrencies, ...config.risk.stablecoins]);
  // Money that is not followed day by day is taken at its price of now.
  const rate = (currency: string, at: number): number | null => {
    if (currency === config.baseCurrency) return 1;
    const then = portfolio.rateAt(currency, at);
    if (then !== null) return toNumber(then);
    return snapshot?.assets.find(({ asset }) => asset === currency)?.price?.price ?? moneyRate(snapshot, currency);
  };
  const { activity, notes } = activityOf({
    trades: own,
    points: span.points,
    holdings,
    isCash: (asset) => cash.has(asset),
    rate,
  });
  // Without any fill there may have been none, or none that is known: only a ledger can tell.
  const told = own.length > 0 || tradesAreKnown(portfolio, account);
  return { todayReturn: today, activity: told ? activity : null, notes: told ? notes : [] };
}

function tradesAreKnown(portfolio: Portfolio, account: string | null): boolean {
  const accounts = (portfolio.book()?.accounts ?? []).filter(({ id }) => account === null || id === account);
  return accounts.length > 0 && accounts.every(({ reading }) => reading?.trades != null);
}

/** A position's own conversion tells its currency's rate, where no holding does. */
function moneyRate(snapshot: Snapshot | null, currency: string): number | null {
  for (const { currency: own, notional, baseNotional } of snapshot?.positions ?? []) {
    if (own === currency && notional && baseNotional) return baseNotional / notional;
  }
  return null;
}

function isSimulated(subject: Subject, subjects: Subjects, snapshot: Snapshot | null): boolean {
  if (snapshot === null) return false;
  const simulated = (id: string): boolean => snapshot.accounts.find((account) => account.id === id)?.simulated === true;
  if (subject.kind === 'account') return simulated(subject.id ?? '');
  if (subject.kind === 'asset') {
    const holders = snapshot.holdings.filter(({ asset }) => asset === subject.id);
    return holders.length > 0 ? holders.every(({ account }) => simulated(account)) : snapshot.simulated;
  }
  const accounts = subjects.strategies.find(({ name }) => subject.kind === 'strategy' && name === subject.id)?.accounts;
  return accounts ? [...accounts].every(simulated) : snapshot.simulated;
}

/** What is not in the numbers, or not from the beginning. */
function joinedNotes(portfolio: Portfolio, subject: Subject, snapshot: Snapshot | null): readonly string[] {
  const config = portfolio.config();
  if (config === null || subject.kind !== 'portfolio') return [];
  const notes: string[] = [];
  for (const [id, at] of Object.entries(portfolio.memory().last()?.began ?? {})) {
    if (!Object.hasOwn(config.accounts, id)) continue;
    const title = snapshot?.accounts.find((account) => account.id === id)?.title ?? id;
    notes.push(`${title} joined on ${new Date(at).toISOString().slice(0, 10)}; what it held then counts as paid in.`);
  }
  const gaps = (snapshot?.gaps ?? []).map(({ account, asset, state }) => `${asset ?? account} (${state})`);
  if (gaps.length > 0) notes.push(`Not in the value now, or old: ${[...new Set(gaps)].join(', ')}.`);
  return notes;
}
