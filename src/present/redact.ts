import { hidden } from './format.ts';

/** Numbers that say nothing of a book: addresses ("127.0.0.1:8080"), dates ("2026-11-20", "Nov 2026"), times ("14:02"). */
const plain = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|\blocalhost|\[::1\])(?::\d+)?|\b\d{4}-\d{2}-\d{2}\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b`;

const number = String.raw`(?<![\w.])[−+-]?(?:[$€£¥₹₩]\s?)?\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[+-]?\d+)?`;

/** What a number is followed by: a unit that is no amount, a short form ("$36.5K"), or a currency or coin ("0.5 stETH"). */
const unit = String.raw`(?:\s?(%|×|ms\b|s\b|min\b|h\b|d\b|UTC\b)|\s?[KMBT]\b|\s[a-z]{0,4}[A-Z][A-Z0-9]{1,11}\b)?`;

const pattern = new RegExp(`(${plain})|${number}${unit}`, 'g');

/**
 * Free text with its amounts hidden, for privacy: money ("$1,200.50", "€5K", "0.5 BTC") and every number with a decimal
 * point or thousands separator. Whole numbers of four digits are taken for amounts. Percentages, ratios ("1.3×"), times,
 * dates, addresses and counts ("3 accounts", "10 s") stay.
 */
export function redact(text: string): string {
  return text.replace(pattern, (match, spared: string | undefined, kept: string | undefined) => {
    if (spared !== undefined) return match;
    if (kept !== undefined && !/[$€£¥₹₩]/.test(match)) return match;
    const money = /[$€£¥₹₩]|\d\s?[KMBT]$|[A-Z]{2}|[.,]\d|\d{4}/.test(match);
    return money ? hidden : match;
  });
}

/** A sentence that someone else wrote (a failure's reason, a note), as it may be shown. */
export function foreign(text: string, privacy: boolean): string {
  return privacy ? redact(text) : text;
}
