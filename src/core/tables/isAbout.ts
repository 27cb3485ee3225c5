import { assertNever } from '../assertNever.ts';
import type { Subject } from '../model/performance.ts';
import type { RowAbout } from './table.ts';

/** Whether a row is of the portfolio, account, strategy or asset that was asked for. */
export function isAbout({ kind, id }: Subject, about: RowAbout): boolean {
  switch (kind) {
    case 'portfolio':
      return true;
    case 'account':
      return id !== null && about.accounts.includes(id);
    case 'strategy':
      return about.strategy === id;
    case 'asset':
      return id !== null && about.assets.includes(id);
    default:
      return assertNever(kind);
  }
}
