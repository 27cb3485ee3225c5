/** States and sides as people read them, where that is not their name with a capital letter. */
const words: Readonly<Record<string, string>> = {
  ok: 'Live',
  OK: 'OK',
  WARNING: 'Near limit',
  UNKNOWN: 'Unknown',
  BREACH: 'Breached',
  cfd: 'CFD',
};

/** "partlyFilled" → "Partly filled": what cells of states and sides show, and are found by. */
export function stateWords(state: string): string {
  const known = words[state];
  if (known !== undefined) return known;
  const plain = state.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}
