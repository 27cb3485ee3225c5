import type { PortfolioState } from '../core/model/state.ts';
import type { Log } from '../core/ports.ts';
import type { Engine } from '../engine/engine.ts';
import { dataFolder } from './dataFolder.ts';
import { environmentApprovals, environmentKeys } from './environmentKeys.ts';
import type { FoundConfig } from './findConfig.ts';
import { openEngine } from './open.ts';

/** Puts a request to the engine that has just read the book. */
export type Put = Engine['request'];

export interface OnceOptions<T = null> {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Answers with what is there after this. */
  readonly budgetMs: number;
  readonly startingCash: number | null;
  readonly exchange: string | null;
  /** Also the doctor's lines. */
  readonly diagnose: boolean;
  /** More that a command wants to know, before the engine closes. */
  readonly ask?: (put: Put, folder: string) => Promise<T>;
}

export interface Once<T = null> {
  readonly state: PortfolioState;
  readonly diagnosis: readonly string[];
  /** What `ask` brought. */
  readonly answer: T | null;
}

/** One refresh of one portfolio by the same engine as in the window: keys from the environment, nothing runs on after it. */
export async function readOnce<T = null>(found: FoundConfig, options: OnceOptions<T>): Promise<Once<T>> {
  const { environment, log } = options;
  const engine = openEngine({
    environment,
    log,
    dataDir: dataFolder(environment),
    secrets: environmentKeys(environment, () => exchangeAccounts(found)),
    hosts: environmentApprovals(environment),
    engine: {
      mode: 'once',
      readBudgetMs: options.budgetMs,
      startingCash: options.startingCash,
      onlyExchange: options.exchange,
      reachBack: options.ask !== undefined || judgesPast(found),
    },
  });
  const { folder, configPath, text } = found;
  await engine.request('open', { folder, configPath, text });
  await engine.request('refresh', { folder });
  const state = (await engine.request('states', null)).find((each) => each.id === folder);
  if (state === undefined) throw new Error('the engine has no state');
  const diagnosis = options.diagnose ? await engine.request('diagnose', { folder }) : [];
  const answer = (await options.ask?.((name, argument) => engine.request(name, argument), folder)) ?? null;
  await Promise.race([engine.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
  return { state, diagnosis, answer };
}

/** Whether a limit looks further back than today: only then is a check worth waiting for older entries of ledgers. */
function judgesPast({ config }: FoundConfig): boolean {
  const { maxWeeklyLossPct, maxMonthlyLossPct, maxDrawdownPct } = config?.limits ?? {};
  return [maxWeeklyLossPct, maxMonthlyLossPct, maxDrawdownPct].some((limit) => limit !== undefined);
}

/** Accounts that need a key. */
export function exchangeAccounts({ config }: FoundConfig): readonly string[] {
  return Object.entries(config?.accounts ?? {}).flatMap(([id, account]) => (account.kind === 'exchange' ? [id] : []));
}

/** Whether reading this configuration calls nothing beyond the machine: its default time-out is shorter. */
export function onlyFiles({ config }: FoundConfig): boolean {
  if (config === null) return true;
  const links = config.prices.source === undefined ? [] : [config.prices.source].flat();
  const local = (link: string): boolean =>
    link === 'account' || link.startsWith('file:') || link.startsWith('simulated');
  return (
    links.every(local) &&
    Object.values(config.accounts).every(
      (account) => account.kind === 'file' || (account.kind === 'paper' && local(account.market)),
    )
  );
}
