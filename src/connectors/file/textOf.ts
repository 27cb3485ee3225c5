/**
 * Text of a file: UTF-8, or what its byte order mark says (Excel's "Unicode text" and MetaTrader's reports are UTF-16); without one,
 * Latin text whose every other byte is zero is UTF-16, too. The mark itself is no part of the text.
 */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second, third, fourth]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && fourth === 0 && first && third) return 'utf-16le';
  if (first === 0 && third === 0 && second && fourth) return 'utf-16be';
  return 'utf-8';
}
