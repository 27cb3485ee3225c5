import type { TableName, TablePage } from '../core/model/tables.ts';
import { periodBounds } from '../core/performance/periods.ts';
import { tables } from '../core/tables/index.ts';
import { presentTable } from '../present/tables/presentTable.ts';
import { tableText } from '../present/tables/tableText.ts';
import type { ExitCode, Invocation, Output } from './command.ts';
import { periodAsked } from './periodOf.ts';
import { readPortfolio } from './readPortfolio.ts';
import { subjectOf } from './subjectOf.ts';
import { plain, plainTable } from './table.ts';
import { tinted } from './words.ts';

/** Lines of text that a person still reads; `--json` and `--format csv` have them all. */
const mostLines = 60;

/**
 * POS-4: a table of the panel, newest first where it is one of the past; `write` takes the text of a format for programs, where it
 * is to go elsewhere than stdout.
 */
export async function askTable(
  invocation: Invocation,
  table: TableName,
  write: (text: string, rows: number) => Promise<ExitCode> = async (text) => {
    invocation.output.out(text.replace(/\r?\n$/, ''));
    return 0;
  },
): Promise<ExitCode> {
  const { options, output } = invocation;
  const fail = (reason: string): 3 => {
    output.err(`quantfolio: ${plain(reason)}`);
    return 3;
  };
  const now = Date.now();
  const asked = periodAsked(options, now, 'all');
  if ('reason' in asked) return fail(asked.reason);
  const subject = subjectOf(options);
  if ('reason' in subject) return fail(subject.reason);
  const whole = 'id' in asked.period && asked.period.id === 'all';
  const bounds = periodBounds(asked.period, now, 0, 'UTC');
  const span = whole ? { from: null, to: null } : { from: bounds.from, to: options.to };
  const read = await readPortfolio(invocation, false, (put, portfolio) =>
    put('table', {
      portfolio,
      table,
      subject,
      search: '',
      sort: null,
      ...span,
      offset: 0,
      limit: options.json || options.format !== 'text' ? null : mostLines,
      privacy: false,
    }).then(
      (page) => ({ page, reason: null }),
      (error: unknown) => ({ page: null, reason: error instanceof Error ? error.message : String(error) }),
    ),
  );
  if (read === null || read.answer === null) return 3;
  const { page, reason } = read.answer;
  if (page === null) return fail(reason);
  const accounts = Object.keys(read.found.config?.accounts ?? {});
  if (subject.kind === 'account' && !accounts.includes(subject.id ?? '')) {
    return fail(`no account '${subject.id}' is configured; there is ${accounts.join(', ')}`);
  }
  if (!options.json && options.format === 'text') {
    output.out(tableLines(page, output));
    return 0;
  }
  for (const note of page.notes) output.err(`note: ${plain(note)}`);
  return write(tableText(page, options.format === 'csv' ? 'csv' : 'json', { privacy: false }), page.rows.length);
}

export function isTable(text: string): text is TableName {
  return Object.hasOwn(tables, text);
}

export const tableNames: readonly string[] = Object.keys(tables);

function tableLines(page: TablePage, { style }: Output): string {
  const view = presentTable(page, { privacy: false });
  const shown = view.columns.flatMap((column, index) => (column.hidden ? [] : [{ column, index }]));
  const lines = view.rows.map(({ cells }) =>
    shown.map(({ index }) => {
      const cell = cells[index];
      const text = plain(cell?.text ?? '');
      return cell?.tone === 'up' ? tinted(1, text, style) : cell?.tone === 'down' ? tinted(-1, text, style) : text;
    }),
  );
  const left = view.matching - view.rows.length;
  return [
    view.rows.length === 0
      ? style.dim(plain(view.empty))
      : plainTable(
          shown.map(({ column }) => ({ title: column.title, align: column.align })),
          lines,
        ),
    ...(left > 0 ? [style.dim(`${left} more rows: --json or --format csv have all`)] : []),
    ...view.notes.map((note) => style.dim(plain(note))),
  ].join('\n');
}
