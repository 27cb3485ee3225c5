/** Money that went in (negative: paid by the investor) or came out (positive); the value at the end is money out. */
export interface Flow {
  readonly at: number;
  readonly amount: number;
}

/** `several`: other rates fit the same flows as well; the one nearest 10 % is given. */
export type MoneyWeighted = { readonly value: number; readonly several: boolean } | { readonly reason: string };

const day = 86_400_000;
/** Search range of ln(1 + r): from −99.99999999999 % to 10¹³. */
const widest = 30;
/** Rates closer together than this are told as one; with years of daily payments a coarser net has to do. */
const stepOf = (payments: number) => (payments <= 300 ? 0.005 : 0.05);

/**
 * Money-weighted annual return: the rate r at which Σ amountᵢ / (1 + r)^(daysᵢ / 365) = 0 (act/365). All rates that fit are
 * looked for; of several the one nearest 10 % is the answer. Reference: Excel's XIRR; GIPS 2020, money-weighted return.
 * `yearDays`: 360 for act/360.
 */
export function xirr(flows: readonly Flow[], yearDays = 365): MoneyWeighted {
  const first = Math.min(...flows.map(({ at }) => at));
  return rateOf(flows.map(({ at, amount }) => ({ years: (at - first) / (yearDays * day), amount })));
}

/** Internal rate of return per period of equally spaced flows, the first at once. */
export function irr(amounts: readonly number[]): MoneyWeighted {
  return rateOf(amounts.map((amount, years) => ({ years, amount })));
}

/** Present value at the first flow's date of dated flows at an annual rate, act/365. Reference: Excel's XNPV. */
export function xnpv(rate: number, flows: readonly Flow[]): number {
  const first = Math.min(...flows.map(({ at }) => at));
  let sum = 0;
  for (const { at, amount } of flows) sum += amount / (1 + rate) ** ((at - first) / (365 * day));
  return sum;
}

interface Payment {
  readonly years: number;
  readonly amount: number;
}

function rateOf(all: readonly Payment[]): MoneyWeighted {
  const payments = [...all].sort((a, b) => a.years - b.years).filter(({ amount }) => amount !== 0);
  const last = all.reduce((latest, { years }) => Math.max(latest, years), 0);
  const [first] = payments;
  if (!first) return { reason: 'no money went in or came out' };
  if (!(last > 0)) return { reason: 'all money moved at one time, so there is no span to earn over' };
  if (!payments.some(({ amount }) => amount > 0)) {
    // Everything that was paid in is gone: the limit of what could be lost.
    if (all.some(({ amount, years }) => amount === 0 && years === last)) return { value: -1, several: false };
    return { reason: 'no money came out, so there is no rate' };
  }
  if (!payments.some(({ amount }) => amount < 0)) return { reason: 'no money went in, so there is no rate' };
  const roots = rootsOf(payments);
  const rates = roots.map((root) => Math.expm1(root));
  const [nearest] = [...rates].sort((a, b) => Math.abs(a - 0.1) - Math.abs(b - 0.1));
  if (nearest === undefined) return { reason: 'no rate fits these payments' };
  return { value: nearest, several: rates.length > 1 };
}

/** All x = ln(1 + r) in range at which the present value changes its sign, or touches 0. */
function rootsOf(payments: readonly Payment[]): readonly number[] {
  const value = valueAt(payments);
  // Descartes: a sum of exponentials has no more roots than its coefficients change their sign.
  let changes = 0;
  for (let i = 1; i < payments.length; i++) {
    if ((payments[i]?.amount ?? 0) > 0 !== (payments[i - 1]?.amount ?? 0) > 0) changes += 1;
  }
  const found: number[] = [];
  if (changes === 1) {
    const low = value(-widest);
    const high = value(widest);
    return low > 0 === high > 0 ? [] : [bisect(value, -widest, widest, low)];
  }
  let x = -widest;
  let y = value(x);
  const step = stepOf(payments.length);
  const steps = Math.round((2 * widest) / step);
  for (let i = 1; i <= steps; i++) {
    const nextX = -widest + i * step;
    const nextY = value(nextX);
    if (nextY === 0) found.push(nextX);
    else if (y !== 0 && y > 0 !== nextY > 0) found.push(bisect(value, x, nextX, y));
    x = nextX;
    y = nextY;
    if (found.length === changes) break;
  }
  return found;
}

/** Present value as a function of ln(1 + r), scaled by a positive factor so that nothing overflows. */
function valueAt(payments: readonly Payment[]): (x: number) => number {
  const last = payments.at(-1)?.years ?? 0;
  return (x) => {
    const from = x < 0 ? last : 0;
    let sum = 0;
    for (const { years, amount } of payments) sum += amount * Math.exp((from - years) * x);
    return sum;
  };
}

function bisect(value: (x: number) => number, from: number, to: number, atFrom: number): number {
  let low = from;
  let high = to;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (value(middle) > 0 === atFrom > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
