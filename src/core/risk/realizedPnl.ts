import { aboutAccount } from '../aboutAccount.ts';
import { type Big, big, sum, toNumber } from '../decimal.ts';
import { uncovered } from '../ledger/coverage.ts';
import { settlementOf } from '../ledger/movements.ts';
import type { AccountReading } from '../model/account.ts';
import type { Income } from '../model/ledger.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Trade } from '../model/trade.ts';
import type { BookAccount } from '../valuation/book.ts';
import type { Fact } from './limit.ts';
import { rateOf } from './rates.ts';

type Part = { readonly value: Big } | { readonly reason: string };

export interface RealizedSettings {
  readonly since: number;
  readonly at: number;
  /** Fees count in what fills of a ledger realise (LED-2). Default: they do. */
  readonly includeFees?: boolean;
}

/**
 * P&L realised since `since` over all accounts, base currency (RISK-2). Known only where every account tells it: a ledger
 * where it covers the time, a list of holdings never. Paper accounts and trade files realise before fees (SRC-2); fills of a
 * ledger, and of an export with derivatives, less their fees where those count.
 */
export function realizedPnl(accounts: readonly BookAccount[], snapshot: Snapshot, settings: RealizedSettings): Fact {
  const parts = accounts.map((account) => realizedBy(account, snapshot, settings));
  const reasons = parts.flatMap((part) => ('reason' in part ? [part.reason] : []));
  if (reasons.length > 0) return { known: false, reason: reasons.join('; ') };
  const value = toNumber(sum(parts.map((part) => ('value' in part ? part.value : 0))));
  const times = accounts.flatMap(({ reading }) => (reading ? [reading.at] : []));
  return times.length === 0
    ? { known: true, value }
    : { known: true, value, ageMs: Math.max(0, settings.at - Math.min(...times)) };
}

function realizedBy(account: BookAccount, snapshot: Snapshot, settings: RealizedSettings): Part {
  const { reading, title, state } = account;
  if (!reading || state !== 'ok') {
    const reason = account.reason ?? (state === 'stale' ? 'its data is stale' : 'it was never read');
    return { reason: aboutAccount(title, reason) };
  }
  if (reading.ledger !== undefined || isExport(account)) return byLedger(reading, snapshot, { ...settings, title });
  // A position file says what was realised today (RISK-2); what an account's own fills say comes first elsewhere.
  const told = toldBySource(reading, snapshot, account);
  const filled =
    reading.trades === null ? null : byTrades(reading.trades, snapshot, { ...settings, title, includeFees: false });
  const part = account.kind === 'file' ? (told ?? filled) : (filled ?? told);
  if (part) return part;
  if (account.kind === 'exchange') return { reason: `trades of ${title} are not known` };
  if (reading.positions.length > 0) return { reason: `${title}: its positions do not tell what they realised` };
  return { reason: `${title}: a list of holdings does not tell realised P&L` };
}

/** A file that tells what happened, derivatives too: what its open positions realised is of all their life, not of the day. */
function isExport({ kind, reading }: BookAccount): boolean {
  if (kind !== 'file' || !reading?.trades) return false;
  return (reading.income?.length ?? 0) > 0 || reading.trades.some(({ contract }) => contract !== undefined);
}

function toldBySource(reading: AccountReading, snapshot: Snapshot, { title, kind, id }: BookAccount): Part | null {
  if (reading.realizedToday !== null) {
    const currency = reading.realizedCurrency ?? snapshot.baseCurrency;
    const rate = rateOf(snapshot, currency);
    if (!rate) return { reason: `${title}: no price of ${currency} for its realised P&L` };
    return { value: big(reading.realizedToday).times(rate) };
  }
  if (kind !== 'file' || reading.positions.length === 0) return null;
  // Where a file tells it of some rows, the others have realised nothing; where it tells it of none, it is not known.
  const told = reading.positions.filter((position) => position.realizedPnl !== null);
  if (told.length === 0) return null;
  const values: Big[] = [];
  for (const position of told) {
    const rate = rateOf(snapshot, position.currency);
    if (!rate)
      return {
        reason: `${title}: no price of ${position.currency} for the realised P&L of ${position.symbol} (${id})`,
      };
    values.push(big(position.realizedPnl ?? '0').times(rate));
  }
  return { value: sum(values) };
}

