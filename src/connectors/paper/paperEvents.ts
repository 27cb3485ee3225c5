import type { z } from 'zod';
import { big } from '../../core/decimal.ts';
import { ok, type Reading } from '../../core/model/reading.ts';
import type { CashFlow } from '../../core/model/trade.ts';
import type { PaperEvents } from '../../core/paper/paperEvents.ts';
import type { JournalEntry } from '../../core/ports.ts';
import type { ConnectorContext } from '../connector.ts';
import { readInside } from '../file/readInside.ts';
import type { paperSettings } from '../settings/paper.ts';
import { readFlows, readOrders } from './readOrders.ts';

export type PaperSettings = z.infer<typeof paperSettings>;

const day = 86_400_000;

/**
 * Reads the account's files and its journal each time; the same contents give the same object, so that nothing is worked out twice.
 * Without its journal an account would be told without its orders, so what keeps that from being read fails the reading.
 */
export function paperEvents(context: ConnectorContext, settings: PaperSettings): () => Promise<Reading<PaperEvents>> {
  const strategy = settings.strategy ?? null;
  const readOrdered = parsedFile(context, settings.orders, (text, path) => readOrders(text, path, strategy));
  const readPaid = parsedFile(context, settings.flows, readFlows);
  let last: (PaperEvents & { readonly paid: readonly CashFlow[]; readonly start: number }) | null = null;
  return async () => {
    const kept = (await context.journal?.read()) ?? ok([]);
    if (!kept.ok) return kept;
    const ordered = await readOrdered();
    if (!ordered.ok) return ordered;
    const paid = await readPaid();
    if (!paid.ok) return paid;
    const start = startOf(context, settings, [ordered.value[0], paid.value[0], kept.value[0]]);
    const orders = ordered.value;
    const same = last?.orders === orders && last.paid === paid.value && last.start === start ? last : null;
    if (last === null || same === null || !sameJournal(same.journal, kept.value)) {
      const flows = same?.flows ?? [...startFlows(settings, start), ...paid.value];
      last = { orders, flows, journal: kept.value, paid: paid.value, start };
    }
    return ok(last);
  };
}

/** A journal is only ever appended to. */
function sameJournal(before: readonly JournalEntry[], after: readonly JournalEntry[]): boolean {
  return before.length === after.length && before.at(-1)?.seq === after.at(-1)?.seq;
}

/** The day given, else that of the first thing that happened, else today. */
function startOf(
  context: ConnectorContext,
  settings: PaperSettings,
  firsts: readonly ({ readonly at: number } | undefined)[],
): number {
  if (settings.startedAt !== undefined) return Date.parse(settings.startedAt);
  const first = Math.min(context.clock.now(), ...firsts.flatMap((each) => each?.at ?? []));
  return Math.floor(first / day) * day;
}

/** What the account begins with, by currency; also after a reset. */
export function startingCash(settings: PaperSettings): Readonly<Record<string, string>> {
  const all = Object.entries(settings.cash).map(([asset, quantity]) => [asset.toUpperCase(), big(quantity)] as const);
  return Object.fromEntries(all.filter(([, cash]) => !cash.eq(0)).map(([asset, cash]) => [asset, cash.toString()]));
}

function startFlows(settings: PaperSettings, at: number): readonly CashFlow[] {
  return Object.entries(startingCash(settings)).map(
    ([asset, quantity]): CashFlow => ({ id: `start ${asset}`, at, asset, quantity, kind: 'deposit' }),
  );
}

function parsedFile<T>(
  context: ConnectorContext,
  path: string | undefined,
  parse: (text: string, path: string) => Reading<readonly T[]>,
): () => Promise<Reading<readonly T[]>> {
  const nothing: Reading<readonly T[]> = ok([]);
  let last: { readonly text: string; readonly rows: Reading<readonly T[]> } | null = null;
  return async () => {
    if (path === undefined) return nothing;
    const file = await readInside(context.folder, path);
    if (!file.ok) return file;
    const { text } = file.value;
    if (last?.text !== text) last = { text, rows: parse(text, path) };
    return last.rows;
  };
}
