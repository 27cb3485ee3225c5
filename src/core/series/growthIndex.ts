/** Compounded index of simple returns, one longer than they are: it starts at 1 (conventions.md). */
export function growthIndex(returns: readonly number[]): number[] {
  const index = [1];
  let level = 1;
  for (const value of returns) {
    level *= 1 + value;
    index.push(level);
  }
  return index;
}
