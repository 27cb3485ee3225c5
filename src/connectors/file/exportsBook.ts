import { big, parseDecimal } from '../../core/decimal.ts';
import type { AccountReading, Balance, PositionReading } from '../../core/model/account.ts';
import type { Quote } from '../../core/model/quote.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { type BookOptions, balanceOf, bookReading, isRecord, normalised, withStrategy } from './bookReading.ts';
import { type Fields, textOf } from './fields.ts';
import { readPosition } from './readPosition.ts';

/** Hummingbot's `/portfolio/state`: account → connector → tokens, with prices in USDT. */
export function hummingbotBook(value: object, options: BookOptions): Reading<AccountReading> {
  const balances: Balance[] = [];
  const marks: Quote[] = [];
  const notes: string[] = [];
  const tokens = Object.values(value)
    .flatMap((account) => (isRecord(account) ? Object.values(account) : [null]))
    .flat();
  for (const token of tokens) {
    const fields = isRecord(token) ? normalised(token) : {};
    const asset = textOf(fields, ['token']);
    const quantity = parseDecimal(fields['units']);
    if (asset === null || quantity === null) {
      return failed('badResponse', `${options.path} holds neither holdings nor positions in a known shape`);
    }
    balances.push(balanceOf(asset, quantity, notes));
    const price = parseDecimal(fields['price']);
    if (price === null || !big(price).gt(0) || asset === 'USDT') continue;
    marks.push({ base: asset.toUpperCase(), quote: 'USDT', price, at: options.modifiedAt, source: options.path });
  }
  return ok(bookReading(options, { balances: withStrategy(balances, options), marks, notes }));
}

/** freqtrade's `/balance`: coins, and in futures mode open positions as rows of their own. */
export function freqtradeBook(rows: readonly Fields[], options: BookOptions): Reading<AccountReading> {
  const balances: Balance[] = [];
  const positions: PositionReading[] = [];
  const notes: string[] = [];
  for (const [index, row] of rows.entries()) {
    const asset = textOf(row, ['currency']);
    const quantity = parseDecimal(row['balance']);
    if (row['is_position'] === true) {
      const fields = { symbol: row['currency'], size: row['position'], side: row['side'], leverage: row['leverage'] };
      const { currency, strategy, modifiedAt: at } = options;
      const read = readPosition(fields, { currency, strategy, at });
      if (!read.ok) return failed('badResponse', `${options.path}: row ${index + 1} ${read.reason}`);
      positions.push(read.position);
    } else if (asset === null || quantity === null) {
      return failed('badResponse', `${options.path}: row ${index + 1} has no currency or no balance`);
    } else balances.push(balanceOf(asset, quantity, notes));
  }
  return ok(bookReading(options, { balances: withStrategy(balances, options), positions, notes }));
}
