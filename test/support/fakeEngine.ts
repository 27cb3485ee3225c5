import assert from 'node:assert/strict';
import { seriesTable } from '../../src/connectors/file/readSeriesFile.ts';
import type { AccountReading, Balance } from '../../src/core/model/account.ts';
import type { LedgerBatch, LedgerState, Order } from '../../src/core/model/ledger.ts';
import type { DailyCloses, Quote } from '../../src/core/model/quote.ts';
import { failed, ok, type Reading } from '../../src/core/model/reading.ts';
import type { ValuePoint } from '../../src/core/model/series.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import type { Execution } from '../../src/core/model/trading.ts';
import type {
  Clock,
  History,
  HistoryRecord,
  HoldingRecord,
  JournalEntry,
  PriceSource,
  Source,
  Trading,
} from '../../src/core/ports.ts';
import type { EnginePorts } from '../../src/engine/engine.ts';
import { createAbort } from '../../src/process/createAbort.ts';

/** A clock that moves only when told; `advance` runs what is due and lets promises settle. */
export function manualClock(start = Date.UTC(2026, 10, 20, 12)): Clock & { advance(ms: number): Promise<void> } {
  let now = start;
  let timers: { readonly at: number; readonly task: () => void }[] = [];
  return {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return {
        close: () => {
          timers = timers.filter((each) => each !== timer);
        },
      };
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        now = Math.max(now, next.at);
        timers = timers.filter((each) => each !== next);
        next.task();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export function reading(
  at: number,
  balances: Readonly<Record<string, string>>,
  more: Partial<AccountReading> = {},
): AccountReading {
  return {
    at,
    balances: Object.entries(balances).map(([asset, quantity]): Balance => ({ asset, quantity, scope: 'spot' })),
    positions: [],
    block: null,
    hasEquity: true,
    marks: [],
    failedScopes: [],
    trades: [],
    flows: [],
    realizedToday: '0',
    realizedCurrency: 'USD',
    simulated: false,
    notes: [],
    ...more,
  };
}

export interface FakeSource extends Source {
  reads: number;
  closed: boolean;
  changed: () => void;
  answer: () => Promise<Reading<AccountReading>>;
}

export interface MemoryHistory extends History {
  readonly records: HistoryRecord[];
  readonly ledgers: ReadonlyMap<string, StoredLedger>;
  /** Every execution as it was saved, in order. */
  readonly saves: Execution[];
  broken: boolean;
}

export interface StoredLedger {
  readonly trades: Map<string, LedgerBatch['trades'][number]>;
  readonly flows: Map<string, LedgerBatch['flows'][number]>;
  readonly income: Map<string, LedgerBatch['income'][number]>;
  readonly orders: Map<string, Order>;
  readonly state: LedgerState | null;
}

function emptyLedger(): StoredLedger {
  return { trades: new Map(), flows: new Map(), income: new Map(), orders: new Map(), state: null };
}

function holdingsOf(record: HistoryRecord, account: string): readonly HoldingRecord[] {
  return record.holdings.flatMap((each) => (each.account === account ? [{ ...each, at: record.at }] : []));
}

/** History in memory, as the port says it behaves. */
export function memoryHistory(): MemoryHistory {
  const records: HistoryRecord[] = [];
  const rebuilt = new Map<string | null, ValuePoint[]>();
  const notes = new Map<string, string>();
  const ledgers = new Map<string, StoredLedger>();
  const kept = new Map<string, { readonly fetchedAt: number; readonly closes: DailyCloses }>();
  const journals = new Map<string, readonly JournalEntry[]>();
  const executions = new Map<string, Execution>();
  let last: Snapshot | null = null;
  const mended = new Map<string, number>();
  const points = (account: string | null): ValuePoint[] => [
    ...(rebuilt.get(account) ?? []),
    ...records.flatMap((record) => {
      const own = account === null ? record.portfolio : record.accounts.find((each) => each.account === account);
      return own === undefined
        ? []
        : [
            {
              at: record.at,
              equity: own.equity,
              flow: mended.get(`${account} ${record.at}`) ?? own.flow,
              origin: 'recorded' as const,
            },
          ];
    }),
  ];
  const history: MemoryHistory = {
    records,
    saves: [],
    broken: false,
    async append(record, note) {
      if (history.broken) throw new Error('the disk is full');
      records.push(record);
      if (note !== undefined) notes.set(note.key, note.value);
    },
    ledgers,
    values: async (account, from, to) => points(account).filter((point) => point.at >= from && point.at <= to),
    valueAt: async (account, at) => points(account).findLast((point) => point.at <= at) ?? null,
    async mendFlows(account, given) {
      const recorded = points(account).filter(({ origin }) => origin === 'recorded');
      for (const { at, flow } of given) {
        const point = recorded.find((each) => each.at === at);
        if (point !== undefined && (point.flow === null || point === recorded[0])) mended.set(`${account} ${at}`, flow);
      }
    },
    async backfill(account, given) {
      const first = points(account).find(({ origin }) => origin === 'recorded')?.at ?? Number.POSITIVE_INFINITY;
      const [from, to] = [given[0]?.at ?? 0, given.at(-1)?.at ?? 0];
      const kept = (rebuilt.get(account) ?? []).filter(({ at }) => at < from || at > to);
      rebuilt.set(
        account,
        [...kept, ...given.filter(({ at }) => at < first)].sort((a, b) => a.at - b.at),
      );
    },
    holdingsAt: async (account, at) => {
      const latest = new Map<string, readonly HoldingRecord[]>();
      for (const record of records.filter((each) => each.at <= at)) {
        for (const { account: id } of record.accounts) latest.set(id, holdingsOf(record, id));
      }
      return [...latest].flatMap(([id, held]) => (account === null || id === account ? held : []));
    },
    holdings: async (account, from, to, everyMs) => {
      const last = new Map<string, readonly HoldingRecord[]>();
      for (const record of records.filter(({ at }) => at >= from && at <= to)) {
        for (const { account: id } of record.accounts) {
          if (account === null || id === account)
            last.set(`${id} ${Math.floor(record.at / everyMs)}`, holdingsOf(record, id));
        }
      }
      return [...last.values()].flat().sort((a, b) => a.at - b.at);
    },
    async appendLedger(account, batch) {
      if (history.broken) throw new Error('the disk is full');
      const stored = ledgers.get(account) ?? emptyLedger();
      const before = stored.trades.size + stored.flows.size + stored.income.size;
      for (const kind of ['trades', 'flows', 'income'] as const) {
        for (const entry of batch[kind]) {
          const known: Map<string, { readonly id: string }> = stored[kind];
          if (!known.has(entry.id)) known.set(entry.id, entry);
        }
      }
      for (const order of batch.orders) {
        if ((stored.orders.get(order.id)?.updatedAt ?? 0) <= order.updatedAt) stored.orders.set(order.id, order);
      }
      ledgers.set(account, { ...stored, state: { cursor: batch.cursor, coverage: batch.coverage } });
      return { added: stored.trades.size + stored.flows.size + stored.income.size - before };
    },
    ledgerState: async (account) => ledgers.get(account)?.state ?? null,
    async ledger(account, from, to) {
      const of = <T extends { readonly at: number }>(kind: (stored: StoredLedger) => Map<string, T>) =>
        [...ledgers]
          .filter(([id]) => account === null || id === account)
          .flatMap(([id, stored]) => [...kind(stored).values()].map((entry) => ({ ...entry, account: id })))
          .filter(({ at }) => at >= from && at <= to)
          .sort((a, b) => a.at - b.at);
      return { trades: of((each) => each.trades), flows: of((each) => each.flows), income: of((each) => each.income) };
    },
    orders: async (account, span) =>
      [...ledgers]
        .filter(([id]) => account === null || id === account)
        .flatMap(([id, stored]) => [...stored.orders.values()].map((order) => ({ ...order, account: id })))
        .filter((order) =>
          span === 'working' ? order.status === 'working' : order.updatedAt >= span.from && order.updatedAt <= span.to,
        ),
    forgetLedger: async (account) => void ledgers.delete(account),
    journal: async (account, after) => (journals.get(account) ?? []).filter(({ seq }) => seq > (after ?? 0)),
    async appendJournal(account, entry) {
      if (history.broken) throw new Error('the disk is full');
      const own = journals.get(account) ?? [];
      const taken = own.some(
        (each) =>
          each.seq === entry.seq || (each.kind === 'fill' && entry.kind === 'fill' && each.fill.id === entry.fill.id),
      );
      if (!taken) journals.set(account, [...own, structuredClone(entry)]);
      return !taken;
    },
    async saveExecution(execution) {
      if (history.broken) throw new Error('the disk is full');
      const there = executions.get(execution.plan);
      if (there !== undefined && there.owner !== execution.owner) {
        throw new Error(`another process has taken over the execution of plan ${execution.plan}`);
      }
      history.saves.push(structuredClone(execution));
      executions.set(execution.plan, structuredClone(execution));
    },
    executions: async (from, to) =>
      [...executions.values()].filter(({ at }) => at >= from && at <= to).sort((a, b) => b.at - a.at),
    async claimExecution(plan, updatedAt, owner, at) {
      const there = executions.get(plan);
      if (there === undefined || there.updatedAt !== updatedAt || there.owner === owner) return false;
      executions.set(plan, { ...there, owner, updatedAt: at });
      return true;
    },
    lastSnapshot: async () => last,
    saveLastSnapshot: async (snapshot) => {
      last = snapshot;
    },
    closes: async (asset, currency) => kept.get(`${asset}/${currency}`) ?? null,
    saveCloses: async (closes, fetchedAt) => void kept.set(`${closes.asset}/${closes.currency}`, { fetchedAt, closes }),
    note: async (key) => notes.get(key) ?? null,
    saveNote: async (key, value) => void notes.set(key, value),
    maintain: async () => undefined,
    stats: async () => ({ path: ':memory:', rows: records.length, bytes: 0, schemaVersion: 1 }),
    close: () => undefined,
  };
  return history;
}

/** Ports of an engine with everything outside under the test's control. */
export function fakePorts(clock: Clock, history: History | null = memoryHistory()) {
  const sources = new Map<string, FakeSource>();
  const opened: string[] = [];
  const logs: string[] = [];
  let plans = 0;
  const answers = new Map<string, () => Promise<Reading<AccountReading>>>();
  const pasts = new Map<string, readonly ValuePoint[]>();
  /** Texts of files that series are in, by path. */
  const files = new Map<string, string>();
  /** What a source's ledger answers; absent: the source has none. */
  const ledgers = new Map<string, NonNullable<Source['ledger']>>();
  /** How a source takes orders; absent: it takes none. */
  const tradings = new Map<string, Trading>();
  /** The window's setting. */
  const setting = { allowed: false, asked: 0 };
  const prices: {
    quotes: readonly Quote[];
    asked: (readonly string[])[];
    fails: string | null;
    /** Daily closes a link answers with; null: it has none. */
    closes: (link: string, asset: string) => readonly number[] | null;
    closesAsked: string[];
  } = {
    quotes: [],
    asked: [],
    fails: null,
    closes: () => null,
    closesAsked: [],
  };
  const log = (message: string) => void logs.push(message);
  const ports: EnginePorts = {
    clock,
    log: { debug: log, info: log, warn: log, error: log },
    secrets: { credentials: async () => failed('credentials', 'no key') },
    hosts: { approved: async () => false },
    openSource({ account }) {
      opened.push(account);
      const past = pasts.get(account);
      const ledger = ledgers.get(account);
      const trading = tradings.get(account);
      const source: FakeSource = {
        account,
        reads: 0,
        closed: false,
        changed: () => undefined,
        answer: answers.get(account) ?? (async () => ok(reading(clock.now(), { USD: '1000' }))),
        read() {
          source.reads += 1;
          return source.answer();
        },
        watch(changed) {
          source.changed = changed;
          return { close: () => undefined };
        },
        ...(past === undefined ? {} : { past: async () => ok(past) }),
        ...(ledger === undefined ? {} : { ledger }),
        ...(trading === undefined ? {} : { trading }),
        close() {
          source.closed = true;
        },
      };
      sources.set(account, source);
      return ok(source);
    },
    openPriceSource(_, link) {
      const source: PriceSource = {
        id: link,
        async quotes(assets) {
          prices.asked.push(assets);
          return prices.fails === null ? ok(prices.quotes) : failed('unavailable', prices.fails);
        },
        async closes(asset, currency, days) {
          prices.closesAsked.push(`${link} ${asset}`);
          const values = prices.closes(link, asset);
          if (values === null) return failed('config', `${link} has no ${asset}`);
          const first = Math.floor(clock.now() / 86_400_000) - values.length;
          assert.ok(days > 90);
          return ok({
            asset,
            currency,
            source: link.startsWith('simulated') ? 'simulated market' : link,
            closes: values.map((close, index) => ({ day: (first + index) * 86_400_000, close })),
          });
        },
        close: () => undefined,
      };
      return ok(source);
    },
    openHistory: async () => (history === null ? failed('unavailable', 'no database') : ok(history)),
    readSeries: async (folder, path) => {
      const text = files.get(folder === null ? path : `${folder}/${path}`);
      return text === undefined ? failed('unavailable', `${path} does not exist`) : seriesTable(text, path);
    },
    redirectedTo: null,
    notices: [],
    exchanges: [
      {
        id: 'binance',
        name: 'Binance',
        credentials: ['apiKey', 'secret'],
        sandbox: true,
        sandboxHost: 'testnet.binance.vision',
        host: 'api.binance.com',
      },
      {
        id: 'kraken',
        name: 'Kraken',
        credentials: ['apiKey', 'secret'],
        sandbox: false,
        sandboxHost: null,
        host: 'api.kraken.com',
      },
    ],
    testAccount: async () => ({ ok: true, message: 'tested', permissions: null, warnings: [] }),
    createAbort,
    async tradingAllowed() {
      setting.asked += 1;
      return setting.allowed;
    },
    processName: 'this process',
    isGone: (name) => name === 'dead process',
    randomHex: (digits) => {
      plans += 1;
      return plans.toString(16).padStart(8, '0').padEnd(digits, '0');
    },
    versions: { quantfolio: 'test' },
  };
  return { ports, sources, opened, logs, answers, pasts, ledgers, files, prices, tradings, setting };
}
