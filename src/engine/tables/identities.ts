/** A number for each object: what is built from objects that are replaced, never changed, is the same while their numbers are. */
export function createIdentities(): (of: object | null | undefined) => number {
  const known = new WeakMap<object, number>();
  let next = 1;
  return (of) => {
    if (of == null) return 0;
    const id = known.get(of) ?? next++;
    known.set(of, id);
    return id;
  };
}
