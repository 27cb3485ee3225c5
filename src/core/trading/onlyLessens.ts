import { type Big, big } from '../decimal.ts';
import type { PlannedOrder } from '../model/trading.ts';
import type { RiskFacts } from '../risk/limit.ts';
import { isCash } from './isCash.ts';
import { marketSymbol } from './marketSymbol.ts';

/**
 * Whether orders do nothing but make positions smaller: spot sales of what is held for money, purchases that cover a short,
 * reduce-only orders and those that fit within the position they close. None at all lessen nothing.
 */
export function onlyLessens(facts: RiskFacts, orders: readonly PlannedOrder[]): boolean {
  const left = new Map<string, Big>();
  return (
    orders.length > 0 &&
    orders.every(({ ticket }) => {
      const { account, symbol, side, strategy } = ticket;
      const { base, quote, settle } = marketSymbol(symbol);
      const wanted = side === 'sell' ? 'long' : 'short';
      if (settle === null && side === 'sell' && !isCash({ facts, stablecoins: facts.stablecoins ?? [] }, quote)) {
        return false;
      }
      const paper = facts.snapshot.accounts.some((one) => one.id === account && one.kind === 'paper');
      const key = `${account} ${settle === null && side === 'sell' && !paper ? base : symbol} ${wanted} ${paper ? strategy : ''}`;
      const own = facts.snapshot.positions.filter(
        (one) =>
          one.account === account &&
          one.side === wanted &&
          (settle === null && side === 'sell' && !paper
            ? one.asset === base && one.id.startsWith(`${account}/position/`)
            : one.symbol === symbol || (side === 'sell' && paper && one.symbol === base)) &&
          (!paper || strategy === null || one.strategy === strategy),
      );
      const opposite =
        settle !== null &&
        !ticket.reduceOnly &&
        facts.snapshot.positions.some((one) => one.account === account && one.symbol === symbol && one.side !== wanted);
      if (opposite) return false;
      const there = left.get(key) ?? own.reduce((total, one) => total.plus(one.size), big(0));
      const rest = there.minus(ticket.quantity);
      left.set(key, rest);
      return rest.gte(0);
    })
  );
}
