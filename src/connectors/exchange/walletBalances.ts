import { big, type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { Dict } from './ccxtExchange.ts';
import { isDict } from './wellFormed.ts';

interface WalletShape {
  rows(info: unknown): unknown;
  readonly code: string;
  wallet(row: Dict): Decimal | null;
}

const field =
  (name: string) =>
  (row: Dict): Decimal | null =>
    parseDecimal(row[name]);

const minus =
  (whole: string, part: string) =>
  (row: Dict): Decimal | null => {
    const a = parseDecimal(row[whole]);
    const b = parseDecimal(row[part]);
    return a === null || b === null ? null : big(a).minus(b).toString();
  };

const at = (info: unknown, ...path: readonly (string | number)[]): unknown => {
  let value = info;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else if (isDict(value)) value = value[key];
    else return undefined;
  }
  return value;
};

const binance: WalletShape = {
  rows: (info) => (Array.isArray(info) ? info : at(info, 'assets')),
  code: 'asset',
  wallet: field('walletBalance'),
};
const okx: WalletShape = { rows: (info) => at(info, 'data', 0, 'details'), code: 'ccy', wallet: minus('eq', 'upl') };

/**
 * Exchanges whose derivative "total" in ccxt is the equity with unrealised P&L in it; equity adds that P&L again (VAL-0),
 * so the wallet balance is taken from the exchange's own fields, in every scope because unified accounts have one wallet:
 * binance marginBalance → walletBalance, okx eq − upl,
 * bitget accountEquity − unrealizedPL (unified: equity → balance), kucoin accountEquity − unrealisedPNL, deribit equity → balance, bingx
 * maxWithdrawAmount → balance.
 */
const shapes: Readonly<Record<string, WalletShape | readonly WalletShape[]>> = {
  binance,
  binanceusdm: binance,
  binancecoinm: binance,
  okx,
  myokx: okx,
  okxus: okx,
  bitget: [
    { rows: (info) => info, code: 'marginCoin', wallet: minus('accountEquity', 'unrealizedPL') },
    { rows: (info) => info, code: 'coin', wallet: (row) => ('equity' in row ? field('balance')(row) : null) },
  ],
  kucoin: {
    rows: (info) => rowsOf(at(info, 'data')),
    code: 'currency',
    wallet: minus('accountEquity', 'unrealisedPNL'),
  },
  kucoinfutures: {
    rows: (info) => rowsOf(at(info, 'data')),
    code: 'currency',
    wallet: minus('accountEquity', 'unrealisedPNL'),
  },
  deribit: {
    rows: (info) => rowsOf(at(info, 'result', 'summaries') ?? at(info, 'result')),
    code: 'currency',
    wallet: field('balance'),
  },
  bingx: {
    rows: (info) => rowsOf(at(info, 'data', 'balance') ?? at(info, 'data')),
    code: 'asset',
    wallet: field('balance'),
  },
};

/** Wallet balance by the exchange's own currency id; null where ccxt's total is the wallet balance already. */
export function walletBalances(exchange: string, info: unknown): ReadonlyMap<string, Decimal> | null {
  const known = shapes[exchange];
  if (known === undefined) return null;
  const wallets = new Map<string, Decimal>();
  for (const shape of [known].flat()) {
    const rows = shape.rows(info);
    if (!Array.isArray(rows)) continue;
    for (const row of rows) {
      if (!isDict(row)) continue;
      const code = row[shape.code];
      const wallet = shape.wallet(row);
      if (typeof code === 'string' && wallet !== null) wallets.set(code, wallet);
    }
  }
  return wallets;
}

function rowsOf(value: unknown): unknown {
  return isDict(value) ? [value] : value;
}
