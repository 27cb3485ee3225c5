import type { Config } from '../config/schema.ts';
import { big } from '../core/decimal.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Reconciliation } from '../core/model/tax.ts';
import { type ReconciledAccount, reconcileSteps } from '../core/tax/reconcile.ts';
import { adjustmentNote } from './ledgerGap.ts';
import { entriesOf } from './ledgerReadings.ts';
import type { Portfolio } from './portfolio.ts';

/** LED-5: entries against balances, of every account that is configured. */
export function* reconciliationSteps(
  portfolio: Portfolio,
  config: Config,
  snapshot: Snapshot | null,
  now: number,
): Generator<void, Reconciliation> {
  const read = new Map((portfolio.book()?.accounts ?? []).map((account) => [account.id, account]));
  const accounts = Object.keys(config.accounts).map((id): ReconciledAccount => {
    const account = read.get(id);
    const title = account?.title ?? id;
    const reading = account?.reading ?? null;
    const common = { account: id, title, reading, isAdjustment };
    const failed = reading?.failedScopes[0];
    const trouble =
      account !== undefined && account.state !== 'ok'
        ? `${title} is ${account.state}: ${account.reason ?? 'it did not answer'}`
        : failed === undefined
          ? null
          : `${failed.scope} of ${title} could not be read: ${failed.failure.reason}`;
    const known = portfolio.ledgers().known(id);
    if (known !== null) {
      // What the last complete answer told holds for the reading as long as nothing has moved.
      const coverage = reading?.ledger === undefined ? known.coverage : reachingTo(known.coverage, reading.ledger);
      return { ...common, ledger: entriesOf(known.book), coverage, trouble };
    }
    if (reading === null || reading.trades === null || reading.flows === null || reading.ledger !== undefined) {
      return { ...common, ledger: null, coverage: null, trouble };
    }
    const span = { from: 0, until: reading.at };
    const { trades, flows, income = [] } = reading;
    return {
      ...common,
      ledger: { trades, flows, income },
      coverage: { trades: span, flows: span, income: span },
      trouble,
    };
  });
  return yield* reconcileSteps({
    at: now,
    accounts,
    priceOf(asset) {
      if (asset === config.baseCurrency) return big(1);
      const price = snapshot?.assets.find((each) => each.asset === asset)?.price?.price;
      return price === undefined ? portfolio.rateAt(asset, now) : big(price);
    },
  });
}

function isAdjustment(id: string): boolean {
  return adjustmentNote({ id, at: 0, asset: '', quantity: '0', kind: 'adjustment' }) !== null;
}

type Coverage = NonNullable<ReconciledAccount['coverage']>;

/** The reading's coverage is cut to its recent entries, the ledger's is not; what the reading adds is how far it reaches. */
function reachingTo(known: Coverage, read: Coverage): Coverage {
  const reach = (kind: keyof Coverage): Coverage['trades'] => {
    const [own, other] = [known[kind], read[kind]];
    return 'reason' in own || 'reason' in other ? own : { ...own, until: Math.max(own.until, other.until) };
  };
  return { trades: reach('trades'), flows: reach('flows'), income: reach('income') };
}
