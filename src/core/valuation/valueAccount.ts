import { aboutAccount } from '../aboutAccount.ts';
import type { Big } from '../decimal.ts';
import { big, sum, toNumber } from '../decimal.ts';
import { duration } from '../duration.ts';
import { uncovered } from '../ledger/coverage.ts';
import type { AccountView, DataState, Gap } from '../model/snapshot.ts';
import { accountCard } from './accountCard.ts';
import type { BookAccount } from './book.ts';
import type { BookContext } from './bookContext.ts';
import { spotPositions, worstOf } from './spotPositions.ts';
import type { ValuedPosition } from './valuedPosition.ts';
import type { ValuedHolding } from './valueHoldings.ts';
import { valueHoldings } from './valueHoldings.ts';
import { valueRow } from './valueRow.ts';

/** An account with its exact numbers in base currency. */
export interface ValuedAccount {
  /** Its share is filled in when the total is known. */
  readonly view: AccountView;
  readonly account: BookAccount;
  readonly holdings: readonly ValuedHolding[];
  /** Spot holdings and the source's own rows, open ones. */
  readonly positions: readonly ValuedPosition[];
  /** The source's own rows alone: derivatives and rows of position files. */
  readonly rows: readonly ValuedPosition[];
  /** VAL-0; null where it cannot be known. */
  readonly equity: Big | null;
  readonly known: Big;
  readonly cash: Big | null;
  readonly marginUsed: Big | null;
  readonly realized: Big | null;
  readonly gaps: readonly Gap[];
}

/** Values one account: holdings, positions, equity, card, and everything that makes them incomplete. */
export function valueAccount(account: BookAccount, context: BookContext): ValuedAccount {
  const holdings = valueHoldings(account, context);
  const rows = (account.reading?.positions ?? []).flatMap((row, index, all) => {
    const same = all.slice(0, index).filter((other) => other.symbol === row.symbol && other.side === row.side).length;
    const id = `${account.id}/${row.scope}/${row.symbol}/${row.side}${same === 0 ? '' : `/${same + 1}`}`;
    const valued = valueRow(account, row, id, context);
    return valued ? [valued] : [];
  });
  const positions = [...spotPositions(account, holdings, context), ...rows];
  const gaps = gapsOf(account, holdings, rows, context);
  const { equity, known, reason } = equityOf(account, holdings, rows, context);
  const cash = cashOf(account, holdings, context);
  const marginUsed = marginOf(account, rows, context);
  const state = accountState(account, holdings, rows);
  const view: AccountView = {
    id: account.id,
    kind: account.kind,
    title: account.title,
    exchange: account.exchange,
    simulated: account.reading?.simulated ?? account.kind === 'paper',
    value: equity && toNumber(equity),
    knownValue: toNumber(known),
    share: null,
    state: state.state,
    reason: account.reason ?? state.reason ?? (equity === null ? reason : null),
    at: account.reading?.at ?? null,
    retryAt: account.retryAt,
    card: accountCard(account, { equity, reason, cash, marginUsed, holdings, positions }, context),
    notes: account.reading?.notes ?? [],
    ...(account.reading?.ledger === undefined ? {} : { ledger: account.reading.ledger }),
  };
  return {
    view,
    account,
    holdings,
    positions,
    rows,
    equity,
    known,
    cash,
    marginUsed,
    realized: realizedOf(account, positions, context),
    gaps,
  };
}

/** VAL-0: the source's own equity where it tells one, else holdings and the P&L of open positions. */
function equityOf(
  account: BookAccount,
  holdings: readonly ValuedHolding[],
  rows: readonly ValuedPosition[],
  context: BookContext,
): { readonly equity: Big | null; readonly known: Big; readonly reason: string | null } {
  const { reading } = account;
  const unknown = (reason: string, known: Big = big(0)) => ({ equity: null, known, reason });
  if (reading === null) return unknown(account.reason ?? 'it was never read');
  const block = reading.block;
  if (block?.equity != null) {
    const rate = context.pricesOf(account).rate(block.currency, context.base);
    if (!rate) return unknown(`no price leads from ${block.currency}, the currency of its equity, to ${context.base}`);
    const equity = rate.rate.times(block.equity);
    return { equity, known: equity, reason: null };
  }
  if (!reading.hasEquity) {
    return unknown('it holds positions only: its equity is known when its account block tells it');
  }
  const parts = [...holdings.map((holding) => holding.value), ...rows.map((row) => row.unrealized)];
  const priced = parts.filter((part) => part !== null);
  const known = sum(priced);
  const lost = reading.failedScopes.find((pocket) => pocket.lastGoodAt === undefined);
  if (lost) return unknown(`${lost.scope} could not be read: ${lost.failure.reason}`, known);
  if (parts.length > 0 && priced.length === 0) return unknown('nothing in it could be priced');
  return { equity: known, known, reason: null };
}

/** Cash holdings, or what the source's account block says; null where neither is known or some cash has no price. */
function cashOf(account: BookAccount, holdings: readonly ValuedHolding[], context: BookContext): Big | null {
  const { reading } = account;
  if (reading === null) return null;
  const cash = holdings.filter((holding) => holding.view.kind === 'cash').map((holding) => holding.value);
  if (cash.length === 0 && reading.block?.cash != null) {
    const rate = context.pricesOf(account).rate(reading.block.currency, context.base);
    return rate?.rate.times(reading.block.cash) ?? null;
  }
  if (cash.length === 0 && !reading.hasEquity) return null;
  return total(cash);
}

