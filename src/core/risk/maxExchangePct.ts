import { aboutAccount } from '../aboutAccount.ts';
import { type Big, sum } from '../decimal.ts';
import type { Limit } from './limit.ts';
import { percent } from './settings.ts';
import { shareOfEquity } from './share.ts';

/** Value held at each exchange in percent of equity (counterparty risk). RISK-1. */
export const maxExchangePct: Limit<number> = {
  id: 'maxExchangePct',
  title: 'Share of exchange',
  unit: 'percent',
  settings: percent(
    'Largest part of the equity held at one exchange, in percent, all its accounts together. Breach at or above it.',
  ),
  boundary: 'atOrAbove',
  additive: false,
  measure: (facts, threshold) => {
    const accounts = facts.snapshot.accounts.filter((account) => account.exchange !== null && !account.simulated);
    const exchanges = [...new Set(accounts.flatMap(({ exchange }) => (exchange === null ? [] : [exchange])))].sort();
    // Nothing is held at an exchange: a share of 0, unknown only where the equity is.
    if (exchanges.length === 0) {
      const nothing = { value: sum([]), incomplete: [], contributors: [] };
      return [shareOfEquity(facts, nothing, { subject: null, threshold, factor: 100 })];
    }
    return exchanges.map((subject) => {
      const own = accounts.filter((account) => account.exchange === subject);
      const incomplete = own
        .filter((account) => account.value === null)
        .map((account) => aboutAccount(account.title, account.reason ?? 'its value is not known'));
      const value: Big | null = incomplete.length > 0 ? null : sum(own.map((account) => account.value ?? 0));
      return shareOfEquity(facts, { value, incomplete, contributors: [] }, { subject, threshold, factor: 100 });
    });
  },
};
