import type { Parts } from '../parts.ts';
import { choosePlace } from './target.ts';

/** REB-3: every order that Quantfolio sent, with its check, its fill and its P&L. */
export async function showOrderLog(parts: Parts, value: unknown): Promise<void> {
  const place = await choosePlace(parts, value, 'Show the order log of which portfolio?');
  if (place === null) return;
  const executions = await parts.engine.request('executions', { portfolio: place.folder, from: 0, to: Date.now() });
  const name = parts.store.get(place.folder)?.name ?? 'Portfolio';
  await parts.orderLogs.show(name, executions, parts.desk.titlesOf(place.folder));
}
