import type { LimitLocation } from '../core/model/configText.ts';
import { nodeAt, parseConfigTree, propertiesOf } from './configTree.ts';

/**
 * Where each limit and each of its subjects stands: the whole `"key": value` of a plain one, the key alone of one that
 * lists subjects (they have ranges of their own). Works on a broken text as far as it can be read.
 */
export function limitLocations(text: string): readonly LimitLocation[] {
  const { root } = parseConfigTree(text);
  return propertiesOf(nodeAt(root, ['limits'])).flatMap(({ name, key, value, whole }) => {
    const subjects = propertiesOf(value);
    const own = subjects.length > 0 ? key : whole;
    return [
      { limit: name, subject: null, offset: own.offset, length: own.length },
      ...subjects.map((subject) => ({
        limit: name,
        subject: subject.name,
        offset: subject.whole.offset,
        length: subject.whole.length,
      })),
    ];
  });
}
