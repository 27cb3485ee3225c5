export interface Column {
  readonly title: string;
  readonly align: 'start' | 'end';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour
const colours = /\u001b\[\d+m/g;
/** Characters that would move the cursor or recolour the terminal; a file or an exchange may have put them into a name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const controls = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text from outside, safe to print. */
export function plain(text: string): string {
  return text.replace(controls, '');
}

/** Rows in aligned columns, boxed as a table; cells may carry colours. */
export function boxTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...rows.map((row) => width(row[index] ?? ''))),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((each) => '─'.repeat(each + 2)).join(middle) + right;
  const line = (cells: readonly string[]): string =>
    `│ ${columns.map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align)).join(' │ ')} │`;
  return [
    rule('┌', '┬', '┐'),
    line(columns.map((column) => column.title)),
    rule('├', '┼', '┤'),
    ...rows.map(line),
    rule('└', '┴', '┘'),
  ].join('\n');
}

/** Rows in aligned columns without lines. */
export function plainTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titled = columns.some((column) => column.title !== '')
    ? [columns.map((column) => column.title), ...rows]
    : rows;
  const widths = columns.map((_, index) => Math.max(0, ...titled.map((row) => width(row[index] ?? ''))));
  return titled
    .map((row) =>
      columns
        .map((column, index) => pad(row[index] ?? '', widths[index] ?? 0, column.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Columns a text takes: colours take none. Names here are Latin; wide characters only shift a border. */
function width(text: string): number {
  return [...text.replace(colours, '')].length;
}

function pad(text: string, to: number, align: 'start' | 'end'): string {
  const space = ' '.repeat(Math.max(0, to - width(text)));
  return align === 'end' ? space + text : text + space;
}
