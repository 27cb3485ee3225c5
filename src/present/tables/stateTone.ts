import type { Tone } from '../../protocol/panelView.ts';

const tones: Readonly<Record<string, Tone>> = {
  ok: 'muted',
  stale: 'warning',
  unpriced: 'warning',
  failed: 'error',
  WARNING: 'warning',
  UNKNOWN: 'warning',
  BREACH: 'error',
  refused: 'error',
  sending: 'warning',
  unknown: 'warning',
  rejected: 'error',
  notSent: 'warning',
  cancelled: 'muted',
  expired: 'muted',
};

/** Colour of a state; it always stands beside its word. */
export function stateTone(state: string): Tone {
  return tones[state] ?? 'none';
}
