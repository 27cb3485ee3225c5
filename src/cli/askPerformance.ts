import type { Performance, PeriodId } from '../core/model/performance.ts';
import type { Invocation } from './command.ts';
import { periodAsked } from './periodOf.ts';
import { type ReadPortfolio, readPortfolio } from './readPortfolio.ts';
import { subjectOf } from './subjectOf.ts';
import { plain } from './table.ts';

export interface AskedPerformance {
  readonly performance: Performance;
  readonly at: number;
}

/** What `performance` and `analytics` begin with: the book read, and its past by one period and subject. null: stderr says why. */
export async function askPerformance(invocation: Invocation, otherwise: PeriodId): Promise<AskedPerformance | null> {
  const { options, output } = invocation;
  const fail = (reason: string): null => {
    output.err(`quantfolio: ${plain(reason)}`);
    return null;
  };
  const at = Date.now();
  const asked = periodAsked(options, at, otherwise);
  if ('reason' in asked) return fail(asked.reason);
  const subject = subjectOf(options);
  if ('reason' in subject) return fail(subject.reason);
  const read = await readPortfolio(invocation, false, (put, portfolio) =>
    put('performance', {
      portfolio,
      subject,
      period: asked.period,
      benchmarks: options.benchmark === null ? null : [options.benchmark],
      riskFree: options.riskFree,
      periodsPerYear: options.periodsPerYear,
    }),
  );
  if (read === null) return null;
  if (read.answer === null) return fail('the engine told no performance');
  const { config } = read.found;
  if (subject.kind === 'account' && config !== null && !Object.hasOwn(config.accounts, subject.id ?? '')) {
    return fail(`no account '${subject.id}' is configured; there is ${Object.keys(config.accounts).join(', ')}`);
  }
  if (subject.kind === 'strategy' && !strategiesIn(read).includes(subject.id ?? '')) {
    const known = strategiesIn(read).join(', ');
    return fail(`there is no strategy '${subject.id}'${known === '' ? '' : `; there is ${known}`}`);
  }
  return { performance: read.answer, at };
}

/** Names of strategies in the configuration, and of those that accounts, holdings and positions tell themselves. */
function strategiesIn({ found, state }: ReadPortfolio<unknown>): readonly string[] {
  const { config } = found;
  const told = [...(state.snapshot?.holdings ?? []), ...(state.snapshot?.positions ?? [])];
  const names = [...Object.values(config?.accounts ?? {}), ...told].flatMap(({ strategy }) => strategy ?? []);
  return [...new Set([...Object.keys(config?.strategies ?? {}), ...names])];
}
