const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const day = 86_400_000;

/** Epoch ms of "2026-01-31" (its first or last moment) or "2026-01-31T08:00[:00][Z|+01:00]", UTC where no zone is named; null: neither. */
export function timeOf(text: string, edge: 'start' | 'end'): number | null {
  const match = shape.exec(text);
  if (match === null) return null;
  const whole = match[1] === undefined;
  const at = Date.parse(whole || match[4] !== undefined ? text : `${text}Z`);
  // "2026-02-31" would become a day of March.
  const named = Date.parse(text.slice(0, 10));
  if (Number.isNaN(at) || Number.isNaN(named) || new Date(named).toISOString().slice(0, 10) !== text.slice(0, 10))
    return null;
  return whole && edge === 'end' ? at + day - 1 : at;
}
