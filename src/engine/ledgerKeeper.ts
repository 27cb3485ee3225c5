import type { Config } from '../config/schema.ts';
import { monthStart } from '../core/calendar.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import { beingRead } from '../core/ledger/coverage.ts';
import { createRealiser, type Realiser } from '../core/ledger/createRealiser.ts';
import type { Realised } from '../core/ledger/realise.ts';
import type { LedgerCoverage } from '../core/model/ledger.ts';
import type { Clock, History, Log, Source } from '../core/ports.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import { accountIdentity } from './accountIdentity.ts';
import { type AskedLedger, bookOf, emptyAsked } from './askedLedger.ts';
import { askLedger, loadAsked } from './askLedger.ts';
import type { Connections } from './connections.ts';
import type { Abort } from './engine.ts';
import type { Owned } from './explains.ts';
import { contractsOf, extended, type LedgerBook, notCovered, ownedBy, quantitiesOf } from './ledgerBook.ts';
import { enrichedReading, realiseAll } from './ledgerReadings.ts';
import type { Memory } from './memory.ts';
import { createToldLedgers } from './toldLedgers.ts';

/** What accounts' ledgers say, kept for as long as the portfolio is open: LED-1. */
export interface LedgerKeeper {
  /** Reads what is stored of accounts that were not seen yet; forgets what belongs to another account under the same id. */
  load(config: Config): Promise<void>;
  /** Readings with their entries as far as they are known. Nothing is asked. */
  enrich(accounts: readonly BookAccount[], config: Config, at: number): readonly BookAccount[];
  /** Asks where something may have happened since the last answer; true when something new is known. */
  ask(request: LedgerQuestion): Promise<boolean>;
  /** Older entries of some account are still to be asked for: ask again when nothing newer waits. */
  waits(): boolean;
  /** Enough of every account's past is known for the last day to be worked out, though older entries still come. */
  tellsDay(): boolean;
  /** All that is known of an account, for the reconstruction of its past; null where it has no ledger of its own. */
  known(account: string): KnownLedger | null;
  /** All fills of these accounts with what they realised, over all time, by account; accounts without a ledger are not in it. */
  realised(accounts: readonly BookAccount[], config: Config): ReadonlyMap<string, Realised>;
}

export interface KnownLedger {
  readonly book: LedgerBook;
  readonly coverage: LedgerCoverage;
  /** What the account held when the entries told all of it; null: no question was answered to its end yet. */
  readonly owned: Owned | null;
  /** Changes with every new entry. */
  readonly version: number;
}

export interface LedgerQuestion {
  readonly accounts: readonly BookAccount[];
  readonly config: Config;
  /** For all accounts together, each asked at the same time as the others. */
  readonly budgetMs: number;
  /** Nobody waits for the answer. */
  readonly patient: boolean;
  /** Where somebody waits: ask for what is older than today, too. */
  readonly reachBack: boolean;
  readonly abort: Abort;
  /** Ends questions about what is older. */
  readonly older: Abort;
}

export interface LedgerKeeperOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly connections: Connections;
  readonly memory: () => Memory;
  /** Prices of the past in base currency, for costs in another currency than the proceeds. */
  readonly rateAt: RateAt;
}

const day = 86_400_000;
const hour = 3_600_000;
/** Of one refresh; what a long first import does not bring in it comes with the next. */
export const ledgerBudgetMs = 120_000;
/** Note of the accounts that were ever read, by id: those that left the configuration have entries all the same. */
export const identitiesNote = 'ledgerIdentities';
/** A price of the past may have become known meanwhile. */
const unknownAgain = 60_000;