function marginOf(account: BookAccount, rows: readonly ValuedPosition[], context: BookContext): Big | null {
  const { reading } = account;
  if (reading === null) return null;
  if (reading.block?.marginUsed != null) {
    const rate = context.pricesOf(account).rate(reading.block.currency, context.base);
    return rate?.rate.times(reading.block.marginUsed) ?? null;
  }
  return total(rows.map((row) => row.margin));
}

/**
 * Realised P&L in base currency: of all trades where the source knows them, else of the rows that tell it, else what the
 * source says was realised today; null where nothing tells it.
 */
function realizedOf(account: BookAccount, positions: readonly ValuedPosition[], context: BookContext): Big | null {
  const { reading } = account;
  if (reading === null) return null;
  const prices = context.pricesOf(account);
  if (reading.ledger !== undefined && (!reading.realized || uncovered(reading, 'trades', reading.at, account.title))) {
    return null;
  }
  if (reading.realized !== undefined) {
    return total(
      reading.realized.map(({ quote, amount }) => {
        const rate = prices.rate(quote, context.base);
        return amount === null ? null : (rate?.rate.times(amount) ?? null);
      }),
    );
  }
  if (reading.trades?.every((trade) => trade.realizedPnl !== undefined)) {
    return total(
      reading.trades.map((trade) => {
        const rate = prices.rate(trade.quote, context.base);
        return rate?.rate.times(trade.realizedPnl ?? 0) ?? null;
      }),
    );
  }
  // Flat rows are no positions, but what they realised counts.
  // An exchange's open positions tell nothing of those it closed, nor of spot: its ledger does.
  const told = account.kind === 'exchange' ? [] : reading.positions;
  const rows = told.flatMap((row) => (row.realizedPnl === null ? [] : [{ row, pnl: row.realizedPnl }]));
  if (rows.length > 0) {
    return total(
      rows.map(({ row, pnl }) => {
        const rate = prices.rate(row.currency, context.base);
        return rate?.rate.times(pnl) ?? null;
      }),
    );
  }
  if (reading.realizedToday !== null) {
    const rate = prices.rate(reading.realizedCurrency ?? context.base, context.base);
    return rate?.rate.times(reading.realizedToday) ?? null;
  }
  return positions.length === 0 && reading.flows !== null ? big(0) : null;
}

function accountState(
  account: BookAccount,
  holdings: readonly ValuedHolding[],
  rows: readonly ValuedPosition[],
): { readonly state: DataState; readonly reason: string | null } {
  const { reading } = account;
  if (reading === null) return { state: 'failed', reason: account.reason };
  const lost = reading.failedScopes.find((pocket) => pocket.lastGoodAt === undefined);
  if (lost) return { state: 'failed', reason: `${lost.scope} could not be read: ${lost.failure.reason}` };
  const [kept] = reading.failedScopes;
  return worstOf([
    { state: account.state === 'stale' ? 'stale' : 'ok', reason: account.reason },
    ...(kept ? [{ state: 'stale' as const, reason: `${kept.scope} could not be read: ${kept.failure.reason}` }] : []),
    ...holdings.map((holding) => holding.view),
    ...rows.map((row) => row.view),
  ]);
}

/** Everything that makes numbers of this account incomplete, in words, once per asset. */
function gapsOf(
  account: BookAccount,
  holdings: readonly ValuedHolding[],
  rows: readonly ValuedPosition[],
  context: BookContext,
): readonly Gap[] {
  const { reading, id, title } = account;
  if (reading === null) {
    return [{ account: id, asset: null, state: 'failed', reason: aboutAccount(title, account.reason ?? 'never read') }];
  }
  const gaps: Gap[] = [];
  if (account.state === 'stale') {
    const age = duration(context.at - reading.at);
    const reason = aboutAccount(title, `${account.reason ?? 'no answer'}; its values are ${age} old`);
    gaps.push({ account: id, asset: null, state: 'stale', reason });
  }
  for (const { scope, failure, lastGoodAt } of reading.failedScopes) {
    const kept = lastGoodAt === undefined ? '' : `; its values are ${duration(context.at - lastGoodAt)} old`;
    const reason = `${title}: ${scope} could not be read: ${failure.reason}${kept}`;
    gaps.push({ account: id, asset: null, state: lastGoodAt === undefined ? 'failed' : 'stale', reason });
  }
  const told = new Set<string>();
  const tell = (name: string, asset: string, state: DataState, reason: string | null) => {
    if (state === 'ok' || told.has(`${name} ${state}`)) return;
    // One line for the account says it already.
    if (state === 'stale' && gaps.some((gap) => gap.asset === null && gap.state === 'stale')) return;
    told.add(`${name} ${state}`);
    gaps.push({ account: id, asset, state, reason: aboutAccount(title, reason ?? name) });
  };
  for (const { view } of holdings) tell(view.asset, view.asset, view.state, view.reason);
  for (const { view, unrealized } of rows) {
    tell(view.symbol, view.asset, view.state, view.reason);
    const counts = reading.hasEquity && reading.block?.equity == null;
    if (counts && unrealized === null && view.state !== 'unpriced') {
      tell(
        `${view.symbol} P&L`,
        view.asset,
        'unpriced',
        `the P&L of ${view.symbol} is not known: ${view.missing['unrealizedPnl']}`,
      );
    }
  }
  return gaps;
}

/** Exact sum; null as soon as a part is not known. */
export function total(parts: readonly (Big | null)[]): Big | null {
  let amount = big(0);
  for (const part of parts) {
    if (part === null) return null;
    amount = amount.plus(part);
  }
  return amount;
}
