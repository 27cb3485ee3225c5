import { type Big, big } from '../core/decimal.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import type { Ledger } from '../core/model/ledger.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { RoundTrip } from '../core/model/tax.ts';
import type { Clock } from '../core/ports.ts';
import { inSlices } from './inSlices.ts';
import { contractsOf } from './ledgerBook.ts';
import type { Portfolio } from './portfolio.ts';
import { roundTripSteps } from './roundTripsOf.ts';
import { strategiesOf } from './strategies.ts';
import { createIdentities } from './tables/identities.ts';
import { knownEntries } from './tables/knownEntries.ts';

interface Kept {
  readonly key: string;
  /** Every rate that they were worked out with, by asset and day. */
  readonly rates: ReadonlyMap<string, { readonly asset: string; readonly at: number; readonly rate: Big | null }>;
  readonly trips: readonly RoundTrip[];
}

export interface TripsRequest {
  readonly portfolio: Portfolio;
  /** Of all accounts and all time. */
  readonly ledger: Ledger;
  readonly rateAt: RateAt;
  readonly snapshot: Snapshot | null;
  readonly clock: Clock;
}

const day = 86_400_000;
/** Tables and statistics may know different rates. */
const mostKept = 2;
const keptOf = new WeakMap<Portfolio, readonly Kept[]>();
const identity = createIdentities();

/**
 * The round trips of a whole ledger, worked out in slices and kept until the entries, the configuration or a rate that they rest on
 * change.
 */
export async function keptRoundTrips(request: TripsRequest): Promise<readonly RoundTrip[]> {
  const { portfolio, ledger, rateAt, snapshot, clock } = request;
  const key = await keyOf(portfolio, ledger, snapshot);
  const known = (keptOf.get(portfolio) ?? []).find((one) => one.key === key && holds(one, rateAt));
  if (known !== undefined) return known.trips;
  const rates = new Map<string, { readonly asset: string; readonly at: number; readonly rate: Big | null }>();
  const asked: RateAt = (asset, at) => {
    const rate = rateAt(asset, at);
    const place = `${asset} ${Math.floor(at / day)}`;
    if (!rates.has(place)) rates.set(place, { asset, at, rate });
    return rate;
  };
  const trips = await inSlices(roundTripSteps(portfolio, ledger, asked, snapshot), clock);
  const others = (keptOf.get(portfolio) ?? []).filter((one) => one.key === key);
  keptOf.set(portfolio, [{ key, rates, trips }, ...others].slice(0, mostKept));
  return trips;
}

function holds({ rates }: Kept, rateAt: RateAt): boolean {
  return [...rates.values()].every(({ asset, at, rate }) => {
    const now = rateAt(asset, at);
    return now === rate || (now !== null && rate !== null && big(now).eq(rate));
  });
}

async function keyOf(portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot | null): Promise<string> {
  const config = portfolio.config();
  const entries = await knownEntries(portfolio, identity);
  const strategies = config === null ? [] : strategiesOf(config, snapshot);
  const contracts = (portfolio.book()?.accounts ?? []).map(({ id, reading }) => {
    const open = portfolio.ledgers().known(id)?.owned?.contracts ?? (reading === null ? [] : contractsOf(reading));
    return `${id} ${[...open].map(([symbol, size]) => `${symbol} ${size.toString()}`).join()}`;
  });
  return [
    identity(config),
    entries.key,
    ledger.trades.length,
    strategies.map(({ name, holdings }) => `${name} ${[...(holdings ?? [])].join()}`).join(),
    contracts.join(),
  ].join('\n');
}
