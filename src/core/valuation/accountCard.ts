import type { Big } from '../decimal.ts';
import { sum, toNumber } from '../decimal.ts';
import type { AccountCard } from '../model/snapshot.ts';
import type { BookAccount } from './book.ts';
import type { BookContext } from './bookContext.ts';
import { netFlows } from './netFlows.ts';
import type { ValuedPosition } from './valuedPosition.ts';
import type { ValuedHolding } from './valueHoldings.ts';

/** What the card is made from, in base currency. */
export interface CardParts {
  readonly equity: Big | null;
  /** Why there is no equity. */
  readonly reason: string | null;
  readonly cash: Big | null;
  readonly marginUsed: Big | null;
  readonly holdings: readonly ValuedHolding[];
  readonly positions: readonly ValuedPosition[];
}

/**
 * VAL-3. Projected balance = balance + unrealised P&L. Today's income = projected − net flows since the day boundary − projected
 * then; today's return is that over the value then. (The formula's terms are all external flows: withdrawals, debits and
 * transfer fees out, deposits, credits, transfers and adjustments in; funding, interest and trading fees are P&L.) Without a
 * value at the boundary there is no percentage; the income is shown where everything that came in came in today.
 */
export function accountCard(account: BookAccount, parts: CardParts, context: BookContext): AccountCard {
  const missing: Record<string, string> = {};
  const { equity } = parts;
  if (equity === null) missing['projected'] = parts.reason ?? 'its equity is not known';

  const unknownPnl = parts.positions.filter((position) => position.unrealized === null);
  const openPnl =
    unknownPnl.length === 0 ? sum(parts.positions.flatMap((position) => position.unrealized ?? [])) : null;
  const [first] = unknownPnl;
  if (first) {
    const others = unknownPnl.length > 1 ? ` and ${unknownPnl.length - 1} more` : '';
    missing['openPnl'] =
      `the P&L of ${first.view.symbol}${others} is not known: ${first.view.missing['unrealizedPnl'] ?? 'it has no price'}`;
  }
  if (account.reading === null) missing['openPnl'] = account.reason ?? 'it was never read';

  const available = availableOf(account, parts);
  if (available === null) missing['available'] = 'the source does not tell what is free';
  if (parts.marginUsed === null) missing['marginUsed'] = 'the source does not tell the margin of every position';

  const today = todayOf(account, equity, missing, context);
  return {
    projected: equity && toNumber(equity),
    ...today,
    openPnl: account.reading === null ? null : openPnl && toNumber(openPnl),
    available: available && toNumber(available),
    marginUsed: parts.marginUsed && toNumber(parts.marginUsed),
    missing,
  };
}

function todayOf(
  account: BookAccount,
  equity: Big | null,
  missing: Record<string, string>,
  context: BookContext,
): Pick<AccountCard, 'todayIncome' | 'todayReturnPct' | 'dayStart'> {
  const none = (reason: string) => {
    missing['todayIncome'] = missing['todayReturnPct'] = reason;
    return { todayIncome: null, todayReturnPct: null };
  };
  if (equity === null) return none(missing['projected'] ?? 'its equity is not known');
  const { boundary } = account;
  if (boundary === null) {
    const flows = account.reading?.flows;
    const begun = flows?.every((flow) => flow.at >= context.settings.dayStart) && flows.length > 0;
    const since = netFlows(account, Number.NEGATIVE_INFINITY, context);
    if (!begun || !since.known) return none('its value at the start of the day is not known');
    missing['todayReturnPct'] = 'it had no value at the start of the day';
    return { todayIncome: toNumber(equity.minus(since.amount)), todayReturnPct: null, dayStart: 0 };
  }
  const flows = netFlows(account, boundary.at, context);
  if (!flows.known) return none(flows.reason);
  const income = equity.minus(flows.amount).minus(boundary.equity);
  if (boundary.equity > 0) {
    return {
      todayIncome: toNumber(income),
      todayReturnPct: toNumber(income) / boundary.equity,
      dayStart: boundary.equity,
    };
  }
  missing['todayReturnPct'] = 'its value at the start of the day was not above zero';
  return { todayIncome: toNumber(income), todayReturnPct: null, dayStart: boundary.equity };
}

/** Free cash: what the exchange says is free, else the cash of files and paper accounts, where nothing is locked. */
function availableOf(account: BookAccount, parts: CardParts): Big | null {
  const { reading } = account;
  if (reading === null) return null;
  const cash = parts.holdings.filter((holding) => holding.view.kind === 'cash');
  if (cash.length === 0) return parts.cash;
  const locked = account.kind === 'exchange';
  const free = cash.map(({ balance, rate, net }) => {
    const quantity = balance.free ?? (locked ? null : net);
    return quantity !== null && rate ? rate.rate.times(quantity) : null;
  });
  return free.includes(null) ? null : sum(free.flatMap((amount) => amount ?? []));
}
