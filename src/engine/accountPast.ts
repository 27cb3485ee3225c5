import { type Big, big, toNumber } from '../core/decimal.ts';
import { uncovered } from '../core/ledger/coverage.ts';
import { type AccountLedger, movementsOf } from '../core/ledger/movements.ts';
import { reconstruct } from '../core/ledger/reconstruct.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { LedgerCoverage } from '../core/model/ledger.ts';
import type { DailyCloses } from '../core/model/quote.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { FollowedAsset } from './dailyCloses.ts';
import { contractsOf, ownedBy } from './ledgerBook.ts';
import type { KnownLedger } from './ledgerKeeper.ts';
import { entriesOf } from './ledgerReadings.ts';

/** An account whose past can be worked out: what it owns, and all its entries with what they cover. */
export interface PastSource {
  readonly reading: AccountReading;
  readonly ledger: AccountLedger;
  readonly coverage: LedgerCoverage;
  /** Changes when there is more to work with. */
  readonly key: string;
}

export interface AccountPast {
  readonly points: readonly ValuePoint[];
  readonly reasons: readonly string[];
  /** Net flow after the last point and up to a time, at the closes of their days; null: not known. */
  flowUntil(at: number): number | null;
}

export type AskCloses = (assets: readonly FollowedAsset[], days: number) => Promise<readonly DailyCloses[]>;

const day = 86_400_000;
/** A close of some days ago stands for days without one (weekends, holidays), not for a market that is gone. */
const reach = 4;

/** What there is to work with: a stored ledger that is read to its end, or a file that tells all its trades and flows itself. */
export function pastSourceOf(reading: AccountReading, known: KnownLedger | null): PastSource | null {
  if (known !== null) {
    const ends = (['trades', 'flows', 'income'] as const).map((kind) => uncovered(reading, kind, reading.at, ''));
    if (reading.ledger === undefined || ends.some((gap) => gap !== null)) return null;
    const { coverage, book } = known;
    const from = [coverage.trades, coverage.flows, coverage.income].map((each) => ('from' in each ? each.from : ''));
    const ledger = entriesOf(book);
    return { reading, ledger, coverage, key: `${from.join()} ${ledger.trades[0]?.at} ${ledger.flows[0]?.at}` };
  }
  const { trades, flows, income = [] } = reading;
  if (reading.ledger !== undefined || reading.simulated || trades === null || flows === null) return null;
  if (trades.length + flows.length === 0) return null;
  const span = { from: 0, until: reading.at };
  const coverage = { trades: span, flows: span, income: span };
  const last = trades.at(-1);
  return { reading, ledger: { trades, flows, income }, coverage, key: `${trades.length} ${last?.id} ${last?.at}` };
}

export async function accountPast(
  source: PastSource,
  currency: string,
  now: number,
  askCloses: AskCloses,
): Promise<AccountPast & { readonly complete: boolean }> {
  const { reading, ledger, coverage } = source;
  const assets = new Set([...ownedBy(reading).keys(), ...movementsOf(ledger).map(({ asset }) => asset)]);
  for (const { contract, base, quote } of ledger.trades) if (contract !== undefined) assets.add(base).add(quote);
  assets.delete(currency);
  const first = [ledger.trades, ledger.flows, ledger.income].reduce(
    (least, entries) => entries.reduce((each, { at }) => Math.min(each, at), least),
    now,
  );
  const from = [coverage.trades, coverage.flows, coverage.income].map((each) => ('from' in each ? each.from : 0));
  const begin = Math.max(...from) === 0 ? first : Math.max(...from);
  const days = Math.ceil((now - begin) / day) + reach;
  const followed = [...assets].map((asset) => ({ asset, simulated: reading.simulated }));
  const known = await askCloses(followed, days);
  const index = new Map(
    known.map(({ asset, closes }) => [asset, new Map(closes.map((each) => [Math.floor(each.day / day), each.close]))]),
  );
  const closeOf = (asset: string, at: number): Big | null => {
    if (asset === currency) return big(1);
    const closes = index.get(asset);
    const date = Math.floor(at / day);
    for (let back = 0; closes !== undefined && back <= reach; back += 1) {
      const close = closes.get(date - back);
      if (close !== undefined && close > 0) return big(close);
    }
    return null;
  };
  const { points, reasons } = reconstruct({
    ledger,
    coverage,
    owned: ownedBy(reading),
    contracts: contractsOf(reading),
    at: reading.at,
    closeOf,
    hasCloses: (asset) => asset === currency || index.has(asset),
  });
  const last = points.at(-1)?.at ?? Number.POSITIVE_INFINITY;
  return {
    points,
    reasons,
    complete: followed.every(({ asset }) => index.has(asset)),
    flowUntil(at) {
      let flow = big(0);
      for (const each of ledger.flows) {
        if (each.at <= last || each.at > at) continue;
        const close = closeOf(each.asset, each.at);
        if (close === null) return null;
        flow = flow.plus(close.times(each.quantity));
      }
      return toNumber(flow);
    },
  };
}
