import { type Decimal, parseDecimal } from '../../core/decimal.ts';

/** One record of a file, by normalised column name; values as the file gives them. */
export type Fields = Readonly<Record<string, unknown>>;

/** The names each thing has in exports of the field, most specific first. */
export const names = {
  symbol: ['symbol', 'pair', 'ticker', 'trading_pair', 'instrument', 'asset', 'currency', 'token', 'coin'],
  side: ['side', 'direction', 'position_side', 'trade_type', 'type'],
  size: ['size', 'qty', 'quantity', 'amount', 'volume', 'units', 'contracts', 'position', 'balance', 'total'],
  entry: [
    'entry_price',
    'avg_price',
    'average',
    'average_price',
    'price_open',
    'open_price',
    'open_rate',
    'cost_price',
    'breakeven_price',
  ],
  mark: ['mark_price', 'last_price', 'current_price', 'price_current', 'current_rate', 'market_price', 'mark'],
  unrealized: ['unrealized_pnl', 'unrealised_pnl', 'profit', 'profit_abs', 'pnl', 'unrealized_pnl_quote'],
  realized: ['realized_pnl', 'realised_pnl', 'realized_profit', 'realized_pnl_quote'],
  notional: ['notional', 'position_value', 'market_value'],
  contractSize: ['contract_size', 'trade_contract_size', 'multiplier'],
  currency: ['currency', 'quote', 'quote_currency', 'stake_currency', 'settle_currency'],
  margin: ['margin', 'initial_margin', 'stake_amount'],
  liquidation: ['liquidation_price', 'liq_price'],
  funding: ['funding_paid', 'funding_fees', 'funding'],
  openedAt: ['opened_at', 'open_time', 'open_timestamp', 'open_date', 'entry_time'],
  time: ['time', 'as_of', 'timestamp', 'updated_at', 'date'],
  strategy: ['strategy', 'bot', 'strategy_name', 'controller_id'],
} as const;

/** The first of these fields that is there and not empty. */
export function pick(fields: Fields, candidates: readonly string[]): unknown {
  for (const name of candidates) {
    const value = fields[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** A decimal field; null where it is absent, `undefined` where it is there and no number. */
export function decimalOf(fields: Fields, candidates: readonly string[]): Decimal | null | undefined {
  const value = pick(fields, candidates);
  return value === undefined ? null : (parseDecimal(value) ?? undefined);
}

export function textOf(fields: Fields, candidates: readonly string[]): string | null {
  const value = pick(fields, candidates);
  return typeof value === 'string' ? value.trim() : null;
}
