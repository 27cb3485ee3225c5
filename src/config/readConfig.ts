import { getNodeValue, type Node, type ParseErrorCode, printParseErrorCode } from 'jsonc-parser';
import type { ConfigProblem } from '../core/model/configText.ts';
import { type ConfigTree, parseConfigTree, propertiesOf } from './configTree.ts';
import { crossChecks } from './crossChecks.ts';
import { problem } from './problem.ts';
import { type Config, configSchema } from './schema.ts';
import { schemaProblems } from './schemaProblems.ts';
import { secretProblems } from './secrets.ts';

export interface ReadOptions {
  /** The exchanges there are: ids, or records with an `id`. */
  readonly exchanges: readonly (string | { readonly id: string })[];
}

export interface ReadConfig {
  /** null while there is any error: the last good configuration then stays in force. */
  readonly config: Config | null;
  /** By position. */
  readonly problems: readonly ConfigProblem[];
}

/** Text → configuration, or what is wrong with it at exact ranges: CFG-1 to CFG-5. Never throws, whatever the text. */
export function readConfig(text: string, options: ReadOptions): ReadConfig {
  const tree = parseConfigTree(text);
  if (tree.refused)
    return {
      config: null,
      problems: [problem({ offset: 0, length: 1 }, 'too-large', `the configuration cannot be read: ${tree.refused}`)],
    };
  const first = [...syntaxProblems(tree), ...keyProblems(tree), ...secretProblems(tree)];
  if (!tree.root || tree.errors.length > 0 || first.some(({ code }) => code === 'reserved-name')) {
    return { config: null, problems: sorted(first) };
  }
  const parsed = configSchema.safeParse(getNodeValue(tree.root));
  const exchanges = options.exchanges.map((exchange) => (typeof exchange === 'string' ? exchange : exchange.id));
  const bySchema = parsed.success ? [] : schemaProblems(tree, parsed.error.issues);
  const problems = sorted([...first, ...withoutSecrets([...bySchema, ...crossChecks(tree, exchanges)], first)]);
  const broken = problems.some(({ severity }) => severity === 'error');
  return { config: parsed.success && !broken ? parsed.data : null, problems };
}

/** What stands where a secret does is one problem, that it is a secret; no other message may quote it. */
function withoutSecrets(problems: readonly ConfigProblem[], first: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const secrets = first.filter(({ code }) => code === 'secret');
  return problems.filter(
    (one) => !secrets.some(({ offset, length }) => one.offset >= offset && one.offset < offset + length),
  );
}

function syntaxProblems({ root, errors, text }: ConfigTree): readonly ConfigProblem[] {
  if (!root && errors.length === 0) {
    const message =
      'the configuration is empty: write { "version": 1, "accounts": { … } }, or use "Quantfolio: Create Configuration"';
    return [problem({ offset: 0, length: 1 }, 'empty', message, { owner: 'quantfolio' })];
  }
  // One slip can be reported at the end of the text once for each open bracket: once is enough.
  const places = new Set<number>();
  const distinct = errors.filter(({ offset }) => !places.has(offset) && places.add(offset));
  return distinct.map(({ error, offset, length }) =>
    problem(clamp(text, offset, length), 'syntax', syntaxInWords(error), { owner: 'schema' }),
  );
}

function clamp(text: string, offset: number, length: number) {
  const start = Math.min(offset, Math.max(0, text.length - 1));
  return { offset: start, length: Math.max(1, Math.min(length, text.length - start)) };
}

function syntaxInWords(code: ParseErrorCode): string {
  switch (printParseErrorCode(code)) {
    case 'CommaExpected':
      return 'a comma is missing before this';
    case 'ColonExpected':
      return 'a colon is missing: write "key": value';
    case 'PropertyNameExpected':
      return 'write a key in double quotes here';
    case 'ValueExpected':
      return 'a value is missing here';
    case 'CloseBraceExpected':
      return 'a closing } is missing';
    case 'CloseBracketExpected':
      return 'a closing ] is missing';
    case 'EndOfFileExpected':
      return 'nothing may follow the closing } of the configuration';
    case 'UnexpectedEndOfComment':
      return 'this comment does not end: close it with */';
    case 'UnexpectedEndOfString':
      return 'this text does not end: close it with "';
    case 'UnexpectedEndOfNumber':
    case 'InvalidNumberFormat':
      return 'this is no number: write it like 1234.5';
    case 'InvalidUnicode':
    case 'InvalidEscapeCharacter':
      return 'this escape is not known: write \\\\ for a backslash';
    case 'InvalidCharacter':
      return 'this character cannot stand inside text: write it as an escape such as \\n';
    default:
      return 'this is not JSON: write text in double quotes, a number, true, false, null, { … } or [ … ]';
  }
}

/** Keys written twice (the first would silently not count), and names every object has by itself. */
function keyProblems({ root }: ConfigTree): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const visit = (node: Node) => {
    const seen = new Set<string>();
    for (const { name, key } of propertiesOf(node)) {
      if (name in Object.prototype) {
        found.push(problem(key, 'reserved-name', `"${name}" cannot be used as a name: choose another`));
      }
      if (seen.has(name)) {
        found.push(
          problem(key, 'duplicate-key', `"${name}" is written twice here, and only the last would count: remove one`),
        );
      }
      seen.add(name);
    }
    for (const child of node.children ?? []) visit(child);
  };
  if (root) visit(root);
  return found;
}

function sorted(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return [...problems].sort((a, b) => a.offset - b.offset || a.length - b.length);
}
