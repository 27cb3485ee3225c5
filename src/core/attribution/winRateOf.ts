import type { Contribution } from '../model/performance.ts';
import type { AccountTrade } from './attribute.ts';

/**
 * Realising fills and the share of them that realised a profit, before fees: wins / those that are not zero (conventions.md).
 * A sale that does not tell what it realised makes the rate unknown.
 */
export function winRateOf(
  trades: readonly AccountTrade[],
  unknownAccounts: readonly string[],
): Pick<Contribution, 'trades' | 'winRate'> {
  if (unknownAccounts.length > 0) {
    return { trades: null, winRate: { reason: `the fills of ${unknownAccounts.join(', ')} are not all known` } };
  }
  const untold = trades.filter((trade) => trade.realizedPnl === undefined && mayRealise(trade)).length;
  const realised = trades.flatMap((trade) => {
    const amount = Number(trade.realizedPnl ?? 0);
    return amount === 0 ? [] : [amount];
  });
  if (untold > 0) {
    const reason = `${untold} of ${untold + realised.length} sales do not tell what they realised`;
    return { trades: null, winRate: { reason } };
  }
  if (realised.length === 0) return { trades: 0, winRate: { reason: 'no fill of the period realised anything' } };
  const wins = realised.filter((amount) => amount > 0).length;
  return { trades: realised.length, winRate: { value: wins / realised.length } };
}

/** On the spot only a sale realises; of a derivative any fill may close something. */
function mayRealise({ side, contract }: AccountTrade): boolean {
  return side === 'sell' || contract !== undefined;
}
