import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { PlanRequest } from '../model/trading.ts';
import { amountInWords } from '../risk/amounts.ts';
import { bookGaps } from '../risk/gaps.ts';
import { isCash } from '../trading/isCash.ts';
import type { PlanBasis, Targets } from '../trading/planInput.ts';
import { isRow } from '../trading/projectedSnapshot.ts';
import { targetShares } from './targetShares.ts';

/** What a rebalance wants of one asset, before accounts and markets are looked at. Exact, base currency. */
export interface Want {
  readonly asset: string;
  readonly side: 'buy' | 'sell' | 'hold';
  readonly value: Big;
  readonly target: Big;
  readonly currentShare: Big;
  readonly targetShare: Big;
  /** Of the trade; 0 of money and of what is held. */
  readonly notional: Big;
  /** All of it is sold. */
  readonly exit: boolean;
  readonly cash: boolean;
  readonly reason: string | null;
}

export interface Rebalance {
  /** Values of everything owned, base currency; open P&L of derivatives and shorts is not in it. */
  readonly total: Big;
  readonly wants: readonly Want[];
  readonly mode: Targets['mode'];
  readonly refused: string | null;
  readonly notes: readonly string[];
}

/**
 * REB-1, REB-2: current and target shares of everything owned, and the trade of each asset. Pure arithmetic on the book's own
 * values; which account and market does it comes later.
 *
 * - An asset is traded when its share is off its target by `threshold` or more, back to the target. Money is one pot: it has
 *   no trade of its own, it changes by what the others leave.
 * - A trade below `minTradeNotional` is dropped, unless it sells all of what has the target 0.
 * - `full` buys and sells. `buyOnly` never sells: it buys with the money that is above its own target, less of each where that
 *   is not enough. `cashFirst` buys with that money first and sells only as much as the rest of the purchases needs.
 * - Spot only: derivatives and shorts are left as they are, and so is what is owed.
 * - A part of the book that is stale or has no price refuses it all: every share rests on the total.
 */
export function rebalance(basis: PlanBasis): Rebalance {
  const { snapshot } = basis.facts;
  const request: PlanRequest = basis.request;
  const asked = request.kind === 'rebalance' ? request : { threshold: null, mode: null };
  const mode = asked.mode ?? basis.targets?.mode ?? 'full';
  const total = sum(snapshot.assets.flatMap(({ value }) => value ?? []));
  const refuse = (refused: string): Rebalance => ({ total, wants: [], mode, refused, notes: [] });
  if (basis.targets === null) {
    return refuse('no targets are configured: write the shares you want under "targets" in quantfolio.json');
  }
  const gaps = bookGaps(snapshot);
  if (gaps.length > 0) return refuse(`the book is incomplete, and every share rests on all of it: ${gaps.join('; ')}`);
  if (snapshot.equity === null) return refuse(snapshot.equityReason ?? 'the equity is not known');
  if (!total.gt(0)) return refuse('there is nothing to rebalance: the book is worth nothing');
  const targeted = targetShares(basis, total);
  if ('refused' in targeted) return refuse(targeted.refused);
  const threshold = big(asked.threshold ?? basis.targets.threshold);
  const minimum = big(basis.targets.minTradeNotional);
  const wants = wantedBy(basis, total, targeted.shares).map((want) => decided(want, total, threshold, minimum, basis));
  const notes = [...targeted.notes, ...leftOut(basis)];
  return { total, wants: byMode(wants, mode, minimum, basis), mode, refused: null, notes };
}

function wantedBy(basis: PlanBasis, total: Big, shares: ReadonlyMap<string, Big>): readonly Want[] {
  const { assets } = basis.facts.snapshot;
  const held = new Map(assets.map(({ asset, value }) => [asset, big(value ?? 0)]));
  const names = [...new Set([...shares.keys(), ...held.keys()])];
  return names.map((asset) => {
    const value = held.get(asset) ?? big(0);
    const targetShare = shares.get(asset) ?? big(0);
    return {
      asset,
      side: 'hold',
      value,
      target: targetShare.times(total),
      currentShare: value.div(total),
      targetShare,
      notional: big(0),
      exit: false,
      cash: isCash(basis, asset),
      reason: null,
    };
  });
}

function decided(want: Want, total: Big, threshold: Big, minimum: Big, { facts }: PlanBasis): Want {
  const drift = want.value.minus(want.target);
  if (want.cash) return want;
  if (want.value.lt(0)) return { ...want, reason: 'it is owed: repay it where it was borrowed' };
  if (drift.eq(0)) return { ...want, reason: 'it is on its target' };
  if (drift.abs().lt(threshold.times(total))) {
    return { ...want, reason: `within the threshold of ${toNumber(threshold.times(100))} %` };
  }
  const exit = want.target.eq(0);
  const side = drift.gt(0) ? 'sell' : 'buy';
  if (!exit && drift.abs().lt(minimum)) return { ...want, reason: belowMinimum(minimum, facts.snapshot.baseCurrency) };
  return { ...want, side, notional: drift.abs(), exit };
}

function belowMinimum(minimum: Big, currency: string): string {
  return `the trade is below targets.minTradeNotional, ${amountInWords(toNumber(minimum), 'money', currency)}`;
}

function byMode(wants: readonly Want[], mode: Targets['mode'], minimum: Big, { facts }: PlanBasis): readonly Want[] {
  if (mode === 'full') return wants;
  const { baseCurrency } = facts.snapshot;
  const buys = sum(wants.map((want) => (want.side === 'buy' ? want.notional : 0)));
  const sells = sum(wants.map((want) => (want.side === 'sell' ? want.notional : 0)));
  const money = sum(wants.map((want) => (want.cash ? want.value.minus(want.target) : 0)));
  const spare = money.gt(0) ? money : big(0);
  const needed = buys.gt(spare) ? buys.minus(spare) : big(0);
  const part = (whole: Big, wanted: Big): Big => (whole.gt(0) && wanted.lt(whole) ? wanted.div(whole) : big(1));
  const factors = {
    buy: mode === 'buyOnly' ? part(buys, spare) : part(buys, spare.plus(sells)),
    sell: mode === 'buyOnly' ? big(0) : part(sells, needed),
  };
  return wants.map((want) => {
    if (want.side === 'hold' || factors[want.side].gte(1)) return want;
    const notional = want.notional.times(factors[want.side]);
    const why = want.side === 'buy' ? 'there is not enough money above its target' : sellReason(mode);
    if (!notional.gt(0)) return { ...want, side: 'hold', notional: big(0), exit: false, reason: why };
    if (notional.lt(minimum)) {
      const reason = `${why}; ${belowMinimum(minimum, baseCurrency)}`;
      return { ...want, side: 'hold', notional: big(0), exit: false, reason };
    }
    return { ...want, notional, exit: false, reason: `less than to its target: ${why}` };
  });
}

function sellReason(mode: Targets['mode']): string {
  return mode === 'buyOnly' ? 'nothing is sold in the mode buyOnly' : 'the money there is pays for the purchases first';
}

/** Derivatives and shorts, which a rebalance does not touch. */
function leftOut({ facts }: PlanBasis): readonly string[] {
  const rows = facts.snapshot.positions.filter(isRow);
  if (rows.length === 0) return [];
  const names = [...new Set(rows.map(({ symbol }) => symbol))].join(', ');
  return [
    `derivatives and shorts are left as they are (${names}): shares are of what is owned, without their open P&L`,
  ];
}
