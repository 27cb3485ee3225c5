import type { Tone } from '../../protocol/panelView.ts';

/** States and sides as people read them, where that is not their name with a capital letter. */
const words: Readonly<Record<string, string>> = {
  ok: 'Live',
  OK: 'OK',
  WARNING: 'Near limit',
  UNKNOWN: 'Unknown',
  BREACH: 'Breached',
  cfd: 'CFD',
};

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

/** "partlyFilled" → "Partly filled". */
export function stateWords(state: string): string {
  const known = words[state];
  if (known !== undefined) return known;
  const plain = state.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}

export function stateTone(state: string): Tone {
  return tones[state] ?? 'none';
}
