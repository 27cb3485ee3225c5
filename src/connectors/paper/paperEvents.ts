import type { z } from 'zod';
import { big } from '../../core/decimal.ts';
import { ok, type Reading } from '../../core/model/reading.ts';
import type { CashFlow } from '../../core/model/trade.ts';
import type { PaperOrder } from '../../core/paper/fillOrder.ts';
import type { ConnectorContext } from '../connector.ts';
import { readInside } from '../file/readInside.ts';
import type { paperSettings } from '../settings/paper.ts';
import { readFlows, readOrders } from './readOrders.ts';

export type PaperSettings = z.infer<typeof paperSettings>;

/** All that ever happens to a paper account; the starting cash is its first flow. */
export interface PaperEvents {
  readonly orders: readonly PaperOrder[];
  readonly flows: readonly CashFlow[];
}

const day = 86_400_000;

/** Reads the account's files each time; the same texts give the same object, so that nothing is worked out twice. */
export function paperEvents(context: ConnectorContext, settings: PaperSettings): () => Promise<Reading<PaperEvents>> {
  const strategy = settings.strategy ?? null;
  const orders = parsedFile(context, settings.orders, (text, path) => readOrders(text, path, strategy));
  const flows = parsedFile(context, settings.flows, readFlows);
  let last: (PaperEvents & { readonly paid: readonly CashFlow[]; readonly start: number }) | null = null;
  return async () => {
    const ordered = await orders();
    if (!ordered.ok) return ordered;
    const paid = await flows();
    if (!paid.ok) return paid;
    const start = startOf(context, settings, ordered.value, paid.value);
    if (last?.orders !== ordered.value || last.paid !== paid.value || last.start !== start) {
      const all = [...startingCash(settings, start), ...paid.value];
      last = { orders: ordered.value, flows: all, paid: paid.value, start };
    }
    return ok(last);
  };
}

/** The day given, else that of the first order or flow, else today. */
function startOf(
  context: ConnectorContext,
  settings: PaperSettings,
  [order]: readonly PaperOrder[],
  [flow]: readonly CashFlow[],
): number {
  if (settings.startedAt !== undefined) return Date.parse(settings.startedAt);
  const first = Math.min(context.clock.now(), ...[order?.at, flow?.at].filter((at) => at !== undefined));
  return Math.floor(first / day) * day;
}

function startingCash(settings: PaperSettings, at: number): readonly CashFlow[] {
  return Object.entries(settings.cash)
    .map(([asset, quantity]) => ({ asset: asset.toUpperCase(), quantity: big(quantity).toString() }))
    .filter(({ quantity }) => !big(quantity).eq(0))
    .map(({ asset, quantity }): CashFlow => ({ id: `start ${asset}`, at, asset, quantity, kind: 'deposit' }));
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
