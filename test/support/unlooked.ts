/** Simulated exchanges of which nobody has looked yet at what they were asked. */
const open = new Set<symbol>();

process.on('exit', () => {
  if (open.size === 0) return;
  const names = [...open].map(({ description }) => description).join(', ');
  process.stderr.write(`Never closed, so nobody looked whether they were written to (SEC-4): ${names}\n`);
  process.exitCode = 1;
});

/** The proof that nothing was written rests on closing: a simulator that a test forgets fails the whole run. */
export function unlooked(name: string): () => void {
  const one = Symbol(name);
  open.add(one);
  return () => void open.delete(one);
}
