import { type Big, big, sum } from '../decimal.ts';
import type { AccountLedger } from '../ledger/movements.ts';
import type { AccountReading } from '../model/account.ts';
import type { BalanceDifference } from '../model/tax.ts';

/** One difference with what its cause is looked for in. */
export interface Found {
  readonly account: string;
  readonly title: string;
  readonly asset: string;
  readonly implied: Big;
  readonly reported: Big;
  /** reported − implied. */
  readonly difference: Big;
  /** The most that was ever held of it. */
  readonly scale: Big;
  readonly value: number | null;
  readonly reading: AccountReading;
  readonly ledger: AccountLedger;
}

type Cause = Pick<BalanceDifference, 'cause' | 'causeText' | 'action'>;

const hour = 3_600_000;
/** Base currency: what rounding adds up to is less. */
const rounded = 1;
const refresh = { command: 'refresh', argument: null, title: 'Refresh' } as const;
const configure = (title: string) => ({ command: 'openConfiguration', argument: null, title });

/** The likeliest cause first: what fits another difference, then what the asset's own entries suggest. */
export function causeOf(of: Found, all: readonly Found[]): Cause {
  const { asset, difference, scale, reading, ledger, title } = of;
  const more = difference.gt(0);
  const size = difference.abs();
  const own = [
    ...ledger.trades.filter(({ base, quote }) => base === asset || quote === asset),
    ...ledger.flows.filter((each) => each.asset === asset),
    ...ledger.income.filter((each) => each.asset === asset),
  ];
  const last = own.reduce((latest, { at }) => Math.max(latest, at), 0);
  const other = all.find(
    (each) =>
      each.account !== of.account &&
      each.asset === asset &&
      each.difference.gt(0) !== more &&
      near(each.difference, difference, '0.02'),
  );
  if (other !== undefined) {
    const [from, to] = more ? [other.title, title] : [title, other.title];
    return {
      cause: 'transfer',
      causeText: `${asset} seems to have moved from ${from} to ${to}, and neither tells it`,
      action: refresh,
    };
  }
  const counter = all.find(
    (each) =>
      each.account === of.account &&
      each.asset !== asset &&
      each.difference.gt(0) !== more &&
      each.value !== null &&
      of.value !== null &&
      Math.abs(each.value - of.value) <= 0.05 * Math.max(each.value, of.value),
  );
  if (counter !== undefined) {
    return {
      cause: 'missingTrades',
      causeText: `${more ? counter.asset : asset} seems to have been traded for ${more ? asset : counter.asset}, and the fills are not told`,
      action: refresh,
    };
  }
  // A hundredth of a percent of much is money that somebody misses.
  if (size.lte(scale.times('0.0001')) && (of.value === null || of.value < rounded)) {
    return { cause: 'rounding', causeText: 'rounding of many entries', action: null };
  }
  if (last > reading.at - hour) {
    return {
      cause: 'pending',
      causeText: 'something happened within the last hour, and not all of it may be told yet',
      action: refresh,
    };
  }
  const earns = ledger.income.some((each) => each.asset === asset && each.kind === 'staking');
  const stakes = reading.balances.some((each) => each.asset === asset && each.scope === 'earn');
  if (more && (earns || stakes) && size.lte(scale.times('0.2'))) {
    return { cause: 'staking', causeText: `rewards of ${asset} that ${title} does not tell one by one`, action: null };
  }
  const paid = sum(
    ledger.trades.flatMap(({ fee, feeCurrency }) => (feeCurrency === asset && fee !== null ? [big(fee).abs()] : [])),
  );
  const moved = sum(own.flatMap((each) => ('asset' in each && each.asset === asset ? [big(each.quantity).abs()] : [])));
  const traded = sum(
    ledger.trades.flatMap(({ base, quantity, fee }) => (base === asset && fee === null ? [big(quantity)] : [])),
  );
  if (!more && (size.lte(moved.plus(traded).times('0.005')) || (paid.gt(0) && size.lte(paid)))) {
    return { cause: 'fee', causeText: `fees in ${asset} that its entries do not tell`, action: null };
  }
  if (ledger.trades.length + ledger.flows.length + ledger.income.length === 0 || more) {
    return {
      cause: 'missingDeposit',
      causeText: `${asset} came in without a deposit being told (a gift, an airdrop, a deposit from before)`,
      action: reading.simulated ? null : configure('Open the configuration'),
    };
  }
  if (!more) {
    return {
      cause: 'missingDeposit',
      causeText: `${asset} left without a withdrawal being told`,
      action: configure('Open the configuration'),
    };
  }
  return { cause: 'unknown', causeText: 'nothing in its entries fits', action: refresh };
}

function near(a: Big, b: Big, part: string): boolean {
  const [one, two] = [a.abs(), b.abs()];
  return one
    .minus(two)
    .abs()
    .lte((one.gt(two) ? one : two).times(part));
}
