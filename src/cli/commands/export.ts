import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { History } from '../../core/ports.ts';
import { type Exported, type ExportKind, exportKinds, exportText } from '../../present/exportText.ts';
import { openStored } from '../../process/openStored.ts';
import { askTable, isTable, tableNames } from '../askTable.ts';
import { type Command, type ExitCode, exportFormats, type Invocation } from '../command.ts';
import { findPortfolio } from '../findPortfolio.ts';
import { stderrLog } from '../stderrLog.ts';
import { plain } from '../table.ts';

interface Span {
  readonly account: string | null;
  readonly from: number;
  readonly to: number;
}

/** HIST-4: stored rows for other programs. Reads the history only: no account is asked. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'what is stored (values, holdings, trades, flows, income), or a table of the panel, as CSV or JSON',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'what', 'table', 'format', 'from', 'to', 'account', 'output', 'force', 'timeout'],
  formats: exportFormats,
  async run(invocation) {
    const { options, output, environment } = invocation;
    const fail = (reason: string): 3 => {
      output.err(`quantfolio: ${plain(reason)}`);
      return 3;
    };
    const save = (text: string, rows: number) => written(invocation, text, rows);
    if (options.table !== null) {
      if (options.what !== null) return fail('name one of --what and --table');
      if (!isTable(options.table)) return fail(`--table is ${tableNames.join(', ')}, not '${options.table}'`);
      return askTable(invocation, options.table, save);
    }
    const what = options.what ?? 'values';
    if (!isKind(what)) return fail(`--what is ${Object.keys(exportKinds).join(', ')}, not '${what}'`);
    const from = options.from ?? 0;
    const to = options.to ?? Date.now();
    if (from > to) {
      return fail(
        options.to === null ? '--from lies in the future' : '--from is later than --to: nothing is between them',
      );
    }
    const found = await findPortfolio(invocation);
    if (found === null) return 3;
    const opened = await openStored(found, environment, stderrLog(environment, output.err));
    if (!opened.ok) return fail(opened.failure.reason);
    const history = opened.value;
    try {
      const currency = (await history.note('baseCurrency')) ?? found.config.baseCurrency;
      const span = { account: options.account, from, to };
      const accounts = Object.keys(found.config.accounts);
      const exported = await read(history, what, span, accounts, currency);
      const { text, rows } = exportText(exported, options.format === 'json' || options.json ? 'json' : 'csv');
      if (rows === 0) output.err(`note: nothing is stored for this (${what})`);
      return await save(text, rows);
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error));
    } finally {
      await history.close();
    }
  },
};

/** To stdout, or to the file that is named, which may hold the only copy of something else. */
async function written({ options, output, cwd }: Invocation, text: string, rows: number): Promise<ExitCode> {
  if (options.output === null) {
    output.out(text.replace(/\r?\n$/, ''));
    return 0;
  }
  const path = resolve(cwd, options.output);
  try {
    await writeFile(path, text, { flag: options.force ? 'w' : 'wx' });
  } catch (error) {
    output.err(`quantfolio: ${plain(wordsOf(error, options.output))}`);
    return 3;
  }
  output.err(`${rows} ${rows === 1 ? 'row' : 'rows'} in ${path}`);
  return 0;
}

function isKind(text: string): text is ExportKind {
  return Object.hasOwn(exportKinds, text);
}

async function read(
  history: History,
  kind: ExportKind,
  { account, from, to }: Span,
  accounts: readonly string[],
  currency: string,
): Promise<Exported> {
  if (kind === 'trades' || kind === 'flows' || kind === 'income') {
    return { kind, ledger: await history.ledger(account, from, to) };
  }
  if (kind === 'holdings') {
    return { kind, history: { currency, values: [], holdings: await history.holdings(account, from, to, 1) } };
  }
  const values = [];
  for (const each of account === null ? [null, ...accounts] : [account]) {
    for (const point of await history.values(each, from, to)) values.push({ ...point, account: each });
  }
  return { kind, history: { currency, values: values.sort((a, b) => a.at - b.at), holdings: [] } };
}

function wordsOf(error: unknown, path: string | null): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EEXIST') return `${path} exists already; write --force to replace it`;
  if (code === 'ENOENT') return `${path} cannot be written: its folder does not exist`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') return `${path} cannot be written`;
  return error instanceof Error ? error.message : String(error);
}
