import { assertNever } from '../core/assertNever.ts';
import type { ConfigChange, TextEdit } from '../core/model/configText.ts';
import { nodeAt, parseConfigTree } from './configTree.ts';
import { setValue } from './editText.ts';
import { starterConfig } from './starterConfig.ts';

/**
 * The smallest edit of a configuration's text that makes a change (CFG-6): comments and formatting stay. A file that does
 * not exist (null) is begun with the commented starter. Throws an Error in words where the change cannot be made.
 */
export function editConfig(text: string | null, change: ConfigChange): readonly TextEdit[] {
  const old = text ?? '';
  return difference(old, changed(old.trim() === '' ? null : old, change));
}

function changed(text: string | null, change: ConfigChange): string {
  switch (change.kind) {
    case 'create':
      if (text !== null) throw new Error('there is a configuration already');
      return starterConfig(change.name, change.baseCurrency);
    case 'addAccount': {
      const before = text ?? starterConfig('Portfolio', 'USD');
      if (accountAt(before, change.id)) throw new Error(`there is an account "${change.id}" already`);
      return setValue(before, checked(['accounts', change.id]), change.settings);
    }
    case 'removeAccount':
      if (text === null || !accountAt(text, change.id)) throw new Error(`there is no account "${change.id}"`);
      return setValue(text, ['accounts', change.id], undefined);
    case 'set':
      return setValue(text ?? starterConfig('Portfolio', 'USD'), checked(change.path), change.value);
    default:
      return assertNever(change);
  }
}

function accountAt(text: string, id: string): boolean {
  return nodeAt(parseConfigTree(text).root, ['accounts', id]) !== undefined;
}

/** Names that every object has by itself are no keys of a configuration. */
function checked(path: readonly (string | number)[]): readonly (string | number)[] {
  const bad = path.find((key) => typeof key === 'string' && key in Object.prototype);
  if (bad !== undefined) throw new Error(`"${bad}" cannot be used as a name`);
  return path;
}

/** One edit from the first to the last character that differs. */
export function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [{ offset: start, length: before.length - end - start, text: after.slice(start, after.length - end) }];
}
