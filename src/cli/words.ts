import type { Change, DataState } from '../core/model/snapshot.ts';
import { formatMoney, formatPercent, trend } from '../present/format.ts';
import type { Style } from './style.ts';
import { plain } from './table.ts';

/** "▲ +$120.00 (+1.24%)", or the reason it is not known. */
export function changeWords(change: Change, currency: string, style: Style): string {
  if (change.abs === null && change.pct === null) return style.dim(`n/a (${plain(change.reason ?? 'not known')})`);
  const direction = trend(change.pct ?? (change.abs === null ? null : Math.sign(change.abs)));
  const parts = [
    change.abs === null ? '' : formatMoney(change.abs, currency, { sign: true }),
    change.pct === null ? '' : `(${formatPercent(change.pct, { sign: true })})`,
  ].filter((part) => part !== '');
  const text = [direction, ...parts].filter((part) => part !== '').join(' ');
  const basis = change.basis === 'heldNow' ? style.dim(' price change of what is held now') : '';
  return tinted(change.pct ?? change.abs ?? 0, text, style) + basis;
}

export function tinted(value: number | null, text: string, style: Style): string {
  if (value === null || value === 0) return text;
  return value > 0 ? style.up(text) : style.down(text);
}

export function stateWords(state: DataState, style: Style): string {
  return state === 'ok' ? state : state === 'failed' ? style.error(state) : style.warning(state);
}

/** "(simulated)" wherever simulated values are shown: SRC-2. */
export function simulatedMark(simulated: boolean, style: Style): string {
  return simulated ? style.warning(' (simulated)') : '';
}
