import type { Decimal } from '../core/decimal.ts';

/**
 * Numbers, money and times as people read them, the same on every surface: U+2212 for minus, grouped thousands, never
 * "−0.00", and "–" for what is missing (the surface shows the reason beside it).
 */

/** Stands for every amount and quantity while amounts are hidden: UI-4. */
export const hidden = '•••••';

/** Stands for a number that is not known. */
export const missing = '–';

const minus = '\u2212';
const symbols: Readonly<Record<string, string>> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', KRW: '₩' };
/** Currencies without cents (ISO 4217 minor unit 0). */
const whole = new Set(['JPY', 'KRW', 'CLP', 'VND', 'ISK', 'HUF']);
const formats = new Map<string, Intl.NumberFormat>();

function fixed(value: number, min: number, max: number): string {
  const key = `${min}:${max}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: min, maximumFractionDigits: max });
    formats.set(key, format);
  }
  return format.format(value);
}

/** Digits before the point; 0 for 0.05, −1 for 0.005. */
function magnitude(value: number): number {
  return value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
}

/** Puts the sign before the text of the absolute value; a number that rounds to zero has none. */
function signed(value: number, text: string, sign: boolean): string {
  if (!/[1-9]/.test(text)) return text;
  if (value < 0) return minus + text;
  return sign ? `+${text}` : text;
}

function finite(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export interface MoneyOptions {
  /** "$1.12M" for axes and tags. */
  readonly compact?: boolean;
  /** "+" before gains. */
  readonly sign?: boolean;
  /** Decimals; default 2 (0 for currencies without cents), more for amounts below a cent. */
  readonly digits?: number;
}

/** "$15,432.50", "−$1.20", "0.2500 BTC"; "–" for null. */
export function formatMoney(value: number | null | undefined, currency: string, options: MoneyOptions = {}): string {
  if (!finite(value)) return missing;
  const symbol = symbols[currency];
  const size = Math.abs(value);
  const text = options.compact
    ? compact(size)
    : options.digits !== undefined
      ? fixed(size, options.digits, options.digits)
      : symbol || !['BTC', 'ETH'].includes(currency)
        ? cents(size, currency)
        : fixed(size, 4, Math.max(4, Math.min(8, 5 - magnitude(size))));
  return signed(value, symbol ? symbol + text : `${text} ${currency}`, options.sign === true);
}

function cents(size: number, currency: string): string {
  if (whole.has(currency)) return fixed(size, 0, 0);
  if (size > 0 && size < 0.01) return fixed(size, 2, Math.min(10, 2 - magnitude(size)));
  return fixed(size, 2, 2);
}

/** Three significant digits with K, M, B, T. */
function compact(size: number): string {
  const steps = ['', 'K', 'M', 'B', 'T'];
  let scaled = size;
  let step = 0;
  // 999.5 would print as "1,000"; it belongs to the next step.
  while (scaled >= 999.5 && step < steps.length - 1) {
    scaled /= 1000;
    step += 1;
  }
  const digits = Math.max(0, Math.min(step === 0 ? 2 : 3, 3 - Math.max(1, magnitude(scaled))));
  return `${fixed(scaled, 0, size > 0 && size < 0.01 ? Math.min(10, 2 - magnitude(size)) : digits)}${steps[step]}`;
}

export interface PercentOptions {
  readonly digits?: number;
  readonly sign?: boolean;
}

/** A fraction as percent: 0.0124 → "1.24%", with sign "+1.24%". */
export function formatPercent(fraction: number | null | undefined, options: PercentOptions = {}): string {
  if (!finite(fraction)) return missing;
  const digits = options.digits ?? 2;
  return signed(fraction, `${fixed(Math.abs(fraction) * 100, digits, digits)}%`, options.sign === true);
}

/** A plain ratio: "1.23", "−0.05". */
export function formatRatio(value: number | null | undefined, digits = 2): string {
  if (!finite(value)) return missing;
  return signed(value, fixed(Math.abs(value), digits, digits), false);
}

/** "▲", "▼", or nothing where the change rounds to 0.00 %: direction is never told by colour alone. */
export function trend(fraction: number | null | undefined): '▲' | '▼' | '' {
  if (!finite(fraction) || Math.abs(fraction) < 0.00005) return '';
  return fraction > 0 ? '▲' : '▼';
}

/** A quantity with the digits that matter: "0.84", "85,000", "74,210.55". */
export function formatQuantity(quantity: Decimal | number | null | undefined): string {
  if (quantity === null || quantity === undefined || quantity === '') return missing;
  const value = Number(quantity);
  if (!Number.isFinite(value)) return missing;
  const size = Math.abs(value);
  const digits = magnitude(size);
  const decimals = digits >= 4 ? 2 : digits >= 1 ? 6 : Math.min(18, Math.max(8, 3 - digits));
  return signed(value, fixed(size, 0, decimals), false);
}

/** A price without its currency, at least two decimals and about five significant digits: "91,250.00", "1.0871", "0.0068". */
export function formatPrice(price: number | null | undefined): string {
  if (!finite(price)) return missing;
  const size = Math.abs(price);
  return signed(price, fixed(size, 2, Math.max(2, Math.min(14, 5 - magnitude(size)))), false);
}

/** How long ago or until: "2 s", "14 min", "3 h", "2 d". */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export const months: readonly string[] = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];

/** "19 Nov 2026", in UTC as all daily data is. */
export function formatDate(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** "21:00 UTC" */
export function formatClock(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/** "19 Nov 2026 21:00 UTC" */
export function formatTime(at: number): string {
  return `${formatDate(at)} ${formatClock(at)}`;
}

/** "1 position", "17 positions". */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${fixed(count, 0, 0)} ${count === 1 ? singular : plural}`;
}
