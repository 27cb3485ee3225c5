import type { Node } from 'jsonc-parser';
import type { ConfigFix, ConfigProblem } from '../core/model/configText.ts';

type Range = Pick<Node, 'offset' | 'length'>;

interface Options {
  readonly severity?: ConfigProblem['severity'];
  readonly owner?: ConfigProblem['owner'];
  readonly fixes?: readonly ConfigFix[];
}

/** A problem at a range of the text; an error of our own unless said otherwise. */
export function problem(
  { offset, length }: Range,
  code: string,
  message: string,
  options: Options = {},
): ConfigProblem {
  const { severity = 'error', owner = 'quantfolio', fixes = [] } = options;
  return { offset, length: Math.max(1, length), severity, message, code, owner, fixes };
}

/** The fix that writes `value` in place of a string, an enum value or a key. */
export function replaceFix({ offset, length }: Range, value: string): ConfigFix {
  return { title: `Write "${value}"`, edits: [{ offset, length, text: JSON.stringify(value) }] };
}

/** `"a", "b" or "c"` */
export function choices(values: readonly unknown[]): string {
  const texts = values.map((value) => JSON.stringify(value));
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}
