import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Writes src/connectors/settings/exchangeList.ts from the installed ccxt: `node src/build/exchangeList.ts`. A unit test
 * compares the file with what this makes, so an update of ccxt cannot leave it behind.
 */
export async function exchangeListText(): Promise<string> {
  const { default: ccxt } = await import(
    pathToFileURL(join(import.meta.dirname, '../../node_modules/ccxt/js/ccxt.js')).href
  );
  const lines = (ccxt.exchanges as readonly string[]).map((id) => `  ${JSON.stringify(rowOf(id, new ccxt[id]()))},`);
  return [
    '/** An exchange by its facts, so that nobody loads ccxt to know a name. */',
    'export interface ExchangeFacts {',
    '  readonly id: string;',
    '  readonly name: string;',
    '  /** What a private request needs; a wallet address goes by apiKey, its private key by secret. */',
    "  readonly credentials: readonly ('apiKey' | 'secret' | 'password' | 'uid')[];",
    '  readonly sandbox: boolean;',
    '  /** Host of its testnet, to which keys of sandbox accounts are bound; null where it has none. */',
    '  readonly sandboxHost: string | null;',
    '  /** Host of its API, to which keys are bound. */',
    '  readonly host: string;',
    '}',
    '',
    '/** GENERATED from ccxt by src/build/exchangeList.ts; a test fails when it drifts. */',
    '// biome-ignore format: one exchange a line',
    'export const exchangeList: readonly ExchangeFacts[] = [',
    ...lines,
    '];',
    '',
  ].join('\n');
}

interface Instance {
  readonly name: string;
  readonly hostname?: string;
  readonly requiredCredentials: Readonly<Record<string, boolean>>;
  readonly urls: Readonly<Record<string, unknown>>;
}

const fields = ['apiKey', 'secret', 'password', 'uid'];

/** ccxt's other names of credentials, as one of our four fields. */
const fieldOf: Readonly<Record<string, string>> = {
  walletAddress: 'apiKey',
  token: 'apiKey',
  privateKey: 'secret',
  login: 'uid',
  accountId: 'uid',
};

/** Their accounts are public by address: a monitor never needs the wallet's private key there. */
const byAddress = ['hyperliquid', 'dydx'];

function rowOf(id: string, exchange: Instance): Readonly<Record<string, unknown>> {
  const needed = Object.entries(exchange.requiredCredentials).flatMap(([name, required]) =>
    required ? [fieldOf[name] ?? name] : [],
  );
  return {
    id,
    name: exchange.name,
    credentials: byAddress.includes(id) ? ['apiKey'] : fields.filter((field) => needed.includes(field)),
    sandbox: exchange.urls['test'] !== undefined,
    sandboxHost: exchange.urls['test'] === undefined ? null : hostOf(exchange.urls['test'], exchange.hostname ?? ''),
    host: hostOf(exchange.urls['api'], exchange.hostname ?? ''),
  };
}

/** Prefers the private address where public and private differ. */
function hostOf(api: unknown, hostname: string): string {
  const urls = addresses(api, '');
  const wanted = [/^\/(spot)?private$/i, /private/i, /^(?!.*(ws|socket))/i];
  const chosen = wanted.map((pattern) => urls.find(([path]) => pattern.test(path))).find((url) => url !== undefined);
  return chosen === undefined ? '' : new URL(chosen[1].replaceAll('{hostname}', hostname)).host;
}

function addresses(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return /^https?:/.test(value) ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => addresses(inner, `${path}/${key}`));
}

if (process.argv[1] === import.meta.filename)
  await writeFile(join(import.meta.dirname, '../connectors/settings/exchangeList.ts'), await exchangeListText());
