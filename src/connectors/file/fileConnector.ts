import { setTimeout as wait } from 'node:timers/promises';
import type { z } from 'zod';
import type { AccountReading } from '../../core/model/account.ts';
import { ok, type Reading } from '../../core/model/reading.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { fileSettings } from '../settings/file.ts';
import { parseBook } from './parseBook.ts';
import { readInside } from './readInside.ts';
import { watchInside } from './watchInside.ts';

type Settings = z.infer<typeof fileSettings>;

/** A program that saves a file is seldom caught half-way twice. */
const rereadAfterMs = 150;

/** SRC-3. Reads afresh each time; what a reader finds half written is read once more if it changed meanwhile. */
export const fileConnector: Connector<Settings> = {
  kind: 'file',
  settings: fileSettings,
  open: (context, settings) => {
    const parse = parsedOnce();
    return ok({
      account: context.account,
      read: () => readBook(context, settings, parse),
      watch: (changed) => watchInside(context, [settings.path], changed),
      close: () => {},
    });
  },
};

type Parse = typeof parseBook;

/** The same text of the same time is not read twice: a long export would take a second each time. */
function parsedOnce(): Parse {
  let last: { readonly text: string; readonly modifiedAt: number; readonly book: ReturnType<Parse> } | null = null;
  return (text, options) => {
    if (last?.text !== text || last.modifiedAt !== options.modifiedAt) {
      last = { text, modifiedAt: options.modifiedAt, book: parseBook(text, options) };
    }
    return last.book;
  };
}

async function readBook(context: ConnectorContext, settings: Settings, parse: Parse): Promise<Reading<AccountReading>> {
  const first = await readOnce(context, settings, parse);
  if (first.text === null) return first.reading;
  // A row of a table that ends in the middle may read as another number; a program that is at it goes on in a moment.
  const cut = !first.text.endsWith('\n') && first.text.includes('\n') && !/\.jsonc?$/i.test(settings.path);
  const writing = cut && context.clock.now() - first.modifiedAt < 2 * rereadAfterMs;
  if (first.reading.ok && !writing) return first.reading;
  await wait(rereadAfterMs);
  const second = await readOnce(context, settings, parse);
  return second.text === null || second.text === first.text ? first.reading : second.reading;
}

async function readOnce(context: ConnectorContext, settings: Settings, parse: Parse) {
  const file = await readInside(context.folder, settings.path);
  if (!file.ok) return { reading: file, text: null, modifiedAt: 0 };
  const { text, modifiedAt } = file.value;
  const currency = settings.currency ?? context.baseCurrency;
  const options = { path: settings.path, currency, strategy: settings.strategy ?? null, modifiedAt };
  const reading = parse(text, options);
  return {
    reading: reading.ok ? ok(notAhead(reading.value, context.clock.now(), modifiedAt)) : reading,
    text,
    modifiedAt,
  };
}

/** Clocks of two machines may differ by this much. */
const skewMs = 5 * 60_000;

/** A time ahead of the clock would never grow old: such data are as old as the file, and a note says so. */
function notAhead(reading: AccountReading, now: number, modifiedAt: number): AccountReading {
  const latest = now + skewMs;
  const times = [reading, ...reading.positions, ...reading.marks].map(({ at }) => at ?? 0);
  if (!times.some((at) => at > latest)) return reading;
  const back = (at: number) => (at > latest ? Math.min(modifiedAt, now) : at);
  return {
    ...reading,
    at: back(reading.at),
    positions: reading.positions.map((row) => ({ ...row, at: row.at === null ? null : back(row.at) })),
    marks: reading.marks.map((mark) => ({ ...mark, at: back(mark.at) })),
    notes: [
      ...reading.notes,
      'a time in it lies in the future (is it local time without a zone?): its age counts from when it was saved',
    ],
  };
}
