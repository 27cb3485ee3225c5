import type { ConfigProblem } from '../core/model/configText.ts';
import { plain } from './table.ts';

/** Problems of a configuration as compilers print them: "quantfolio.json:4:17: error: unknown exchange …". */
export function problemLines(path: string, text: string, problems: readonly ConfigProblem[]): readonly string[] {
  return [...problems]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, severity, message }) => {
      const before = text.slice(0, offset).split('\n');
      const line = before.length;
      const column = (before.at(-1)?.length ?? 0) + 1;
      return `${path}:${line}:${column}: ${severity}: ${plain(message)}`;
    });
}
