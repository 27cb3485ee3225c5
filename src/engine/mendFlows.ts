import { big, toNumber } from '../core/decimal.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import { coverageGap } from '../core/ledger/coverage.ts';
import type { CashFlow } from '../core/model/trade.ts';
import type { History } from '../core/ports.ts';
import type { KnownLedger } from './ledgerKeeper.ts';
import type { Memory } from './memory.ts';

export interface MendRequest {
  readonly memory: Memory;
  /** Accounts of the configuration, and what is known of the ledgers of those that have one. */
  readonly accounts: readonly { readonly id: string; readonly known: KnownLedger | null }[];
  readonly rateAt: RateAt;
  readonly now: number;
}

/**
 * Records that were written before the ledger was read have no flow (null), so no return across them can be known. Where the
 * ledger covers such a step now, its flow is worked out anew, at the prices of the record (else of the day) and put into the
 * account's point; the portfolio's follows where all of its accounts' are known. True when something was mended.
 */
export async function mendFlows({ memory, accounts, rateAt, now }: MendRequest): Promise<boolean> {
  if (!memory.past().some((point) => point.flow === null)) return false;
  return memory.use('mending past flows', false, async (history) => {
    let mended = false;
    for (const { id, known } of accounts) {
      if (known !== null) mended = (await mendAccount(history, id, known, rateAt, now)) || mended;
    }
    return (await mendPortfolio(history, accounts, now)) || mended;
  });
}

async function mendAccount(
  history: History,
  account: string,
  { book, coverage }: KnownLedger,
  rateAt: RateAt,
  now: number,
): Promise<boolean> {
  const points = await history.values(account, 0, now);
  const flows = [...book.flows.values()];
  const mended: { readonly at: number; readonly flow: number }[] = [];
  for (const [index, point] of points.entries()) {
    const previous = points[index - 1];
    if (point.flow !== null || point.origin !== 'recorded' || previous === undefined) continue;
    if (coverageGap(coverage.flows, previous.at, point.at, '') !== null) continue;
    const own = flows.filter(({ at }) => at > previous.at && at <= point.at);
    const flow = await worthOf(history, account, own, rateAt, point.at);
    if (flow !== null) mended.push({ at: point.at, flow });
  }
  if (mended.length > 0) await history.mendFlows(account, mended);
  return mended.length > 0;
}

async function worthOf(
  history: History,
  account: string,
  flows: readonly CashFlow[],
  rateAt: RateAt,
  at: number,
): Promise<number | null> {
  if (flows.length === 0) return 0;
  const held = await history.holdingsAt(account, at);
  let worth = big(0);
  for (const flow of flows) {
    const record = held.find(({ asset, price }) => asset === flow.asset && price !== null);
    const price = record?.price == null ? rateAt(flow.asset, flow.at) : big(record.price);
    if (price === null) return null;
    worth = worth.plus(price.times(flow.quantity));
  }
  return toNumber(worth);
}

/** The portfolio's flow of a step: of all its accounts, and of those that left with what they had. */
async function mendPortfolio(
  history: History,
  accounts: readonly { readonly id: string }[],
  now: number,
): Promise<boolean> {
  const points = await history.values(null, 0, now);
  if (!points.some((point) => point.flow === null)) return false;
  const own = await Promise.all(accounts.map(({ id }) => history.values(id, 0, now)));
  const at = own.map((values) => new Map(values.map((point) => [point.at, point])));
  const mended: { readonly at: number; readonly flow: number }[] = [];
  for (const [index, point] of points.entries()) {
    const previous = points[index - 1];
    if (point.flow !== null || point.origin !== 'recorded' || previous === undefined) continue;
    const parts = at.flatMap((values) => values.get(point.at) ?? []);
    if (parts.length === 0 || parts.some(({ flow }) => flow === null)) continue;
    // What is in the total and in none of these accounts is of one that is configured no longer.
    const rest = point.equity - parts.reduce((total, { equity }) => total + equity, 0);
    if (Math.abs(rest) > Math.abs(point.equity) * 1e-9 + 1e-9) continue;
    const before = at.flatMap((values) => values.get(previous.at)?.equity ?? []).reduce((sum, each) => sum + each, 0);
    const left = previous.equity - before;
    const gone = Math.abs(left) > Math.abs(previous.equity) * 1e-9 + 1e-9 ? left : 0;
    mended.push({ at: point.at, flow: parts.reduce((total, { flow }) => total + (flow ?? 0), 0) - gone });
  }
  if (mended.length > 0) await history.mendFlows(null, mended);
  return mended.length > 0;
}
