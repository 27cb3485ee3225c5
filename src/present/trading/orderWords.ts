import type { Decimal } from '../../core/decimal.ts';
import type { OrderTicket } from '../../core/model/trading.ts';
import { hidden } from '../format.ts';

/** How an account is called; its id where nobody knows better. */
export type TitleOf = (account: string) => string;

export const plainTitles: TitleOf = (account) => account;

/** "Sell 0.0348 BTC at the market on Binance · main": every digit as it is sent. Quantities are hidden in privacy. */
export function orderWords(ticket: OrderTicket, privacy: boolean, titleOf: TitleOf): string {
  const side = ticket.side === 'buy' ? 'Buy' : 'Sell';
  // What is owned and sold only lessens by itself: exchanges know the word of contracts alone.
  const only = ticket.reduceOnly && (ticket.scope !== 'spot' || ticket.side === 'buy') ? ' (reduce only)' : '';
  return `${side} ${sizeWords(ticket, privacy)} ${typeWords(ticket)} on ${titleOf(ticket.account)}${only}`;
}

/** "0.0348 BTC", "12 contracts of BTC/USDT:USDT". */
export function sizeWords({ quantity, symbol }: Pick<OrderTicket, 'quantity' | 'symbol'>, privacy: boolean): string {
  const size = privacy ? hidden : exactQuantity(quantity);
  return symbol.includes(':')
    ? `${size} ${quantity === '1' ? 'contract' : 'contracts'} of ${symbol}`
    : `${size} ${baseOf(symbol)}`;
}

/** "at the market", "at 91,250.5 USDT or better": with every digit, as it is sent. */
export function typeWords({ type, price, symbol }: OrderTicket): string {
  if (type === 'market' || price === null) return 'at the market';
  return `at ${exactQuantity(price)} ${quoteOf(symbol)} or better`;
}

/** Groups thousands and changes no digit: "85000.123456789" is "85,000.123456789". */
export function exactQuantity(quantity: Decimal): string {
  const [whole = '', fraction] = quantity.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function baseOf(symbol: string): string {
  return symbol.split('/')[0] ?? symbol;
}

/** Currency of the prices of a market; empty where the symbol does not tell it. */
export function quoteOf(symbol: string): string {
  return symbol.split('/')[1]?.split(':')[0] ?? '';
}
