import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { Covered, LedgerCoverage } from '../model/ledger.ts';
import type { ValuePoint } from '../model/series.ts';
import { type ContractPath, contractPaths } from './contractPaths.ts';
import { type AccountLedger, type Movement, movementsOf } from './movements.ts';

export interface ReconstructInput {
  /** All entries that are known. */
  readonly ledger: AccountLedger;
  readonly coverage: LedgerCoverage;
  /** What the account owned at `at`, by asset, what it owed subtracted. */
  readonly owned: ReadonlyMap<string, Big>;
  /** Signed contracts by symbol at `at`. */
  readonly contracts: ReadonlyMap<string, Big>;
  readonly at: number;
  /** Close of a UTC day (epoch ms of its midnight) in base currency; null where there is none. 1 for the base currency itself. */
  readonly closeOf: (asset: string, day: number) => Big | null;
  /** Whether any close of the asset is known: one that never had a price holds nothing back, it was never in any total. */
  readonly hasCloses: (asset: string) => boolean;
}

export interface Reconstruction {
  /** Ascending; `at` is the midnight that ends a day, `flow` what came in since the point before, at its day's close. */
  readonly points: readonly ValuePoint[];
  /** Why they do not reach further back, and what they leave out, in words. */
  readonly reasons: readonly string[];
}

const day = 86_400_000;
/** Exchanges round; less than this part of the largest quantity ever held is nothing. */
const dust = '0.000001';

/**
 * PERF-7: past daily values from what is owned now, everything that happened since, and daily closes. quantity(t) = quantity
 * now − Σ entries after t; value = Σ quantity × close of the day that ends at t, with the open P&L of derivatives from their
 * fills since they were last flat. Only as far back as all entries and the closes of everything that was held are known.
 */
export function reconstruct(input: ReconstructInput): Reconstruction {
  const { ledger, coverage, at } = input;
  const reasons: string[] = [];
  const since = sinceWhen(coverage, reasons);
  if (since === null) return { points: [], reasons };
  const paths = contractPaths(ledger, input.contracts);
  const untold = [...input.contracts].find(
    ([symbol, contracts]) => !contracts.eq(0) && !paths.some((path) => path.symbol === symbol),
  );
  const never = untold?.[0] ?? paths.find(({ flatSince }) => flatSince === Number.POSITIVE_INFINITY)?.symbol;
  if (never !== undefined) {
    reasons.push(`${never} has been open since before its fills are known`);
    return { points: [], reasons };
  }
  const movements = [...movementsOf(ledger), ...paths.flatMap(({ movements: own }) => own)]
    .filter((movement) => movement.at <= at)
    .sort((a, b) => a.at - b.at);
  const fills = ledger.trades.filter((trade) => trade.contract !== undefined && trade.at <= at);
  const first = Math.min(movements[0]?.at ?? at, fills[0]?.at ?? at);
  // Where all of its life is known, the account began with its first entry; else it was there when what is known begins.
  const begin = since === 0 ? first : since;
  const flat = paths.reduce((latest, { flatSince, symbol }) => {
    if (flatSince > 0 && flatSince >= begin)
      reasons.push(`${symbol} was open before its fills are known, until ${dateOf(flatSince)}`);
    return Math.max(latest, flatSince);
  }, begin);
  const from = Math.ceil(flat / day) * day;
  const unpriced = new Set(unpricedAssets(input, movements));
  for (const asset of unpriced) reasons.push(`no daily closes of ${asset} are known: it is left out`);

  const points: ValuePoint[] = [];
  const owned = new Map(input.owned);
  const largest = largestOwned(owned, movements);
  let next = movements.length - 1;
  for (let end = Math.floor(at / day) * day; end >= from; end -= day) {
    for (let movement = movements[next]; movement !== undefined && movement.at > end; movement = movements[next]) {
      owned.set(movement.asset, (owned.get(movement.asset) ?? big(0)).minus(movement.quantity));
      next -= 1;
    }
    const held = [...owned].filter(
      ([asset, quantity]) => !unpriced.has(asset) && quantity.abs().gt((largest.get(asset) ?? big(0)).times(dust)),
    );
    const value = worthAt(held, paths, input, end);
    if (typeof value === 'string') {
      reasons.push(value);
      break;
    }
    points.push({ at: end, equity: toNumber(value), flow: 0, origin: 'reconstructed' });
  }
  points.reverse();
  return { points: withFlows(points, input, unpriced), reasons };
}

