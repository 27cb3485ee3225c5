import type { LimitState } from '../core/model/risk.ts';
import type { DataState } from '../core/model/snapshot.ts';
import type { Severity } from '../core/model/state.ts';
import type { Tint } from './treeNode.ts';

/** Colour of a data state; its name is also the codicon that marks it ("warning", "error"). */
export function stateTint(state: DataState): 'none' | 'warning' | 'error' {
  return state === 'ok' ? 'none' : state === 'failed' ? 'error' : 'warning';
}

/** Icon and colour of a limit's state: never colour alone. */
export const limitIcons: Readonly<Record<LimitState, { readonly id: string; readonly tint: Tint }>> = {
  OK: { id: 'pass', tint: 'ok' },
  WARNING: { id: 'warning', tint: 'warning' },
  UNKNOWN: { id: 'question', tint: 'error' },
  BREACH: { id: 'error', tint: 'error' },
};

export const severityIcons: Readonly<Record<Severity, { readonly id: string; readonly tint: Tint }>> = {
  info: { id: 'info', tint: 'none' },
  warning: { id: 'warning', tint: 'warning' },
  critical: { id: 'error', tint: 'error' },
};
