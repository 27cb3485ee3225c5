import type { SeriesKind } from './seriesFile.ts';
import { plainName } from './seriesTable.ts';

/** What a numeric column seems to be: `growth` is a cumulative return from 0, `pnl` money won or lost a period, `aside` no series. */
export type Meaning = 'returns' | 'equity' | 'growth' | 'pnl' | 'aside';

export interface Classified {
  readonly meaning: Meaning;
  /** Told by its name (else by its values only). */
  readonly named: boolean;
}

const word = (list: string) => new RegExp(`(^|_)(${list})(_|$)`);
const growthName = /(^|_)(cum|cumulative|cumul|total)_?(ret|rets|return|returns|pnl_pct|profit_pct)(_|$)/;
const returnName = word(
  'ret|rets|return|returns|pct_change|change_pct|pnl_pct|profit_pct|profit_ratio|roi|perf|performance',
);
const pnlName = word('pnl|pl|profit|profits|profit_abs|gain|gains|realized|realised|daily_profit|net_profit|p_l');
const equityName = word(
  'equity|nav|balance|value|worth|wealth|capital|portfolio|account_value|net_liq|net_liquidation|total|close|adj_close|price|level|index_level|aum',
);
const asideName = word(
  'drawdown|dd|underwater|volume|vol|open|high|low|cash|exposure|turnover|fee|fees|commission|benchmark|bench|rf|risk_free|leverage|' +
    'position|positions|size|quantity|qty|amount|shares|trades|count|num|id|index|row|idx|slippage|funding|sid|unnamed|deposit|deposits|withdrawal|withdrawals|flow|flows|year|month|day|week|hour',
);

/** A column by its name first, then by its values. */
export function classify(name: string, values: readonly (number | null)[]): Classified {
  const plain = plainName(name);
  if (growthName.test(plain)) return { meaning: 'growth', named: true };
  if (returnName.test(plain)) return { meaning: 'returns', named: true };
  if (isCounter(values)) return { meaning: 'aside', named: true };
  if (asideName.test(plain) && !word('equity|nav|close|price').test(plain)) return { meaning: 'aside', named: true };
  if (pnlName.test(plain)) return { meaning: 'pnl', named: true };
  // "portfolio" may hold either: what is above zero can be a level. A few values at or below it are told where it is read.
  const below = values.filter((value) => value !== null && value <= 0).length;
  if (equityName.test(plain) && below <= values.length / 10 && (below === 0 || byValues(values) !== 'returns')) {
    return { meaning: byValues(values) === 'returns' ? 'returns' : 'equity', named: true };
  }
  return { meaning: byValues(values), named: false };
}

/** Returns are small and of both signs; equity and prices are above zero and move by little from row to row. */
function byValues(values: readonly (number | null)[]): Meaning {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return 'aside';
  const sizes = known.map(Math.abs).sort((a, b) => a - b);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const lowest = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  if (lowest > 0) {
    const ratios = known.slice(1).map((value, index) => Math.abs(Math.log(value / (known[index] ?? value))));
    const typical = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
    // A month of gains only is returns all the same: returns jump by multiples, levels by fractions.
    return middle < 0.2 && typical > 0.25 ? 'returns' : 'equity';
  }
  if (middle <= 0.2 && lowest > -1) return 'returns';
  return lowest > -1 && middle < 1 ? 'returns' : 'pnl';
}

/** 0, 1, 2 … or 1, 2, 3 …: the index of a data frame. */
function isCounter(values: readonly (number | null)[]): boolean {
  const first = values[0];
  return values.length > 2 && (first === 0 || first === 1) && values.every((value, index) => value === first + index);
}

export function kindOf(meaning: Meaning): SeriesKind | null {
  if (meaning === 'returns') return 'returns';
  return meaning === 'equity' || meaning === 'growth' ? 'equity' : null;
}
