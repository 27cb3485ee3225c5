import type { Config } from '../config/schema.ts';
import { assertNever } from '../core/assertNever.ts';
import type { Subject } from '../core/model/performance.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { HoldingRecord } from '../core/ports.ts';
import { entriesOf } from './entries.ts';
import { flowAfter } from './flows.ts';
import { heldPoints } from './heldPoints.ts';
import { isCovered, ownPoints } from './lastRecord.ts';
import { pastHoldings } from './pastHoldings.ts';
import type { Portfolio } from './portfolio.ts';
import { isOfAccounts, ownsHolding, type Strategy, strategiesOf, strategyOfHolding } from './strategies.ts';
import { sumPoints } from './sumPoints.ts';
import { tradedRecords } from './tradedRecords.ts';

/** Values of a subject over all the time there is, the live one last. */
export interface SubjectPoints {
  readonly title: string;
  readonly points: readonly ValuePoint[];
  /** Why there are none; null where there are some. */
  readonly reason: string | null;
  /** What they do not tell, in words. */
  readonly notes: readonly string[];
}

/** Answers of one portfolio, kept until its next state. */
export interface Subjects {
  pointsOf(subject: Subject): Promise<SubjectPoints>;
  /** Holdings records of all accounts, the last of each day, with those of now. */
  holdings(): Promise<readonly HoldingRecord[]>;
  /** Since when they were recorded; those before were worked out from entries and closes. */
  recordedFrom(): Promise<number>;
  readonly strategies: readonly Strategy[];
  /** Whether a record of holdings is of the subject. */
  owns(subject: Subject, record: HoldingRecord): boolean;
  /**
   * Values of the portfolio or an account within a window, as fine as so many pixels need, with how far all there is reaches:
   * years of minutes are not read for one screen. null: of others, and where there is no history.
   */
  valuesOf(
    subject: Subject,
    from: number | null,
    to: number | null,
    px: number,
  ): Promise<{ readonly points: readonly ValuePoint[]; readonly extent: Span | null } | null>;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const day = 86_400_000;

export function createSubjects(portfolio: Portfolio, snapshot: Snapshot | null, now: number): Subjects {
  const config = portfolio.config();
  const memory = portfolio.memory();
  const strategies = config === null ? [] : strategiesOf(config, snapshot);
  const answers = new Map<string, Promise<SubjectPoints>>();
  /** The coarsest values there are, for how far they reach. */
  const firsts = new Map<string | null, Promise<readonly ValuePoint[]>>();
  let held: Promise<HoldingsOverTime> | null = null;

  const overTime = (): Promise<HoldingsOverTime> => {
    held ??= readHoldings(portfolio, snapshot, now);
    return held;
  };
  const holdings = async (): Promise<readonly HoldingRecord[]> => (await overTime()).records;
  const ofAccount = async (id: string): Promise<readonly ValuePoint[]> => {
    if (config === null) return [];
    const last = memory.last();
    const stored = await memory.values(id, 0, now);
    const own = stored.filter(ownPoints(last, id, config));
    const live = liveOfAccount(portfolio, config, snapshot, id);
    return live === null ? own : [...own.filter(({ at }) => at < live.at), live];
  };
  const ofHoldings = async (
    owns: (record: HoldingRecord) => boolean,
    title: string,
    missing: string,
  ): Promise<SubjectPoints> => {
    const all = await overTime();
    return told(all, all.records.filter(owns), snapshot, title, missing);
  };
  const ofStrategy = async (strategy: Strategy): Promise<SubjectPoints> => {
    const { name, accounts, clientOrderIdPrefix } = strategy;
    if (isOfAccounts(strategy)) {
      const parts = await Promise.all([...(accounts ?? [])].map(ofAccount));
      const points = sumPoints(parts.filter((part) => part.length > 0));
      return {
        title: name,
        points,
        reason: points.length > 0 ? null : 'nothing was recorded of its accounts',
        notes: [],
      };
    }
    if (clientOrderIdPrefix === null) {
      const words = `no record of holdings has anything of ${name} yet`;
      return ofHoldings((record) => ownsHolding(strategy, record), name, words);
    }
    const all = await overTime();
    const { trades } = await entriesOf(portfolio, null, 0, now);
    const { records, notes } = tradedRecords(trades, strategy, all.records);
    const words = `no fill of ${name} is known: its client order ids begin with "${clientOrderIdPrefix}"`;
    const answer = told(all, records, snapshot, name, words);
    return { ...answer, notes: [...answer.notes, ...notes] };
  };
  /** Why the past that was worked out does not reach further. */
  const pastNotes = (ids: readonly string[]): readonly string[] =>
    ids.flatMap((id) => {
      const title = snapshot?.accounts.find((account) => account.id === id)?.title ?? id;
      return (portfolio.pastNotes().get(id) ?? []).map((reason) => `The past of ${title}: ${reason}.`);
    });
  const compute = async ({ kind, id }: Subject): Promise<SubjectPoints> => {
    const name = id ?? '';
    switch (kind) {
      case 'portfolio': {
        const live = portfolio.live();
        const past = memory.past();
        const points = live === null ? past : [...past.filter(({ at }) => at < live.at), live];
        return {
          title: config?.name ?? 'Portfolio',
          points,
          reason: points.length > 0 ? null : nothing(portfolio),
          notes: pastNotes(Object.keys(config?.accounts ?? {})),
        };
      }
      case 'account': {
        const title = snapshot?.accounts.find((account) => account.id === name)?.title ?? name;
        if (config !== null && !Object.hasOwn(config.accounts, name)) {
          return { title: name, points: [], reason: `there is no account "${name}" in the configuration`, notes: [] };
        }
        const points = await ofAccount(name);
        return { title, points, reason: points.length > 0 ? null : nothing(portfolio), notes: pastNotes([name]) };
      }
      case 'strategy': {
        const strategy = strategies.find((each) => each.name === name);
        if (strategy !== undefined) return ofStrategy(strategy);
        return { title: name, points: [], reason: `there is no strategy "${name}"`, notes: [] };
      }
      case 'asset':
        return ofHoldings(({ asset }) => asset === name, name, `no record of holdings has ${name} yet`);
    }
  };

  const liveOf = (subject: Subject): ValuePoint | null => {
    if (subject.kind === 'portfolio') return portfolio.live();
    return config === null ? null : liveOfAccount(portfolio, config, snapshot, subject.id ?? '');
  };

  return {
    strategies,
    holdings,
    recordedFrom: async () => (await overTime()).recordedFrom,
    owns(subject, record) {
      switch (subject.kind) {
        case 'portfolio':
          return true;
        case 'account':
          return record.account === subject.id;
        case 'asset':
          return record.asset === subject.id;
        case 'strategy':
          return strategyOfHolding(strategies, record) === subject.id;
        default:
          return assertNever(subject.kind);
      }
    },
    async valuesOf(subject, from, to, px) {
      const { history } = memory;
      if (history === null || config === null || (subject.kind !== 'portfolio' && subject.kind !== 'account'))
        return null;
      const account = subject.kind === 'account' ? (subject.id ?? '') : null;
      const last = memory.last();
      const isOwn = account === null ? () => true : ownPoints(last, account, config);
      const live = liveOf(subject);
      firsts.set(account, firsts.get(account) ?? history.values(account, 0, now, 1));
      const coarse = ((await firsts.get(account)) ?? []).filter(isOwn);
      const first = coarse[0]?.at ?? live?.at;
      const end = live?.at ?? coarse.at(-1)?.at;
      const extent = first === undefined || end === undefined ? null : { from: first, to: end };
      const stored = (await history.values(account, from ?? first ?? 0, to ?? now, px)).filter(isOwn);
      const shown = live !== null && live.at >= (from ?? 0) && live.at <= (to ?? live.at);
      return { points: shown ? [...stored.filter(({ at }) => at < live.at), live] : stored, extent };
    },
    pointsOf(subject) {
      const key = `${subject.kind}/${subject.id ?? ''}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const answer = compute(subject);
      answers.set(key, answer);
      return answer;
    },
  };
}

function nothing(portfolio: Portfolio): string {
  return portfolio.memory().trouble() ?? 'nothing was recorded yet';
}

/** Of what is held and how it is valued only records tell: derivatives, whose worth is their P&L, are in none. */
function told(
  { records: all, recordedFrom }: HoldingsOverTime,
  own: readonly HoldingRecord[],
  snapshot: Snapshot | null,
  title: string,
  missing: string,
): SubjectPoints {
  const times = [...new Set(all.map(({ at }) => at))];
  const simulated = snapshot?.simulated === true;
  const { points, unpriced } = heldPoints(own, times, (at) =>
    simulated ? 'simulated' : at < recordedFrom ? 'reconstructed' : 'recorded',
  );
  const notes = ['Bought and sold at the prices of the records around it: the return is that of what was held.'];
  if (unpriced > 0) notes.push(`${unpriced} records without a price are left out.`);
  return { title, points, reason: points.length > 0 ? null : missing, notes: points.length > 0 ? notes : [] };
}

interface HoldingsOverTime {
  readonly records: readonly HoldingRecord[];
  readonly recordedFrom: number;
}

async function readHoldings(portfolio: Portfolio, snapshot: Snapshot | null, now: number): Promise<HoldingsOverTime> {
  const stored = (await portfolio.memory().history?.holdings(null, 0, now, day)) ?? [];
  const live = (snapshot?.holdings ?? []).map(
    ({ account, asset, quantity, price, value }): HoldingRecord => ({
      at: snapshot?.asOf ?? now,
      account,
      asset,
      quantity,
      price: price?.price ?? null,
      value,
    }),
  );
  // The last record of a day stands for it; what an account that left on that day held before is gone by then.
  const lastOf = new Map<number, number>();
  for (const { at } of stored) lastOf.set(Math.floor(at / day), Math.max(at, lastOf.get(Math.floor(at / day)) ?? at));
  const first = live[0]?.at ?? Number.POSITIVE_INFINITY;
  const recorded = stored.filter(({ at }) => at < first && lastOf.get(Math.floor(at / day)) === at);
  const recordedFrom = recorded[0]?.at ?? first;
  const before = await beforeRecords(portfolio, recordedFrom);
  return { records: [...before, ...recorded, ...live], recordedFrom };
}

/** What accounts held before records began, where their entries tell it: PERF-7. */
async function beforeRecords(portfolio: Portfolio, until: number): Promise<readonly HoldingRecord[]> {
  const config = portfolio.config();
  if (config === null || !Number.isFinite(until)) return [];
  const { baseCurrency: currency } = config;
  const parts = await Promise.all(
    (portfolio.book()?.accounts ?? []).map(({ id, reading }) =>
      reading === null
        ? []
        : pastHoldings({
            account: id,
            reading,
            known: portfolio.ledgers().known(id),
            currency,
            until,
            closesOf: (assets, days) => portfolio.closes().closesOf(assets, days, currency),
          }),
    ),
  );
  return parts.flat().sort((a, b) => a.at - b.at);
}

/** The account's value now, as the end of its past; none where it is not known or old, because a gap is no loss. */
function liveOfAccount(portfolio: Portfolio, config: Config, snapshot: Snapshot | null, id: string): ValuePoint | null {
  const view = snapshot?.accounts.find((account) => account.id === id);
  // A book of before the restart is no value of now: what flowed since its record is not known yet.
  if (portfolio.book() === null) return null;
  if (snapshot === null || view === undefined || view.value === null || view.state !== 'ok') return null;
  const last = portfolio.memory().last();
  const reading = portfolio.book()?.accounts.find((account) => account.id === id)?.reading ?? null;
  const flow =
    last === null || !isCovered(last, id, config)
      ? view.value
      : flowAfter(last, id, reading, snapshot.asOf, [snapshot]);
  return { at: snapshot.asOf, equity: view.value, flow, origin: view.simulated ? 'simulated' : 'recorded' };
}
