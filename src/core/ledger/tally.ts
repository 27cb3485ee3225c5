import { type Big, big, type Decimal, toNumber } from '../decimal.ts';
import { mostUnits, placesOf, power, rescaled, textOf, unitsOf } from './units.ts';

/** An exact sum of many decimals: whole numbers for as long as they fit, else a Big. */
export interface Tally {
  add(text: Decimal): void;
  /** `sign` × a × b. */
  addProduct(a: Decimal, b: Decimal, sign: 1 | -1): void;
  big(): Big;
  /** The nearest double, or one beside it. */
  number(): number;
  text(): Decimal;
}

export function createTally(): Tally {
  let units = 0;
  let places = 0;
  /** What did not fit, and what was full. */
  let beyond: Big | null = null;
  const put = (own: number, scale: number): boolean => {
    if (!(Math.abs(own) < mostUnits)) return false;
    if (scale > places) {
      const more = rescaled(units, places, scale);
      if (Number.isNaN(more)) {
        // A new sum with more places; the old one stands beside it.
        beyond = (beyond ?? big(0)).plus(textOf(units, places));
        units = 0;
      } else units = more;
      places = scale;
    }
    const next = units + own * power(places - scale);
    if (!(Math.abs(own * power(places - scale)) < mostUnits)) return false;
    if (Math.abs(next) < mostUnits) units = next;
    else {
      beyond = (beyond ?? big(0)).plus(textOf(units, places));
      units = own * power(places - scale);
    }
    return true;
  };
  const total = (): Big => (beyond ?? big(0)).plus(textOf(units, places));
  return {
    add(text) {
      const scale = placesOf(text);
      if (!(scale <= 18 && put(unitsOf(text, scale), scale))) beyond = (beyond ?? big(0)).plus(text);
    },
    addProduct(a, b, sign) {
      const [one, two] = [placesOf(a), placesOf(b)];
      if (one + two <= 18 && put(sign * unitsOf(a, one) * unitsOf(b, two), one + two)) return;
      beyond = (beyond ?? big(0)).plus(big(a).times(b).times(sign));
    },
    big: total,
    number: () => units / power(places) + (beyond === null ? 0 : toNumber(beyond)),
    text: () => (beyond === null ? textOf(units, places) : total().toString()),
  };
}
