import type { HoldingRecord } from '../../src/core/ports.ts';
import type { StoredHistory } from '../../src/storage/history.ts';
import type { PastRecord } from '../../src/storage/pastRecord.ts';

const minute = 60_000;
const day = 86_400_000;
const year = 365.25 * day;

export interface SyntheticOptions {
  /** Epoch ms of the last record; the first is `years` earlier. */
  readonly until: number;
  readonly years: number;
  readonly everyMs: number;
  /** 0: only the portfolio. */
  readonly accounts: number;
  /** Assets held by each account, recorded once a day. */
  readonly assets: number;
  readonly currency: string;
  readonly seed: number;
}

export const syntheticDefaults: SyntheticOptions = {
  until: Date.UTC(2026, 0, 1),
  years: 5,
  everyMs: minute,
  accounts: 3,
  assets: 8,
  currency: 'USD',
  seed: 1,
};

/**
 * Records of a book that behaves like one: volatility comes in calm and wild stretches, returns have fat tails (excess kurtosis
 * of about 6 a minute), accounts fall together in a crash every year or so, money comes in monthly and sometimes leaves. The same
 * seed gives the same history, to the last digit.
 */
export function* syntheticRecords(options: SyntheticOptions): Generator<PastRecord> {
  const { until, years, everyMs, accounts, assets, currency, seed } = options;
  const random = mulberry32(seed);
  const first = Math.floor((until - years * year) / everyMs) * everyMs;
  const parts = Array.from({ length: Math.max(1, accounts) }, (_, index) => ({
    id: `account-${index + 1}`,
    equity: 100_000 * (1 + index),
    beta: 0.6 + 0.8 * random(),
    flow: 0,
  }));
  const step = everyMs / year;
  let wild = false;
  let crash = 0;
  let lastDay = Number.NaN;
  for (let at = first; at <= until; at += everyMs) {
    // A stretch of one mood lasts two weeks on average, a crash six hours.
    if (random() < (26 * step) / (wild ? 0.5 : 1)) wild = !wild;
    if (crash === 0 && random() < 0.8 * step) crash = 6 * 60 * minute;
    else crash = Math.max(0, crash - everyMs);
    const yearly = wild ? 0.9 : 0.35;
    const drop = crash > 0 ? (-0.18 * everyMs) / (6 * 60 * minute) : 0;
    const market = 0.15 * step + yearly * Math.sqrt(step) * fatTailed(random) + drop;
    const today = Math.floor(at / day);
    const newDay = today !== lastDay;
    lastDay = today;
    for (const part of parts) {
      const own = 0.2 * Math.sqrt(step) * fatTailed(random);
      part.equity *= Math.exp(part.beta * market + own);
      part.flow = newDay ? cashFlow(random, part.equity, today) : 0;
      part.equity += part.flow;
    }
    const values = parts.map(({ id, equity, flow }) => ({ account: id, equity: cents(equity), flow: cents(flow) }));
    const portfolio = {
      equity: cents(values.reduce((sum, { equity }) => sum + equity, 0)),
      flow: cents(values.reduce((sum, { flow }) => sum + flow, 0)),
    };
    yield {
      at,
      currency,
      portfolio,
      accounts: accounts === 0 ? [] : values,
      holdings: newDay && accounts > 0 && assets > 0 ? values.flatMap((value) => held(value, assets, today)) : null,
    };
  }
}

/** Writes them through the storage that the product writes with; answers how many, and tells how far it is. */
export async function writeSynthetic(
  history: StoredHistory,
  options: SyntheticOptions,
  onProgress: (records: number, at: number) => void = () => {},
): Promise<number> {
  let batch: PastRecord[] = [];
  let records = 0;
  const flush = async (): Promise<void> => {
    await history.appendAll(batch);
    records += batch.length;
    onProgress(records, batch.at(-1)?.at ?? 0);
    batch = [];
  };
  for (const record of syntheticRecords(options)) {
    batch.push(record);
    if (batch.length === 5_000) await flush();
  }
  if (batch.length > 0) await flush();
  return records;
}

/** Salary day in, a withdrawal in one month of ten. */
function cashFlow(random: () => number, equity: number, today: number): number {
  const date = new Date(today * day).getUTCDate();
  if (date === 1) return 500 + Math.floor(random() * 2_000);
  if (date === 15 && random() < 0.1) return -Math.floor(equity * (0.02 + 0.1 * random()));
  return 0;
}

function held(
  value: { readonly account: string; readonly equity: number },
  assets: number,
  today: number,
): Omit<HoldingRecord, 'at'>[] {
  // Weights turn slowly, so that holdings change from day to day and add up to the account.
  const weights = Array.from({ length: assets }, (_, index) => 1.2 + Math.sin(today / (40 + 7 * index) + index));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, index) => {
    const price = cents(10 ** (index % 5) * (1 + 0.3 * Math.sin(today / (200 + 11 * index))));
    const worth = (value.equity * weight) / total;
    return {
      account: value.account,
      asset: `C${index + 1}`,
      quantity: (worth / price).toFixed(8),
      price,
      value: cents(worth),
    };
  });
}

/** A mixture of two normals: nine of ten moves small, the tenth three times as wide; variance 1, kurtosis far above 3. */
function fatTailed(random: () => number): number {
  const scale = random() < 0.1 ? 2.236 : 0.745;
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return scale * radius * Math.cos(2 * Math.PI * random());
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Tommy Ettinger's 32-bit generator (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
