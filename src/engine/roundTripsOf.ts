import { type Big, big } from '../core/decimal.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import type { Ledger } from '../core/model/ledger.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { RoundTrip } from '../core/model/tax.ts';
import { roundTripSteps as stepsOf } from '../core/tax/roundTrips.ts';
import { contractsOf } from './ledgerBook.ts';
import type { Portfolio } from './portfolio.ts';
import { strategiesOf, strategyOfTrade } from './strategies.ts';

/** Closed round trips of a portfolio's fills of all time (LED-2, POS-4), by the strategies of its configuration. */
export function* roundTripSteps(
  portfolio: Portfolio,
  ledger: Ledger,
  rateAt: RateAt = portfolio.rateAt,
  snapshot: Snapshot | null = null,
): Generator<void, readonly RoundTrip[]> {
  const config = portfolio.config();
  if (config === null) return [];
  const strategies = strategiesOf(config, snapshot);
  return yield* stepsOf({
    trades: ledger.trades,
    openBefore: openBefore(portfolio, ledger),
    allowsShort: (account) => config.accounts[account]?.kind === 'paper',
    strategyOf: (trade) => strategyOfTrade(strategies, trade),
    rateAt,
    baseCurrency: config.baseCurrency,
  });
}

/** Contracts that are open now and that no known fill opened were there before. */
function openBefore(portfolio: Portfolio, { trades }: Ledger): ReadonlyMap<string, Big> {
  const before = new Map<string, Big>();
  for (const { id, reading } of portfolio.book()?.accounts ?? []) {
    if (reading === null) continue;
    const known = portfolio.ledgers().known(id);
    for (const [symbol, size] of known?.owned?.contracts ?? contractsOf(reading)) before.set(`${id} ${symbol}`, size);
  }
  for (const { account, symbol, contract, side, quantity } of trades) {
    if (contract === undefined) continue;
    const key = `${account} ${symbol}`;
    const signed = side === 'buy' ? big(quantity) : big(quantity).neg();
    before.set(key, (before.get(key) ?? big(0)).minus(signed));
  }
  return before;
}
