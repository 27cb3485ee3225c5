import { type Big, big, toNumber } from '../decimal.ts';
import type { Headroom } from '../model/risk.ts';
import { limits as list } from './index.ts';
import { judge } from './judge.ts';
import type { LimitsConfig, RiskFacts } from './limit.ts';
import { priceOf } from './priceOf.ts';
import { notJudged, unjudgedLimits } from './unjudged.ts';

/**
 * RISK-7: how much more of `symbol` the limits allow until the first of them is reached, as notional in base currency and
 * as quantity. Nothing where another limit (a loss, a drawdown) is breached; unknown where any limit in force is.
 */
export function headroom(facts: RiskFacts, settings: LimitsConfig, symbol: string): Headroom {
  const unknown = (limit: string | null, reason: string): Headroom => ({
    symbol,
    notional: null,
    quantity: null,
    bindingLimit: limit,
    reason,
  });
  let tightest: { readonly limit: string; readonly notional: Big } | null = null;
  let missing: { readonly limit: string; readonly reason: string } | null = null;
  for (const limit of list) {
    const setting = settings[limit.id];
    if (setting === undefined) continue;
    if (!limit.room) {
      const findings = limit.measure(facts, setting).map((one) => judge(limit, one, 1, facts.snapshot.baseCurrency));
      const breach = findings.find((finding) => finding.state === 'BREACH' && finding.subject === null);
      if (breach) return { symbol, notional: 0, quantity: 0, bindingLimit: limit.id, reason: breach.message };
      const gap = findings.find((finding) => finding.state === 'UNKNOWN' && finding.subject === null);
      if (gap) missing ??= { limit: limit.id, reason: gap.message };
      continue;
    }
    const room = limit.room(facts, setting, symbol);
    if (room === null) continue;
    if ('reasons' in room) missing ??= { limit: limit.id, reason: room.reasons.join('; ') };
    else if (tightest === null || room.notional.lt(tightest.notional)) {
      tightest = { limit: limit.id, notional: room.notional.lt(0) ? big(0) : room.notional };
    }
  }
  if (tightest?.notional.eq(0)) {
    return { symbol, notional: 0, quantity: 0, bindingLimit: tightest.limit, reason: 'the limit is reached' };
  }
  if (missing) return unknown(missing.limit, missing.reason);
  const later = unjudgedLimits.find(({ id }) => settings[id] !== undefined && settings[id] !== false);
  if (later) return unknown(later.id, notJudged);
  if (tightest === null) return unknown(null, `no limit that is set bounds ${symbol}`);
  const price = priceOf(facts, symbol);
  return {
    symbol,
    notional: toNumber(tightest.notional),
    quantity: price === null ? null : toNumber(tightest.notional.div(big(price))),
    bindingLimit: tightest.limit,
    reason: price === null ? `no price of ${symbol} is known` : null,
  };
}
