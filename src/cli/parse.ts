import { parseArgs } from 'node:util';
import { parseDecimal } from '../core/decimal.ts';
import type { CostBasis } from '../core/ledger/costBasis.ts';
import type { CorrelationMethod } from '../core/model/analytics.ts';
import {
  type Command,
  exportFormats,
  type Format,
  formats,
  type OptionName,
  type Options,
  type RebalanceMode,
  rebalanceModes,
} from './command.ts';
import { nearest } from './nearest.ts';
import { timeOf } from './timeOf.ts';

type Parsed =
  | { readonly ok: true; readonly options: Options; readonly positionals: readonly string[]; readonly help: boolean }
  | { readonly ok: false; readonly reason: string };

interface OptionInfo {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly usage: string;
  readonly summary: string;
}

export const optionTable: Readonly<Record<OptionName, OptionInfo>> = {
  config: {
    type: 'string',
    short: 'c',
    usage: '--config FILE|DIR',
    summary: 'the configuration; default: the nearest quantfolio.json from here upwards',
  },
  json: { type: 'boolean', usage: '--json', summary: 'print JSON of a stable, versioned shape' },
  'no-risk': { type: 'boolean', usage: '--no-risk', summary: 'leave the risk block out' },
  'starting-cash': {
    type: 'string',
    usage: '--starting-cash N',
    summary: 'what percentage loss limits (a file of trades: its returns) are of, instead of risk.startingCash',
  },
  detailed: { type: 'boolean', usage: '--detailed', summary: 'accounts, prices with their sources, and reasons' },
  exchange: { type: 'string', usage: '--exchange ID', summary: 'only accounts at this exchange' },
  strict: { type: 'boolean', usage: '--strict', summary: 'exit with 1 on a warning' },
  timeout: {
    type: 'string',
    usage: '--timeout SECONDS',
    summary: 'answer within this time; default 20, or 5 where a workspace has only files',
  },
  format: { type: 'string', usage: '--format FORMAT', summary: 'how to print the result' },
  what: { type: 'string', usage: '--what KIND', summary: 'values, holdings, trades, flows or income' },
  from: { type: 'string', usage: '--from TIME', summary: 'from this time on: 2026-01-31, or 2026-01-31T08:00Z' },
  to: { type: 'string', usage: '--to TIME', summary: 'up to this time; a day counts whole' },
  account: { type: 'string', usage: '--account ID', summary: 'only this account' },
  output: { type: 'string', short: 'o', usage: '--output FILE', summary: 'write a file instead of stdout' },
  force: { type: 'boolean', usage: '--force', summary: 'replace the file if it exists' },
  interval: { type: 'string', usage: '--interval TIME', summary: 'how often to record: 1min, 15min, 1h' },
  once: { type: 'boolean', usage: '--once', summary: 'record once and end' },
  column: { type: 'string', usage: '--column NAME', summary: 'the column to read, where several fit' },
  benchmark: { type: 'string', usage: '--benchmark FILE:COLUMN', summary: 'compare with it; its own file or the same' },
  'periods-per-year': {
    type: 'string',
    usage: '--periods-per-year N',
    summary: 'annualise with this instead of what the dates tell',
  },
  'risk-free': {
    type: 'string',
    usage: '--risk-free RATE',
    summary: 'annual risk-free rate, 0.02 or 2%; default 0',
  },
  period: { type: 'string', usage: '--period SPAN', summary: '24h, 7d, 30d, 3m, 1y, mtd, ytd or all' },
  strategy: { type: 'string', usage: '--strategy NAME', summary: 'only this strategy' },
  asset: { type: 'string', usage: '--asset ASSET', summary: 'only this asset' },
  method: { type: 'string', usage: '--method NAME', summary: 'pearson (default), spearman or ewma' },
  window: { type: 'string', usage: '--window DAYS', summary: 'days to look back; default risk.correlationWindow' },
  date: { type: 'string', usage: '--date TIME', summary: 'the date to compare with: 2026-01-31, or 2026-01-31T08:00Z' },
  year: { type: 'string', usage: '--year YEAR', summary: 'the year to report' },
  threshold: {
    type: 'string',
    usage: '--threshold SHARE',
    summary: 'smallest drift that is traded, 5% or 0.05, instead of targets.threshold',
  },
  mode: { type: 'string', usage: '--mode MODE', summary: 'full, buyOnly or cashFirst, instead of targets.mode' },
  quantity: { type: 'string', usage: '--quantity Q', summary: 'units to trade' },
  notional: { type: 'string', usage: '--notional N', summary: "money to trade for, in the market's quote currency" },
  limit: { type: 'string', usage: '--limit PRICE', summary: 'not worse than this price; default: at the market' },
  all: { type: 'boolean', usage: '--all', summary: 'all of the cash, or all that is held' },
  'dry-run': { type: 'boolean', usage: '--dry-run', summary: 'show the orders and their check, send nothing' },
  yes: { type: 'boolean', usage: '--yes', summary: 'do it; without it nothing happens' },
  table: {
    type: 'string',
    usage: '--table NAME',
    summary: 'a table of the panel: trades, positions, closedPositions …',
  },
};

