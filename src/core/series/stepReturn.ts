/** Some sums of doubles off one; the smallest tick of any market is a million times more. */
const noise = 1e-12;

/**
 * Return of one step between two values, free of the flow in between. With values only at the ends of the step, money that
 * came in counts from the start and money that went out until the end (conventions.md, TWR with daily values):
 * (end + out) / (start + in) − 1. null where there was no capital to earn on. What binary sums leave over is no return: money
 * that only came and went earned exactly nothing.
 */
export function stepReturn(start: number, end: number, flow: number): number | null {
  const capital = start + Math.max(flow, 0);
  if (!(capital > 0)) return null;
  const result = (end + Math.max(-flow, 0)) / capital - 1;
  if (!Number.isFinite(result)) return null;
  return Math.abs(result) < noise ? 0 : result;
}
