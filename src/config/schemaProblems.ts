import type { Node } from 'jsonc-parser';
import type { z } from 'zod';
import type { ConfigProblem } from '../core/model/configText.ts';
import { type ConfigTree, nodeAt, type Path, propertiesOf } from './configTree.ts';
import { didYouMean } from './didYouMean.ts';
import { knownKeys } from './knownKeys.ts';
import { choices, problem, replaceFix } from './problem.ts';

type Issue = z.core.$ZodIssue;
type Range = { readonly offset: number; readonly length: number };

/** zod's issues at the ranges of the text, in words that say what to write. */
export function schemaProblems(tree: ConfigTree, issues: readonly Issue[]): readonly ConfigProblem[] {
  return issues.flatMap((issue) => problemsOf(tree, issue, issue.path.map(segment)));
}

function problemsOf(tree: ConfigTree, issue: Issue, path: Path): readonly ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(tree, path, key));
  if (issue.code === 'invalid_key') {
    const node = propertiesOf(nodeAt(tree.root, path.slice(0, -1))).find(({ name }) => name === path.at(-1));
    const advice = issue.issues[0]?.message ?? 'write another name';
    return [
      schemaProblem(node?.key ?? rangeOf(tree, path), 'name', `${named(path)} cannot be used as a name: ${advice}`),
    ];
  }
  const node = nodeAt(tree.root, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0 && node)
    return unionProblems(tree, issue.errors, path, node);
  const advice = adviceOf(issue, node);
  if (!node) return [schemaProblem(rangeOf(tree, path), 'missing', `${named(path)} is missing: ${advice}`)];
  const allowed = allowedOf(issue);
  const near =
    typeof node.value === 'string'
      ? didYouMean(
          node.value,
          allowed.filter((one) => typeof one === 'string'),
        )
      : null;
  const only = allowed.length === 1 && typeof allowed[0] === 'string' ? allowed[0] : null;
  const suggestion = near ?? only;
  const hint = near ? ` (did you mean ${JSON.stringify(near)}?)` : '';
  const fixes = suggestion === null ? [] : [replaceFix(node, suggestion)];
  return [schemaProblem(node, 'value', `${named(path)}: ${advice}${hint}`, fixes)];
}

/** Of the branches of a union the one that got furthest is meant; where none fits by type, all are named. */
function unionProblems(
  tree: ConfigTree,
  branches: readonly (readonly Issue[])[],
  path: Path,
  node: Node,
): readonly ConfigProblem[] {
  const fitting = branches.filter(
    (issues) => !issues.some((one) => one.code === 'invalid_type' && one.path.length === 0),
  );
  const meant = fitting[0];
  if (meant && (fitting.length === 1 || meant.every((one) => one.path.length > 0))) {
    return meant.flatMap((issue) => problemsOf(tree, issue, [...path, ...issue.path.map(segment)]));
  }
  if (!meant) {
    const types = branches.flatMap((issues) =>
      issues.slice(0, 1).map((one) => ('expected' in one ? typeInWords(one.expected) : '')),
    );
    return [schemaProblem(node, 'value', `${named(path)}: write ${types.join(' or ')}, not ${typeInWords(node.type)}`)];
  }
  const advice = fitting.flatMap((issues) => issues.slice(0, 1).map((one) => adviceOf(one, node)));
  return [schemaProblem(node, 'value', `${named(path)}: ${[...new Set(advice)].join(', or ')}`)];
}

function unknownKey(tree: ConfigTree, path: Path, key: string): ConfigProblem {
  const property = propertiesOf(nodeAt(tree.root, path)).find(({ name }) => name === key);
  const known = knownKeys(tree, path);
  const near = didYouMean(key, known);
  const place = path.length === 0 ? '' : ` in ${inWords(path)}`;
  const advice = near ? `did you mean "${near}"?` : known.length > 0 ? `write one of ${known.join(', ')}` : 'remove it';
  const fixes = near && property ? [replaceFix(property.key, near)] : [];
  return schemaProblem(
    property?.key ?? rangeOf(tree, path),
    'unknown-key',
    `unknown key "${key}"${place}: ${advice}`,
    fixes,
  );
}

/** What to write there. */
function adviceOf(issue: Issue, node: Node | undefined): string {
  // The schema's own words come first: it says what a value is for.
  if (/^(write|use) /.test(issue.message)) return issue.message;
  const got = node ? `, not ${typeInWords(node.type)}` : '';
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int') return 'write a whole number';
      return `write ${typeInWords(issue.expected)}${node?.type === issue.expected ? '' : got}`;
    case 'invalid_value':
      return `write ${choices(issue.values)}`;
    case 'invalid_union':
      return `write ${choices(allowedOf(issue))}`;
    case 'too_small':
      if (issue.origin === 'string') return 'write some text, it is empty';
      if (issue.origin === 'array')
        return `write at least ${issue.minimum === 1 ? 'one entry' : `${issue.minimum} entries`}`;
      return `write a number ${issue.inclusive ? `from ${issue.minimum}` : `above ${issue.minimum}`}`;
    case 'too_big':
      return `write a number ${issue.inclusive === false ? `below ${issue.maximum}` : `up to ${issue.maximum}`}`;
    case 'invalid_format':
      return issue.format === 'date' ? 'write a date such as "2026-01-31"' : 'write it in the expected form';
    default:
      return issue.message;
  }
}

function allowedOf(issue: Issue): readonly unknown[] {
  if (issue.code === 'invalid_value') return issue.values;
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) return issue.options;
  return [];
}

function typeInWords(type: string): string {
  switch (type) {
    case 'string':
      return 'text in quotes';
    case 'number':
    case 'int':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list: [ … ]';
    case 'object':
    case 'record':
      return 'an object: { … }';
    default:
      return type;
  }
}

/** Where something is missing: the key of what should hold it, or the opening brace of the file. */
function rangeOf(tree: ConfigTree, path: Path): Range {
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const holder = nodeAt(tree.root, path.slice(0, depth));
    const key = holder?.parent?.type === 'property' ? holder.parent.children?.[0] : undefined;
    if (key) return key;
    if (holder) return { offset: holder.offset, length: 1 };
  }
  return { offset: tree.root?.offset ?? 0, length: 1 };
}

function schemaProblem(range: Range, code: string, message: string, fixes: ConfigProblem['fixes'] = []): ConfigProblem {
  return problem(range, code, message, { owner: 'schema', fixes });
}

function named(path: Path): string {
  return path.length === 0 ? 'the configuration' : inWords(path);
}

/** `accounts.paper.cash`, `prices.source[0]` */
function inWords(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

function segment(part: PropertyKey): string | number {
  return typeof part === 'symbol' ? String(part) : part;
}
