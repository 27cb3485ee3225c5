import type { PlannedOrder } from '../../core/model/trading.ts';
import { checkOrders } from '../../core/trading/checkOrders.ts';
import { whyNotCovered } from '../../core/trading/whyNotCovered.ts';
import type { Portfolio } from '../portfolio.ts';

/**
 * RISK-8 once more, on the book and under the limits of this moment: since the plan was made another plan may have been executed,
 * a limit set, prices moved. Throws why the orders may not be sent any more.
 */
export function lookAgain(portfolio: Portfolio, orders: readonly PlannedOrder[]): void {
  const known = portfolio.facts();
  const config = portfolio.config();
  if (known === null || config === null) throw new Error('the book is not known any more: refresh, then plan again');
  const facts = { ...known, stablecoins: config.risk.stablecoins, orders: [] };
  const check = checkOrders(facts, orders, config.limits, config.risk.warningThreshold);
  if (!check.allowed) {
    throw new Error(`the limits do not allow it any more: ${check.reasons.join('; ')}: plan again`);
  }
  const refused = whyNotCovered(facts, orders, check);
  if (refused !== null) throw new Error(`${refused}: plan again`);
}

/** Throws where what an account holds could not be read since `since`: its orders rest on what it held before. */
export function mustBeRead(portfolio: Portfolio, orders: readonly PlannedOrder[], since: number): void {
  for (const { ticket, live } of orders) {
    const account = portfolio.book()?.accounts.find(({ id }) => id === ticket.account);
    const reading = account?.reading ?? null;
    const lost = reading?.failedScopes.find(({ scope }) => scope === ticket.scope);
    const why = account?.failure?.reason ?? lost?.failure.reason ?? null;
    // Files and simulated markets tell a time of their own.
    const old = reading === null || (live && reading.at < since);
    if (why === null && !old) continue;
    throw new Error(
      `${ticket.account} could not be read now, so what it holds is not known${why === null ? '' : ` (${why})`}: plan again`,
    );
  }
}
