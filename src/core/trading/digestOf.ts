import type { OrderTicket } from '../model/trading.ts';

/**
 * 16 hexadecimal digits of the exact orders (FNV-1a, 64 bit): what is sent is what was confirmed. It guards against mistakes,
 * not against somebody who makes up orders: those are kept by the engine and never come from outside.
 */
export function digestOf(portfolio: string, tickets: readonly OrderTicket[]): string {
  const text = JSON.stringify([
    portfolio,
    ...tickets.map((ticket) => [
      ticket.clientOrderId,
      ticket.account,
      ticket.symbol,
      ticket.side,
      ticket.type,
      ticket.quantity,
      ticket.price,
      ticket.reduceOnly,
      ticket.scope,
      ticket.strategy,
    ]),
  ]);
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
