import type { Parts } from '../parts.ts';
import { positionOf } from './trade.ts';

/** POS-5 of a row: fills, P&L over time, headroom and what-if. A holding of money has none: then what is held is shown. */
export async function openDetails(parts: Parts, value: unknown): Promise<void> {
  await parts.panel.open(value, 'positions', positionOf(parts, value)?.position.id);
}