export function createLedgerKeeper(options: LedgerKeeperOptions): LedgerKeeper {
  const { clock, log, connections, memory, rateAt } = options;
  const asked = new Map<string, AskedLedger>();
  const told = createToldLedgers(memory);
  const loaded = new Map<string, string>();
  let from: History | null | undefined;
  let realised: {
    readonly key: string;
    readonly at: number;
    /** After this long fills without a price are looked at again; what is long ago worked out takes its time. */
    readonly pause: number;
    readonly whole: boolean;
    readonly of: ReadonlyMap<string, Realised>;
  } | null = null;

  let realiser: (Realiser & { readonly how: string }) | null = null;

  const sourceOf = (id: string): Source | null => {
    const source = connections.accounts().find((account) => account.id === id)?.source;
    return source?.ok ? source.value : null;
  };
  const hasLedger = (id: string): boolean => sourceOf(id)?.ledger !== undefined;

  const realisedOf = (accounts: readonly BookAccount[], config: Config): ReadonlyMap<string, Realised> => {
    const now = clock.now();
    const own = accounts.flatMap(({ id, reading }) => {
      const ledger = asked.get(id);
      return reading === null || ledger === undefined ? [] : [{ id, reading, ledger }];
    });
    const how = [config.costBasis, config.includeFees, config.baseCurrency, ...config.risk.stablecoins].join('\n');
    const key = [...own.map(({ id, ledger }) => `${id} ${ledger.version}`), how].join('\n');
    const again = realised !== null && !realised.whole && now - realised.at >= realised.pause;
    if (realised?.key === key && !again) return realised.of;
    const begun = clock.now();
    // Prices that have become known since may be of any fill.
    if (realiser === null || realiser.how !== how || again) realiser = { how, ...createRealiser() };
    const of = realiseAll(
      own.map(({ id, reading, ledger }) => ({
        id,
        book: bookOf(ledger),
        coverage: ledger.coverage,
        owned: ledger.owned?.assets ?? ownedBy(reading),
        contracts: ledger.owned?.contracts ?? contractsOf(reading),
      })),
      config,
      rateAt,
      realiser,
    );
    const took = clock.now() - begun;
    const pause = again || realised === null ? Math.max(unknownAgain, took * 100) : realised.pause;
    const whole = ![...of.values()].some(({ trades }) =>
      trades.some(({ realizedReason }) => /no price/.test(realizedReason ?? '')),
    );
    realised = { key, at: again || realised === null ? now : realised.at, pause, whole, of };
    return of;
  };

  return {
    async load(config) {
      // Another history (the shared one instead of the embedded) has a ledger of its own.
      if (memory().history !== from) {
        from = memory().history;
        asked.clear();
        loaded.clear();
        told.forgetAll();
        realised = null;
        realiser = null;
      }
      const known = await memory().use('reading the ledger', {} as Record<string, string>, async (history) =>
        parsed(await history.note(identitiesNote)),
      );
      let changed = false;
      for (const [id, settings] of Object.entries(config.accounts)) {
        const identity = accountIdentity(settings);
        if (loaded.get(id) === identity) continue;
        const other = known[id] !== undefined && known[id] !== identity;
        if (other || (loaded.has(id) && loaded.get(id) !== identity)) {
          await memory().use('forgetting a ledger', undefined, (history) => history.forgetLedger(id));
          await memory().use('forgetting a ledger', undefined, (history) => history.saveNote(`ledgerAsked ${id}`, ''));
          asked.delete(id);
          told.forget(id);
        }
        if (known[id] !== identity) {
          known[id] = identity;
          changed = true;
        }
        loaded.set(id, identity);
        if (hasLedger(id)) asked.set(id, await loadAsked(memory(), id));
      }
      if (changed) {
        await memory().use('reading the ledger', undefined, (history) =>
          history.saveNote(identitiesNote, JSON.stringify(known)),
        );
      }
    },
    enrich(accounts, config, at) {
      const since = Math.min(monthStart(at, config.risk.dayBoundary), at - recentDays * day, memory().last()?.at ?? at);
      const results = realisedOf(accounts, config);
      return accounts.map((account) => {
        const { id, reading } = account;
        if (reading === null || !hasLedger(id)) return account;
        const ledger = asked.get(id);
        if (ledger === undefined) {
          return {
            ...account,
            reading: { ...reading, trades: [], flows: [], income: [], ledger: notCovered(beingRead) },
          };
        }
        // Nothing flowed and nothing was traded since the last complete answer: it holds for this reading too.
        const same = ledger.complete !== null && ledger.complete.quantities === quantitiesOf(reading);
        const coverage = same ? extended(ledger.coverage, reading.at) : ledger.coverage;
        return {
          ...account,
          reading: enrichedReading(reading, {
            book: bookOf(ledger),
            coverage,
            notes: ledger.notes,
            realised: results.get(id) ?? null,
            since,
            config,
          }),
        };
      });
    },
    async ask({ accounts, config, budgetMs, patient, reachBack, abort, older }) {
      const answers = await Promise.all(
        accounts.map(async ({ id, reading, state, failure }): Promise<boolean> => {
          if (reading === null) return false;
          const source = sourceOf(id);
          if (source === null || !Object.hasOwn(config.accounts, id)) return false;
          if (source.ledger === undefined) {
            await told.store(id, reading);
            return false;
          }
          // An account that does not answer would not answer this either; what it holds is not known.
          if (state === 'failed' || failure !== undefined) return false;
          const before = asked.get(id) ?? emptyAsked;
          const after = await askLedger({
            clock,
            log,
            memory: memory(),
            id,
            source,
            reading,
            before,
            budgetMs,
            patient,
            reachBack,
            abort,
            older,
            thoroughEvery: hour,
          });
          if (connections.accounts().some((each) => each.id === id)) asked.set(id, after);
          return after.version !== before.version || after.coverage !== before.coverage;
        }),
      );
      return answers.includes(true);
    },
    realised: realisedOf,
    waits: () =>
      [...asked].some(([id, { older, retryAt }]) => older && retryAt <= clock.now() && sourceOf(id) !== null),
    tellsDay: () =>
      [...asked.values()].every(({ coverage }) =>
        Object.values(coverage).every(
          (each: LedgerCoverage['trades']) => 'from' in each && each.from < clock.now() - 1.5 * day,
        ),
      ),
    known(id) {
      const ledger = asked.get(id);
      if (ledger === undefined) return null;
      const { coverage, owned, version } = ledger;
      return { book: bookOf(ledger), coverage, owned, version };
    },
  };
}

/**
 * Readings carry entries of at least this time: a month's change looks at the last value before the month began, up to four
 * days older, and rolling months are 30 days; older spans are answered from what was recorded.
 */
const recentDays = 36;

function parsed(text: string | null): Record<string, string> {
  if (text === null || text === '') return {};
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    return {};
  }
}