/** Parses the arguments after the command's name; says in words what is wrong with them. */
export function parse(command: Command, args: readonly string[]): Parsed {
  const known = Object.fromEntries(
    command.options.map((name) => {
      const { type, short } = optionTable[name];
      return [name, short === undefined ? { type } : { type, short }];
    }),
  );
  const options = { ...known, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(options, token.name)) return { ok: false, reason: unknownOption(command, token.rawName) };
    const wanted = token.name === 'help' ? 'boolean' : optionTable[token.name as OptionName].type;
    if (wanted === 'string' && (token.value === undefined || token.value === '')) {
      return { ok: false, reason: `--${token.name} needs a value: ${optionTable[token.name as OptionName].usage}` };
    }
    if (wanted === 'boolean' && token.value !== undefined)
      return { ok: false, reason: `--${token.name} takes no value` };
  }
  if (positionals.length > command.maxPositionals) {
    return { ok: false, reason: `${command.name} does not take '${positionals[command.maxPositionals]}'` };
  }
  return optionsOf(command, values as Readonly<Record<string, string | boolean | undefined>>, positionals);
}

function optionsOf(
  command: Command,
  values: Readonly<Record<string, string | boolean | undefined>>,
  positionals: readonly string[],
): Parsed {
  const text = (name: OptionName): string | null => (typeof values[name] === 'string' ? values[name] : null);
  const timeout = text('timeout');
  const startingCash = text('starting-cash');
  const allowed = command.formats ?? formats;
  const format = text('format') ?? allowed[0] ?? 'text';
  const from = text('from');
  const to = text('to');
  const periodsPerYear = text('periods-per-year');
  const riskFree = text('risk-free');
  if (timeout !== null && (!isPositive(timeout) || Number(timeout) > longestTimeout)) {
    return {
      ok: false,
      reason: `--timeout needs a number of seconds above 0, up to ${longestTimeout}, not '${timeout}'`,
    };
  }
  if (startingCash !== null && !isPositive(startingCash)) {
    return { ok: false, reason: `--starting-cash needs a number above 0, not '${startingCash}'` };
  }
  if (!isFormat(format) || !allowed.includes(format))
    return { ok: false, reason: `--format is ${allowed.join(', ')}, not '${format}'` };
  const times = { from: from === null ? null : timeOf(from, 'start'), to: to === null ? null : timeOf(to, 'end') };
  for (const [name, given, time] of [
    ['from', from, times.from],
    ['to', to, times.to],
  ] as const) {
    if (given !== null && time === null)
      return { ok: false, reason: `--${name} needs a date such as 2026-01-31 or 2026-01-31T08:00Z, not '${given}'` };
  }
  if (periodsPerYear !== null && !isPositive(periodsPerYear)) {
    return { ok: false, reason: `--periods-per-year needs a number above 0, not '${periodsPerYear}'` };
  }
  const lots = command.methods === 'costBasis' ? text('method') : null;
  const costBasis = lots === null ? null : basisOf(lots);
  if (lots !== null && costBasis === null) {
    return { ok: false, reason: `--method is ${costBases.join(', ')}, not '${lots}'` };
  }
  const method = command.methods === 'costBasis' ? 'pearson' : (text('method') ?? 'pearson');
  const trade = tradeOptions(text);
  if ('reason' in trade) return { ok: false, reason: trade.reason };
  const window = text('window');
  const date = text('date');
  if (!isMethod(method)) return { ok: false, reason: `--method is ${methods.join(', ')}, not '${method}'` };
  if (window !== null && !(/^[1-9]\d{0,4}$/.test(window) && Number(window) <= longestWindow)) {
    return { ok: false, reason: `--window needs a number of days up to ${longestWindow}, not '${window}'` };
  }
  const compared = date === null ? null : timeOf(date, 'start');
  if (date !== null && compared === null) {
    return { ok: false, reason: `--date needs a date such as 2026-01-31 or 2026-01-31T08:00Z, not '${date}'` };
  }
  const rate = riskFree === null ? null : rateOf(riskFree);
  if (riskFree !== null && rate === null) {
    return { ok: false, reason: `--risk-free is a rate per year such as 0.02 or 2%, not '${riskFree}'` };
  }
  if (values['json'] === true && format !== 'json' && text('format') !== null)
    return { ok: false, reason: `--json and --format ${format} exclude each other` };
  return {
    ok: true,
    help: values['help'] === true,
    positionals,
    options: {
      config: text('config'),
      json: values['json'] === true || format === 'json',
      noRisk: values['no-risk'] === true,
      startingCash: startingCash === null ? null : Number(startingCash),
      detailed: values['detailed'] === true,
      exchange: text('exchange'),
      strict: values['strict'] === true,
      timeout: timeout === null ? null : Number(timeout),
      format,
      what: text('what'),
      ...times,
      account: text('account'),
      output: text('output'),
      force: values['force'] === true,
      interval: text('interval'),
      once: values['once'] === true,
      column: text('column'),
      benchmark: text('benchmark'),
      periodsPerYear: periodsPerYear === null ? null : Number(periodsPerYear),
      riskFree: rate,
      period: text('period'),
      strategy: text('strategy'),
      asset: text('asset'),
      method,
      window: window === null ? null : Number(window),
      date: compared,
      costBasis,
      ...trade,
      all: values['all'] === true,
      dryRun: values['dry-run'] === true,
      yes: values['yes'] === true,
      table: text('table'),
    },
  };
}

