import { hidden } from '../format.ts';

const amounts =
  /[+\u2212-]?(?:[$€£¥₹₩]\s?\d[\d,]*(?:\.\d+)?(?:\s?[KMBT]\b)?|(?<![\d:.,])\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?\s(?!UTC\b)[A-Z][A-Z0-9]{1,11}\b|(?<![\d:.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?)/g;

/**
 * Hides what looks like an amount in a sentence that someone else wrote (a limit's message, a failure's reason), because
 * privacy must hold for every text: "$1,200.00", "0.42 ETHW", "12,500". Percentages, times and plain counts stay.
 */
export function scrub(text: string, privacy: boolean): string {
  return privacy ? text.replace(amounts, hidden) : text;
}