type OwnSettings = RealizedSettings & { readonly title: string };

/** What a ledger tells: its fills, and what derivatives booked or paid; staking and dividends are income, not realised P&L. */
function byLedger(reading: AccountReading, snapshot: Snapshot, settings: OwnSettings): Part {
  const { title, since, includeFees = true } = settings;
  const needed = paysFunding(reading) ? (['trades', 'income'] as const) : (['trades'] as const);
  for (const kind of needed) {
    const gap = uncovered(reading, kind, since, title);
    if (gap !== null) return { reason: gap };
  }
  const booked = reading.income?.some(({ kind }) => kind === 'realizedPnl') === true;
  const told = (reading.trades ?? []).map((trade) =>
    // What is booked beside the fills is not in them.
    booked && trade.contract !== undefined && trade.realizedPnl === undefined ? { ...trade, realizedPnl: '0' } : trade,
  );
  const fills = byTrades(told, snapshot, { ...settings, includeFees });
  if ('reason' in fills) return fills;
  const values = [fills.value];
  for (const { at, asset, quantity, kind } of reading.income ?? []) {
    if (at < since || !counts(kind, includeFees)) continue;
    const rate = rateOf(snapshot, asset);
    if (!rate) return { reason: `${title}: no price of ${asset} for its ${incomeWords(kind)}` };
    values.push(big(quantity).times(rate));
  }
  return { value: sum(values) };
}

/** Where nothing is borrowed and no derivative is held or was traded, no income can be a part of the realised P&L. */
function paysFunding({ positions, trades, balances }: AccountReading): boolean {
  const owes = balances.some(({ borrowed }) => borrowed !== undefined && !big(borrowed).eq(0));
  return owes || positions.length > 0 || (trades?.some(({ contract }) => contract !== undefined) ?? false);
}

function byTrades(trades: readonly Trade[], snapshot: Snapshot, { title, since, includeFees }: OwnSettings): Part {
  const values: Big[] = [];
  for (const trade of trades) {
    if (trade.at < since) continue;
    if (trade.realizedPnl === undefined) {
      const why = trade.realizedReason === undefined ? '' : `: ${trade.realizedReason}`;
      return { reason: `${title}: the realised P&L of its ${trade.symbol} fill is not known${why}` };
    }
    const realized = big(trade.realizedPnl);
    if (!realized.eq(0)) {
      const currency = settlementOf(trade);
      const rate = rateOf(snapshot, currency);
      if (!rate) return { reason: `${title}: no price of ${currency} for its realised P&L` };
      values.push(realized.times(rate));
    }
    const fee = includeFees === true ? feeOf(trade) : null;
    if (fee === null) continue;
    const rate = rateOf(snapshot, fee.asset);
    if (!rate) return { reason: `${title}: no price of ${fee.asset} for the fee of its ${trade.symbol} fill` };
    values.push(fee.amount.times(rate).neg());
  }
  return { value: sum(values) };
}

/** The fee of a spot purchase is in the cost of what was bought; every other one is paid when it is paid. */
function feeOf(trade: Trade): { readonly asset: string; readonly amount: Big } | null {
  if (trade.fee === null || trade.feeCurrency === null || big(trade.fee).eq(0)) return null;
  if (trade.contract === undefined && trade.side === 'buy') return null;
  return { asset: trade.feeCurrency, amount: big(trade.fee) };
}

function counts(kind: Income['kind'], includeFees: boolean): boolean {
  switch (kind) {
    case 'realizedPnl':
    case 'funding':
    case 'interest':
      return true;
    case 'fee':
    case 'rebate':
      return includeFees;
    case 'staking':
    case 'dividend':
    case 'conversion':
    case 'other':
      return false;
  }
}

function incomeWords(kind: Income['kind']): string {
  return kind === 'realizedPnl' ? 'realised P&L' : kind;
}
