/** A standard normal number that depends on its keys alone: the same keys, the same number, in any order of asking. */
export function gaussian(seed: number, stream: number, step: number, node: number): number {
  const a = mix(mix(mix(mix(seed | 0, stream), step), node), 0x9e3779b9);
  const b = mix(a, 0x85ebca6b);
  // Box–Muller; the radius draws from (0, 1], so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(((a >>> 0) + 1) / 4294967296));
  return radius * Math.cos(2 * Math.PI * ((b >>> 0) / 4294967296));
}

/** One round of a 32-bit avalanche (the finaliser of MurmurHash3 over a golden-ratio sequence). */
function mix(state: number, key: number): number {
  let hash = (state ^ Math.imul(key | 0, 0x9e3779b1)) + 0x6d2b79f5;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
