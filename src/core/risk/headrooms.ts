import { big, toNumber } from '../decimal.ts';
import type { Finding, LimitHeadroom } from '../model/risk.ts';
import { limits as list } from './index.ts';
import { judge } from './judge.ts';
import type { LimitsConfig, RiskFacts } from './limit.ts';
import { priceOf } from './priceOf.ts';
import { notJudged, unjudgedLimits } from './unjudged.ts';

/**
 * RISK-7 by limit: how much more of `symbol` each limit in force allows until it is reached, in the order of the list (base
 * currency, and units of the asset). 0 where it is reached already, or where it is a loss limit that is breached. null with
 * the reason where the limit is not known, or where it does not bound the size of a position ("not reached": no reason
 * to hold back). The tightest of the numbers is what `headroom` tells; limits that judge orders alone bound a single order.
 */
export function headrooms(facts: RiskFacts, settings: LimitsConfig, symbol: string): readonly LimitHeadroom[] {
  const price = priceOf(facts, symbol);
  const known = list.flatMap((limit): readonly LimitHeadroom[] => {
    const setting = settings[limit.id];
    if (setting === undefined) return [];
    const row: Row = (notional, reason, bounds) => ({
      limit: limit.id,
      title: limit.title,
      notional,
      quantity: notional === null || price === null ? null : toNumber(big(notional).div(price)),
      reason: reason ?? (price === null ? `no price of ${symbol} is known, so there is no quantity` : null),
      ...(bounds === undefined ? {} : { bounds }),
    });
    if (limit.room) {
      const room = limit.room(facts, setting, symbol);
      if (room === null) return [row(null, `it does not bound the size of ${symbol}`, false)];
      if ('reasons' in room) return [row(null, room.reasons.join('; '))];
      return [room.notional.gt(0) ? row(toNumber(room.notional), null) : row(0, 'the limit is reached')];
    }
    if (limit.ofOrders === true) return orderRows(limit.id, setting, row);
    const findings = limit.measure(facts, setting).map((one) => judge(limit, one, 1, facts.snapshot.baseCurrency));
    return [lossRow(findings, row)];
  });
  const unjudged = unjudgedLimits.flatMap(({ id, title }): readonly LimitHeadroom[] =>
    settings[id] === undefined || settings[id] === false
      ? []
      : [{ limit: id, title, notional: null, quantity: null, reason: notJudged }],
  );
  return [...known, ...unjudged];
}

type Row = (notional: number | null, reason: string | null, bounds?: false) => LimitHeadroom;

/** The largest single order; a smallest one bounds nothing from above. */
function orderRows(id: string, setting: unknown, row: Row): readonly LimitHeadroom[] {
  if (id !== 'maxOrderNotional' || typeof setting !== 'number') return [];
  return [row(setting, null)];
}

/** A loss limit bounds no size until it is breached: then nothing may be added. */
function lossRow(findings: readonly Finding[], row: Row): LimitHeadroom {
  const breach = findings.find((finding) => finding.state === 'BREACH' && finding.subject === null);
  if (breach) return row(0, breach.message);
  const gap = findings.find((finding) => finding.state === 'UNKNOWN');
  if (gap) return row(null, gap.message);
  return row(null, findings[0]?.message ?? 'it is not reached', false);
}