type TradeOptions = Pick<Options, 'year' | 'threshold' | 'mode' | 'quantity' | 'notional' | 'limit'>;

function tradeOptions(text: (name: OptionName) => string | null): TradeOptions | { readonly reason: string } {
  const sizes: Record<'quantity' | 'notional' | 'limit', string | null> = {
    quantity: null,
    notional: null,
    limit: null,
  };
  for (const name of ['quantity', 'notional', 'limit'] as const) {
    const given = text(name);
    if (given === null) continue;
    const size = positive(given);
    if (size === null) return { reason: `--${name} needs a number above 0, not '${given}'` };
    sizes[name] = size;
  }
  const year = text('year');
  if (year !== null && !/^(19|20|21)\d{2}$/.test(year))
    return { reason: `--year needs a year such as 2026, not '${year}'` };
  const threshold = text('threshold');
  const share = threshold === null ? null : rateOf(threshold);
  if (threshold !== null && (share === null || share < 0)) {
    return { reason: `--threshold is a share such as 5% or 0.05, not '${threshold}'` };
  }
  const mode = text('mode');
  if (mode !== null && !isMode(mode)) return { reason: `--mode is ${rebalanceModes.join(', ')}, not '${mode}'` };
  return { ...sizes, year: year === null ? null : Number(year), threshold: share, mode };
}

/** A decimal above 0, as text; null for anything else. */
export function positive(text: string): string | null {
  const number = parseDecimal(text.replaceAll('_', ''));
  return number === null || number.startsWith('-') || Number(number) === 0 ? null : number;
}

function isMode(text: string): text is RebalanceMode {
  return rebalanceModes.some((each) => each === text);
}

const costBases: readonly CostBasis[] = ['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average'];

function basisOf(text: string): CostBasis | null {
  return costBases.find((each) => each.toLowerCase() === text.toLowerCase()) ?? null;
}

const methods: readonly CorrelationMethod[] = ['pearson', 'spearman', 'ewma'];

function isMethod(text: string): text is CorrelationMethod {
  return methods.some((each) => each === text);
}

function isFormat(text: string): text is Format {
  return [...formats, ...exportFormats].some((each) => each === text);
}

/** Ten years: no source of daily closes has more of a whole book. */
const longestWindow = 3653;

/** An hour; timers beyond 24 days would end at once. */
const longestTimeout = 3600;

function isPositive(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0;
}

/** "0.02", "2%" or "2 %" as a fraction; null for anything else. A bare 2 would be 200 %, which nobody means. */
function rateOf(text: string): number | null {
  const match = /^(-?\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim());
  if (!match) return null;
  const rate = Number(match[1]) / (match[2] === '%' ? 100 : 1);
  return Math.abs(rate) < 1 ? rate : null;
}

function unknownOption(command: Command, given: string): string {
  if (/^-[\d.]/.test(given)) return `${command.name} takes no number below 0`;
  const close = nearest(
    given,
    command.options.map((name) => `--${name}`),
  );
  const hint = close === null ? `see 'quantfolio ${command.name} --help'` : `did you mean ${close}?`;
  return `unknown option ${given} for ${command.name}: ${hint}`;
}
