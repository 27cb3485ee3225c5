/** Colours for a terminal; plain text where there is none, or where NO_COLOR is set (no-color.org). */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  up(text: string): string;
  down(text: string): string;
  warning(text: string): string;
  error(text: string): string;
}

export function createStyle(colour: boolean): Style {
  const paint = (open: number, close: number) => (text: string) =>
    colour && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    up: paint(32, 39),
    down: paint(31, 39),
    warning: paint(33, 39),
    error: paint(31, 39),
  };
}

export function wantsColour(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
}
