/** A number as a person types it, or why it is none. A comma may mean either thing, so it is asked about and never guessed. */
export function decimalText(
  typed: string,
): { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string } {
  const text = typed.trim();
  if (text === '') return { ok: false, reason: 'Say how much.' };
  if (text.includes(','))
    return { ok: false, reason: 'Write a point before decimals and nothing between thousands: 1234.5' };
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text)) return { ok: false, reason: `“${text}” is not a number. Write it as 1234.5` };
  const [whole = '', part = ''] = text.split('.');
  const value = `${whole.replace(/^0+(?=\d)/, '') || '0'}${part === '' ? '' : `.${part}`}`;
  if (value.length > 40) return { ok: false, reason: 'That number is too long.' };
  return { ok: true, value };
}
