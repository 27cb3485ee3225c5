import type { Node } from 'jsonc-parser';
import type { ConfigProblem } from '../core/model/configText.ts';
import { textOf } from './configTree.ts';
import { problem } from './problem.ts';

/** SEC-2: a path that could leave the workspace is refused as text already; links are resolved when it is read. */
export function pathCheck(node: Node | undefined, path = textOf(node)): readonly ConfigProblem[] {
  if (!node || path === null) return [];
  const outside = /^([/\\~]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..') || path.includes('\0');
  const advice = 'write a path inside the workspace, relative to its folder, such as "data/book.json"';
  if (outside) return [problem(node, 'path-outside', `this path leads out of the workspace: ${advice}`)];
  return path === '' && node.value !== '' ? [problem(node, 'path-empty', `the file's path is missing: ${advice}`)] : [];
}
