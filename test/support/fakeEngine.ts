import assert from 'node:assert/strict';
import type { AccountReading, Balance } from '../../src/core/model/account.ts';
import type { Quote } from '../../src/core/model/quote.ts';
import { failed, ok, type Reading } from '../../src/core/model/reading.ts';
import type { ValuePoint } from '../../src/core/model/series.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import type { Clock, History, HistoryRecord, PriceSource, Source } from '../../src/core/ports.ts';
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

/** History in memory, as the port says it behaves. */
export function memoryHistory(): History & { readonly records: HistoryRecord[]; broken: boolean } {
  const records: HistoryRecord[] = [];
  const rebuilt = new Map<string | null, readonly ValuePoint[]>();
  const notes = new Map<string, string>();
  let last: Snapshot | null = null;
  const points = (account: string | null): ValuePoint[] => [
    ...(rebuilt.get(account) ?? []),
    ...records.flatMap((record) => {
      const own = account === null ? record.portfolio : record.accounts.find((each) => each.account === account);
      return own === undefined
        ? []
        : [{ at: record.at, equity: own.equity, flow: own.flow, origin: 'recorded' as const }];
    }),
  ];
  const history: History & { readonly records: HistoryRecord[]; broken: boolean } = {
    records,
    broken: false,
    async append(record, note) {
      if (history.broken) throw new Error('the disk is full');
      records.push(record);
      if (note !== undefined) notes.set(note.key, note.value);
    },
    values: async (account, from, to) => points(account).filter((point) => point.at >= from && point.at <= to),
    valueAt: async (account, at) => points(account).findLast((point) => point.at <= at) ?? null,
    backfill: async (account, given) => void rebuilt.set(account, given),
    lastSnapshot: async () => last,
    saveLastSnapshot: async (snapshot) => {
      last = snapshot;
    },
    closes: async () => null,
    saveCloses: async () => undefined,
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
  const answers = new Map<string, () => Promise<Reading<AccountReading>>>();
  const pasts = new Map<string, readonly ValuePoint[]>();
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
    versions: { quantfolio: 'test' },
  };
  return { ports, sources, opened, logs, answers, pasts, prices };
}
