import { big } from '../../core/decimal.ts';
import type { Quote } from '../../core/model/quote.ts';
import type { ReplayMarket } from '../../core/paper/replay.ts';

/** What one `base` costs in `quote` now, with where that is from and of when; null: it has no price. */
export function quoteNow(
  { market, marks, name }: { readonly market: ReplayMarket; readonly marks: readonly Quote[]; readonly name: string },
  base: string,
  quote: string,
  at: number,
): Quote | null {
  const direct = marks.find((mark) => mark.base === base && mark.quote === quote);
  if (direct !== undefined) return big(direct.price).gt(0) ? direct : null;
  const inverse = marks.find((mark) => mark.base === quote && mark.quote === base);
  if (inverse !== undefined) {
    const { at: pricedAt, source } = inverse;
    return big(inverse.price).gt(0)
      ? { base, quote, price: big(1).div(inverse.price).toString(), at: pricedAt, source: `${source}, inverse` }
      : null;
  }
  const price = base === quote ? null : market.priceAt(base, quote, at);
  return price === null || !big(price).gt(0) ? null : { base, quote, price, at, source: `${name} ${base}/${quote}` };
}