/** Since when every kind of entry is known; null where one is not. */
function sinceWhen(coverage: LedgerCoverage, reasons: string[]): number | null {
  let since = 0;
  const kinds: readonly (readonly [string, Covered])[] = [
    ['trades', coverage.trades],
    ['deposits and withdrawals', coverage.flows],
    ['funding, interest and other income', coverage.income],
  ];
  for (const [name, covered] of kinds) {
    if ('reason' in covered) {
      reasons.push(`${name} are not known: ${covered.reason}`);
      return null;
    }
    if (covered.from > 0) reasons.push(`${name} are known only from ${dateOf(covered.from)} on`);
    since = Math.max(since, covered.from);
  }
  return since;
}

/** Assets without any close that were never bought or sold: what was traded was worth something, and may not be left out. */
function unpricedAssets(
  { ledger, owned, hasCloses }: ReconstructInput,
  movements: readonly Movement[],
): readonly string[] {
  const traded = new Set(ledger.trades.flatMap(({ base, quote }) => [base, quote]));
  const all = new Set([...owned.keys(), ...movements.map(({ asset }) => asset)]);
  return [...all].filter((asset) => !traded.has(asset) && !hasCloses(asset));
}

function largestOwned(now: ReadonlyMap<string, Big>, movements: readonly Movement[]): ReadonlyMap<string, Big> {
  const quantities = new Map(now);
  const largest = new Map([...now].map(([asset, quantity]) => [asset, quantity.abs()]));
  for (const { asset, quantity } of [...movements].reverse()) {
    const before = (quantities.get(asset) ?? big(0)).minus(quantity);
    quantities.set(asset, before);
    const most = largest.get(asset) ?? big(0);
    const size = before.abs().gt(quantity.abs()) ? before.abs() : quantity.abs();
    if (size.gt(most)) largest.set(asset, size);
  }
  return largest;
}

/** Worth at the midnight that ends a day, or why it is not known. */
function worthAt(
  held: readonly (readonly [string, Big])[],
  paths: readonly ContractPath[],
  { closeOf }: ReconstructInput,
  end: number,
): Big | string {
  const parts: Big[] = [];
  for (const [asset, quantity] of held) {
    const close = closeOf(asset, end - day);
    if (close === null) return `no close of ${asset} is known for ${dateOf(end - day)}, when it was held`;
    parts.push(quantity.times(close));
  }
  for (const path of paths) {
    const open = path.at(end);
    if (open === null) continue;
    const [base, quote] = [closeOf(path.base, end - day), closeOf(path.quote, end - day)];
    if (base === null || quote === null) {
      return `no close of ${base === null ? path.base : path.quote} is known for ${dateOf(end - day)}, when ${path.symbol} was open`;
    }
    parts.push(open.pnl(base.div(quote)).times(path.inverse ? base : quote));
  }
  return sum(parts);
}

/** Flows at the close of the day on which they came. */
function withFlows(
  points: readonly ValuePoint[],
  { ledger, closeOf }: ReconstructInput,
  unpriced: ReadonlySet<string>,
): readonly ValuePoint[] {
  const byPoint = new Map<number, Big | null>();
  const first = points[0]?.at ?? Number.POSITIVE_INFINITY;
  for (const { at, asset, quantity } of ledger.flows) {
    if (unpriced.has(asset)) continue;
    // A flow at midnight belongs to the day that ends then.
    const end = Math.ceil(at / day) * day;
    if (end < first) continue;
    const close = closeOf(asset, end - day);
    const before = byPoint.get(end) === undefined ? big(0) : byPoint.get(end);
    byPoint.set(end, close && before ? before.plus(close.times(quantity)) : null);
  }
  return points.map((point) => {
    const flow = byPoint.get(point.at);
    return flow === undefined ? point : { ...point, flow: flow && toNumber(flow) };
  });
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
