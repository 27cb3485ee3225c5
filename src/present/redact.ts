import { hidden } from './format.ts';

/**
 * Free text with its amounts hidden, for privacy: money ("$1,200.50", "0.5 BTC", "12 %" stays) and every number with a
 * decimal point or thousands separator. Whole numbers of four digits are taken for amounts. Percentages, ratios ("1.3×"), times and counts ("3 accounts", "10 s") stay.
 */
export function redact(text: string): string {
  return text.replace(
    /(?<![\w.])[−+-]?(?:[$€£¥₹₩]\s?)?\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[+-]?\d+)?(?:\s?(%|×|ms\b|s\b|min\b|h\b|d\b|UTC\b)|\s[A-Z][A-Z0-9]{1,9}\b)?/g,
    (match, kept: string | undefined) => {
      if (kept !== undefined && !/[$€£¥₹₩]/.test(match)) return match;
      const money = /[$€£¥₹₩]|[A-Z]{2}|[.,]\d|\d{4}/.test(match);
      return money ? hidden : match;
    },
  );
}

/** A sentence that someone else wrote (a failure's reason, a note), as it may be shown. */
export function foreign(text: string, privacy: boolean): string {
  return privacy ? redact(text) : text;
}
