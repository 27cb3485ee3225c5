/** What SQLite's result codes mean to a history (https://sqlite.org/rescode.html). */
export type SqliteFault = 'busy' | 'corrupt' | 'full' | 'readOnly' | 'cannotOpen' | 'disk' | 'other';

const byPrimaryCode: Readonly<Record<number, SqliteFault>> = {
  5: 'busy',
  6: 'busy',
  8: 'readOnly',
  10: 'disk',
  11: 'corrupt',
  13: 'full',
  14: 'cannotOpen',
  26: 'corrupt',
};

/** Extended codes carry the primary code in their lowest byte. */
export function faultOf(error: unknown): SqliteFault {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? (byPrimaryCode[code & 0xff] ?? 'other') : 'other';
}

/** What happened, and what helps, for people; no full stop, so that it can be embedded. */
export function faultWords(path: string, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  switch (faultOf(error)) {
    case 'busy':
      return `the history at ${path} is held by another process; close other windows of this workspace or wait`;
    case 'corrupt':
      return `the history at ${path} is damaged; it is checked and set aside at the next start`;
    case 'full':
      return `the disk of ${path} is full, so nothing can be added to the history; free some space`;
    case 'readOnly':
      return `the history at ${path} cannot be written (read-only); change the permissions of the file and its folder`;
    case 'cannotOpen':
      return `the history at ${path} cannot be opened or created; check that the folder exists and can be written`;
    case 'disk':
      return `the disk of ${path} failed while the history was used (${said})`;
    case 'other':
      return `the history at ${path} could not be used (${said})`;
  }
}
