import { assertNever } from '../assertNever.ts';
import type { CellValue, ColumnKind } from '../model/tables.ts';
import { stateWords } from './stateWords.ts';

const day = 86_400_000;
const months: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Separates cells, so that no word is found across two of them. */
export const cellEnd = '\n';

/** Turns cells into the lower-case text that is searched. Days and states are written once and kept. */
export function createSearchText(): (kind: ColumnKind, cell: CellValue) => string {
  const days = new Map<number, string>();
  const states = new Map<string | number, string>();
  return (kind, { value, currency }) => {
    if (value === null) return '';
    switch (kind) {
      case 'text':
        return String(value).toLowerCase();
      case 'side':
      case 'state': {
        const known = states.get(value);
        if (known !== undefined) return known;
        // "partly filled", as it is shown, and "partlyfilled", as other programs have it.
        const both = new Set([stateWords(String(value)).toLowerCase(), String(value).toLowerCase()]);
        const text = [...both].join(cellEnd);
        states.set(value, text);
        return text;
      }
      case 'time':
        return timeText(Number(value), days);
      case 'quantity':
      case 'price':
      case 'money':
      case 'pnl':
      case 'ratio':
      case 'count':
        return currency === undefined ? numberText(value) : `${numberText(value)} ${currency.toLowerCase()}`;
      case 'percent':
      case 'share':
        return `${(Number(value) * 100).toFixed(2)}%`;
      case 'duration':
        return '';
      default:
        return assertNever(kind);
    }
  };
}

/** What was typed, as it stands in the text: lower case, "−1,234.50" and "$1234.5" as plain numbers. */
export function searchWords(search: string): readonly string[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.map((word) => {
    const plain = word.replaceAll('\u2212', '-').replace(/[$€£¥₹₩]/g, '');
    if (!/^[+-]?[\d,]*\.?\d+%?$/.test(plain)) return word;
    return plain.replaceAll(',', '').replace(/^\+/, '');
  });
}

/** As long as people write it: doubles of computed amounts end in digits that mean nothing. */
function numberText(value: string | number): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 1e8) / 1e8);
}

/** "19 nov 2026 2026-11-19 19:54" */
function timeText(at: number, days: Map<number, string>): string {
  const key = Math.floor(at / day);
  let text = days.get(key);
  if (text === undefined) {
    const date = new Date(at);
    text = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(0, 10)} `;
    days.set(key, text);
  }
  const minutes = Math.floor((at - key * day) / 60_000);
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  return `${text}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
