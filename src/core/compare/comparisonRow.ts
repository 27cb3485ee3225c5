import { type Big, big, toNumber } from '../decimal.ts';
import type { ComparisonRow } from '../model/performance.ts';

export interface End {
  readonly quantity: Big;
  /** Net of what is borrowed, base currency; null: unpriced. */
  readonly value: Big | null;
  readonly price: number | null;
}

/** One asset of one account at both ends. */
export interface Ends {
  readonly account: string;
  readonly asset: string;
  readonly before: End;
  readonly after: End;
  /** Base-currency rates of the currency it is priced in, at both ends; null: the base itself. */
  readonly rates: { readonly before: number | null; readonly after: number | null } | null;
  /** Net quantity that flowed in; null: not known. */
  readonly flow: Big | null;
}

/**
 * The four effects of a row. With p a price in its own currency, r that currency's rate, n the net quantity (what is borrowed
 * taken off): price n₀ (p₁ − p₀) r₀, currency n₀ p₁ (r₁ − r₀), flow f p₁ r₁, quantity the rest, which is (n₁ − n₀ − f) p₁ r₁.
 */
export function rowOf({ account, asset, before, after, rates, flow }: Ends): ComparisonRow {
  const row = {
    account,
    asset,
    quantityBefore: before.quantity.toString(),
    quantityAfter: after.quantity.toString(),
    priceBefore: before.price,
    priceAfter: after.price,
    valueBefore: before.value === null ? null : toNumber(before.value),
    valueAfter: after.value === null ? null : toNumber(after.value),
  };
  const unknown = (reason: string): ComparisonRow => ({
    ...row,
    priceEffect: null,
    fxEffect: null,
    flowEffect: null,
    quantityEffect: null,
    reason,
  });
  if (before.value === null) return unknown('it had no price then, so its change in value is not known');
  if (after.value === null) return unknown('it has no price now, so its change in value is not known');
  const moved = before.value.eq(0) ? { price: big(0), fx: big(0), note: null } : priceAndFx(before, after, rates);
  if (moved === null) return unknown('its price now is not known, so price and quantity cannot be told apart');
  const flowed =
    flow === null ? null : flow.eq(0) ? big(0) : after.price === null ? undefined : flow.times(after.price);
  if (flowed === undefined) return unknown('what was paid in or out has no price now');
  const quantity = after.value
    .minus(before.value)
    .minus(moved.price)
    .minus(moved.fx)
    .minus(flowed ?? 0);
  return {
    ...row,
    priceEffect: toNumber(moved.price),
    fxEffect: toNumber(moved.fx),
    flowEffect: flowed === null ? null : toNumber(flowed),
    quantityEffect: toNumber(quantity),
    reason: moved.note ?? (flowed === null ? 'deposits and withdrawals of this account are not known' : null),
  };
}

function priceAndFx(
  before: End,
  after: End,
  rates: Ends['rates'],
): { readonly price: Big; readonly fx: Big; readonly note: string | null } | null {
  const { price: p0, value } = before;
  const { price: p1 } = after;
  if (p0 === null || p1 === null || value === null || p0 === 0) return null;
  const whole = value.times(p1).div(p0).minus(value);
  if (rates === null) return { price: whole, fx: big(0), note: null };
  const { before: r0, after: r1 } = rates;
  if (r0 === null || r1 === null || r0 === 0 || r1 === 0) {
    return { price: whole, fx: big(0), note: 'the rate of its currency is not known: the price effect contains it' };
  }
  // value × (p₁/p₀) is n₀ p₁ r₁; at the rate of then it is × r₀/r₁.
  const atOldRate = value.times(p1).div(p0).times(r0).div(r1);
  const price = atOldRate.minus(value);
  return { price, fx: whole.minus(price), note: null };
}
