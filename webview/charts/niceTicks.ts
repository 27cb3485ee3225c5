const steps = [1, 2, 2.5, 5, 10];

/** Round values (1, 2, 2.5, 5 × a power of ten) inside [min, max], about `count` of them. */
export function niceTicks(min: number, max: number, count: number): readonly number[] {
  // Closer together than doubles can count: there is nothing between them.
  if (!(max - min > 1e-13 * Math.max(Math.abs(min), Math.abs(max)))) return [min];
  const raw = (max - min) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = (steps.find((candidate) => candidate * power >= raw * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  // Multiples are computed from integers: adding a step again and again would drift.
  for (let index = Math.ceil(min / step - 1e-9); index * step <= max + step * 1e-9; index += 1) {
    ticks.push(Number((index * step).toPrecision(14)));
  }
  return ticks;
}

/** Ticks for a logarithmic axis over [min, max] > 0: 1-2-5 when it spans much, else plain nice ticks. */
export function logTicks(min: number, max: number, count: number): readonly number[] {
  if (max / min < 6) return niceTicks(min, max, count);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power += 1) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= min && value <= max) ticks.push(Number(value.toPrecision(14)));
    }
  }
  return ticks;
}

/** A range with air around the values, never empty. */
export function padded(values: readonly number[], share: number): readonly [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (!(max >= min)) return [0, 1];
  const air = max > min ? (max - min) * share : Math.abs(max) * 0.05 || 1;
  return [min - air, max + air];
}
