const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  minute: 60_000,
  hourly: 3_600_000,
  daily: 86_400_000,
};

/** Milliseconds of "15min", "24h", "7d" or "hourly". The schema has refused everything else, so else is a bug. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text);
  const unit = units[match?.[2] ?? text];
  if (unit === undefined) throw new Error(`'${text}' is no duration`);
  return Number(match?.[1] ?? 1) * unit;
}
