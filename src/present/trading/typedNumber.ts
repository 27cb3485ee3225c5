import type { Decimal } from '../../core/decimal.ts';

/** More digits than this are no amount of anything. */
const longest = 40;

/**
 * A number of 0 or more as a person types it, as exact decimal text without needless zeros; commas only where they group
 * thousands. null for anything else. Without arithmetic: the window holds no library for it.
 */
export function typedNumber(text: string): Decimal | null {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?$/.exec(text.trim());
  const [, whole = '', fraction = ''] = match ?? [];
  if (match === null || whole + fraction === '' || text.length > longest) return null;
  const units = whole.replaceAll(',', '').replace(/^0+(?=\d)/, '');
  const parts = fraction.replace(/0+$/, '');
  return `${units === '' ? '0' : units}${parts === '' ? '' : `.${parts}`}`;
}
