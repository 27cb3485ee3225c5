import type { Attribution, AttributionBy, Contribution } from '../model/performance.ts';
import type { ValuePoint } from '../model/series.ts';
import type { Trade } from '../model/trade.ts';
import type { HoldingRecord } from '../ports.ts';
import { type DailyPoint, dailyReturn } from '../series/returns.ts';
import { type Parts, partsOfSteps } from './partsOfSteps.ts';
import { winRateOf } from './winRateOf.ts';

export type AccountTrade = Trade & { readonly account: string };

export interface AttributionInput {
  readonly by: AttributionBy;
  readonly from: number;
  readonly to: number;
  /** Base currency of values and prices. */
  readonly currency: string;
  /** Of the whole, ascending: the first is the baseline, its own flow counts for nothing. The points whose return is told apart. */
  readonly values: readonly DailyPoint[];
  /** Holdings of the accounts at (about) the same times; each account's last record at or before a value counts for it. */
  readonly holdings: readonly HoldingRecord[];
  /** Fills of the period; earlier ones too, where strategies are told apart by client order id (they tell what each held). */
  readonly trades: readonly AccountTrade[];
  /** Accounts whose fills of the period are not (all) known: in them, what was bought or sold counts in the last row. */
  readonly unknownTrades?: readonly string[];
  /** `account`: values of each, with which its contribution has no rest; without them it is told from holdings and fills. */
  readonly accounts?: readonly { readonly account: string; readonly values: readonly ValuePoint[] }[];
  /** `strategy`: to which one a holding or a fill belongs; null: to none. */
  readonly strategies?: {
    ofHolding(holding: { readonly account: string; readonly asset: string }): string | null;
    ofTrade(trade: AccountTrade): string | null;
  };
  /** Base-currency price of one unit of what is in no record; null: not known. */
  readonly price?: (asset: string, at: number) => number | null;
  /** What keys are called where they are shown. */
  readonly titles?: Readonly<Record<string, string>>;
}

export const unassigned = 'Unassigned';
export const restKey = 'rest';
const restTitle = 'Fees, funding and unexplained';
const notTrades: Contribution['winRate'] = { reason: 'this is no trading' };

/**
 * PERF-5: who earned the return. Of each step between two values, a part's profit is its opening quantity × the change of price,
 * plus its fills from their price to the closing one, less their fees; as a fraction of the step's capital, linked by the
 * compounded index before the step (Cᵢ = Σ indexₜ₋₁ × profitᵢ,ₜ / capitalₜ), so that all rows sum to the time-weighted return.
 * A deposit changes a quantity, never a price: it contributes nothing. What no part explains (funding, interest, open profit
 * of derivatives, fees of transfers, and what a day with flows within it returned beyond its ends) is the last row. Rates of a step's close value what was paid in another currency.
 */
export function attribute(input: AttributionInput): Attribution {
  const { by, values } = input;
  const from = values[0]?.at ?? input.from;
  const to = values.at(-1)?.at ?? input.to;
  const empty = (reason: string): Attribution => ({ by, from, to, total: null, rows: [], reason, notes: [] });
  if (values.length < 2) return empty('attribution needs two values of the period');
  const weights: number[] = [];
  const profits: number[] = [];
  let index = 1;
  for (const [step, point] of values.slice(1).entries()) {
    const previous = values[step];
    if (previous === undefined) continue;
    if (point.flow === null) return empty('deposits and withdrawals of a part of the period are not known');
    const idle = previous.equity === 0 && point.equity === 0 && point.flow === 0;
    const change = idle ? 0 : dailyReturn(previous.equity, point);
    if (change === null) {
      return empty(`there was no money to earn on at ${new Date(previous.at).toISOString().slice(0, 10)}`);
    }
    weights.push(idle ? 0 : index / (previous.equity + Math.max(point.flow, 0)));
    profits.push(point.equity - previous.equity - point.flow);
    index *= 1 + change;
  }
  const parts = partsOfSteps(input);
  const total = index - 1;
  const rows = [...parts.keys.entries()].map(([key, part]) => rowOf(key, part, weights, input));
  const shown = rows.filter((row) => row.pnl !== 0 || row.averageShare !== 0 || row.trades !== 0);
  const ordered = shown.sort((a, b) => b.contribution - a.contribution || a.key.localeCompare(b.key));
  const pnl = profits.reduce((sum, each) => sum + each, 0);
  const rest = total - ordered.reduce((sum, row) => sum + row.contribution, 0);
  const restPnl = pnl - ordered.reduce((sum, row) => sum + row.pnl, 0);
  const scale = 1 + Math.abs(total) + ordered.reduce((sum, row) => sum + Math.abs(row.contribution), 0);
  if (Math.abs(rest) > 1e-12 * scale) {
    ordered.push({
      key: restKey,
      title: restTitle,
      contribution: rest,
      pnl: restPnl,
      averageShare: null,
      trades: null,
      winRate: notTrades,
    });
  }
  return { by, from, to, total, rows: ordered, reason: null, notes: parts.notes };
}

function rowOf(
  key: string,
  part: Parts,
  weights: readonly number[],
  { titles, values, unknownTrades = [] }: AttributionInput,
): Contribution {
  let contribution = 0;
  let pnl = 0;
  part.profits.forEach((profit, step) => {
    contribution += (weights[step] ?? 0) * profit;
    pnl += profit;
  });
  const shares = values.flatMap(({ equity }, index) => (equity > 0 ? [(part.values[index] ?? 0) / equity] : []));
  const averageShare = shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const told = winRateOf(
    part.trades,
    [...part.accounts].filter((account) => unknownTrades.includes(account)),
  );
  return { key, title: titles?.[key] ?? key, contribution, pnl, averageShare, ...told };
}
