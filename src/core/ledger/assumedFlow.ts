const mark = 'paid in for ';

/** Id of a deposit that no source tells: what an entry took has to have been there. */
export function assumedFlow(entry: string, asset: string): string {
  return `${mark}${entry}: ${asset}`;
}

export function isAssumedFlow({ id }: { readonly id: string }): boolean {
  return id.startsWith(mark);
}
