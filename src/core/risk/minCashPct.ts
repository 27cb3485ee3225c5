import { big } from '../decimal.ts';
import type { Limit } from './limit.ts';
import { percent } from './settings.ts';
import { equityOf, shareOfEquity } from './share.ts';

/** Cash (fiat and stablecoins on their peg) in percent of equity, at least. RISK-1, RISK-2. */
export const minCashPct: Limit<number> = {
  id: 'minCashPct',
  title: 'Cash',
  unit: 'percent',
  settings: percent(
    'Smallest share of cash (fiat and the `risk.stablecoins` on their peg) in the equity, in percent. Breach below it.',
    100,
  ),
  boundary: 'below',
  additive: false,
  measure: (facts, threshold) => {
    const { cash } = facts.snapshot;
    const part = {
      value: cash === null ? null : big(cash),
      incomplete: cash === null ? ['the cash is not known'] : [],
      contributors: [],
    };
    return [shareOfEquity(facts, part, { subject: null, threshold, factor: 100 })];
  },
  room: (facts, threshold, symbol) => {
    // Only a purchase that is paid in full uses cash; a derivative ("BTC/USDT:USDT") binds margin instead.
    if (symbol.includes(':')) return null;
    const equity = equityOf(facts);
    if ('reasons' in equity) return equity;
    const { cash } = facts.snapshot;
    if (cash === null) return { reasons: ['the cash is not known'] };
    return { notional: big(cash).minus(equity.value.times(big(threshold)).div(100)) };
  },
};
