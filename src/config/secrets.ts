import type { Node } from 'jsonc-parser';
import type { ConfigFix, ConfigProblem } from '../core/model/configText.ts';
import { type ConfigTree, type Path, propertiesOf } from './configTree.ts';
import { difference } from './editConfig.ts';
import { setValue } from './editText.ts';
import { problem } from './problem.ts';

type Field = 'apiKey' | 'secret' | 'password';

/** Key names, letters only, that hold a secret, and the field of secret storage each belongs to; null: no field of an account. */
const names: Readonly<Record<string, Field | null>> = {
  apikey: 'apiKey',
  key: 'apiKey',
  accesskey: 'apiKey',
  accesskeyid: 'apiKey',
  clientid: 'apiKey',
  keyid: 'apiKey',
  token: 'apiKey',
  apitoken: 'apiKey',
  accesstoken: 'apiKey',
  bearer: 'apiKey',
  secret: 'secret',
  apisecret: 'secret',
  secretkey: 'secret',
  apisecretkey: 'secret',
  clientsecret: 'secret',
  privatekey: 'secret',
  accesssecret: 'secret',
  password: 'password',
  passwd: 'password',
  passphrase: 'password',
  apipassword: 'password',
  apipassphrase: 'password',
  pin: null,
  mnemonic: null,
  seedphrase: null,
  credentials: null,
  authorization: null,
  bottoken: null,
  refreshtoken: null,
  webhooksecret: null,
};

/** Where keys are names of the user's own choice (an account called "token" is no secret). */
const chosenNames = new Set([
  'accounts',
  'sectors',
  'strategies',
  'scenarios',
  'allocation',
  'assets',
  'exchanges',
  'cash',
]);

/** CFG-5: values that look like a secret by their key or by themselves. No message or code quotes one. */
export function secretProblems(tree: ConfigTree): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  if (tree.root) search(tree, tree.root, [], found);
  return found;
}

function search(tree: ConfigTree, node: Node, path: Path, found: ConfigProblem[]): void {
  const last = path.at(-1);
  for (const { name, key, value, whole } of propertiesOf(node)) {
    if (!value) continue;
    const own = [...path, name];
    const named = typeof last === 'string' && path.length === 1 && chosenNames.has(last) ? undefined : fieldOf(name);
    if (value.type === 'string' && named !== undefined && value.value !== '') {
      found.push(report(tree, own, value, { where: whole, field: named, why: `"${name}" looks like a secret` }));
    } else search(tree, value, own, found);
    if (looksSecret(name)) {
      found.push(problem(key, 'secret', `${intro}: a name here looks like a secret. Remove it`));
    }
  }
  if (node.type === 'array') {
    for (const [index, child] of (node.children ?? []).entries()) search(tree, child, [...path, index], found);
  }
  if (node.type === 'string' && looksSecret(String(node.value)) && path[0] !== '$schema') {
    found.push(report(tree, path, node, { where: node, field: 'apiKey', why: 'this text looks like a key or secret' }));
  }
}

const intro = 'Secrets do not belong in this file, which is shared with everyone who has the repository';

function report(
  tree: ConfigTree,
  path: Path,
  value: Node,
  { where, field, why }: { readonly where: Node; readonly field: Field | null; readonly why: string },
): ConfigProblem {
  const [root, account] = path;
  const ofAccount = root === 'accounts' && typeof account === 'string' && path.length === 3;
  const edits = tree.errors.length > 0 ? [] : difference(tree.text, setValue(tree.text, path, undefined));
  const fixes: ConfigFix[] = [];
  if (edits.length > 0 && ofAccount && field) {
    const secret = { account, field, value: String(value.value) };
    fixes.push({ title: 'Move to secret storage', edits, secret });
  }
  if (edits.length > 0) fixes.push({ title: 'Remove it', edits });
  const what = ofAccount ? 'Move it to secret storage' : 'Remove it';
  return problem(
    where,
    'secret',
    `${intro}: ${why}. ${what}, and replace it where it was issued if the file was ever shared`,
    { fixes },
  );
}

function fieldOf(name: string): Field | null | undefined {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(names, letters) ? names[letters] : undefined;
}

/**
 * By look: a PEM block, or one long run of key characters (no spaces, paths, durations, symbols) whose letters and digits
 * are mixed as only random text is: at least 24 characters and 3.5 bits of entropy a character (hexadecimal: 32 and 3).
 */
export function looksSecret(text: string): boolean {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return true;
  if (/^[0-9a-fA-F]{32,}$/.test(text)) return entropy(text) >= 3;
  if (!/^[A-Za-z0-9+/=_-]{24,}$/.test(text)) return false;
  const digits = text.replace(/[^0-9]/g, '').length;
  const letters = text.replace(/[^A-Za-z]/g, '').length;
  // Short text with many slashes is a path; the secrets some exchanges give out are base64 of 64 bytes, slashes included.
  if (digits < 3 || letters < 3 || (text.split('/').length > 4 && text.length < 64)) return false;
  return entropy(text) >= 3.5 && !madeOfWords(text);
}

/** Shannon entropy, bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Names people give are words and numbers, most of them longer than the runs of one kind that random text has. */
function madeOfWords(text: string): boolean {
  const runs = text.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  const long = runs.filter((run) => run.length >= 4).reduce((total, run) => total + run.length, 0);
  return long >= text.length / 2;
}
