import { type Big, big, sum, toNumber } from '../decimal.ts';
import type { Position } from '../model/snapshot.ts';
import { worstOf } from '../valuation/spotPositions.ts';
import { cell, column } from './column.ts';
import { dataStates } from './dataStates.ts';
import { isAbout } from './isAbout.ts';
import { defineTable, type TableScene } from './table.ts';

interface BalanceRow {
  readonly symbol: string;
  readonly positions: readonly Position[];
  /** Signed; null with a reason. */
  readonly net: Amount;
  readonly long: Amount;
  readonly short: Amount;
  /** Signed, base currency. */
  readonly netNotional: Amount;
  readonly grossNotional: Amount;
  readonly unrealized: Amount;
  readonly realized: Amount;
}

interface Amount {
  readonly value: number | string | null;
  readonly reason: string | null;
}

const amount = { amount: true };

/** Open positions netted by symbol over all accounts: what is long in one and short in another takes itself back. */
export const positionsBalance = defineTable<BalanceRow>({
  id: 'positionsBalance',
  title: 'Positions balance',
  empty: 'No open positions.',
  parts: ['snapshot'],
  covers: [],
  order: 'gross',
  columns: [
    column(['symbol', 'Symbol', 'text'], 'The market, or the asset that is held.', ({ symbol }) => cell(symbol)),
    column(['side', 'Net side', 'side'], 'Which side is left when long and short are netted.', ({ net }) =>
      cell(sideOf(net), net.reason),
    ),
    column(
      ['net', 'Net size', 'quantity'],
      'Long less short over all accounts, in units of the asset.',
      ({ net }) => cell(net.value, net.reason),
      amount,
    ),
    column(
      ['long', 'Long', 'quantity'],
      'Sum of the long positions, in units of the asset.',
      ({ long }) => cell(long.value, long.reason),
      amount,
    ),
    column(
      ['short', 'Short', 'quantity'],
      'Sum of the short positions, in units of the asset.',
      ({ short }) => cell(short.value, short.reason),
      amount,
    ),
    column(['mark', 'Mark', 'price'], 'Price it is valued at now, of its largest position.', ({ positions: [first] }) =>
      cell(
        first?.markPrice ?? null,
        first?.markPrice == null ? first?.missing['markPrice'] : first.price?.source,
        first?.currency,
      ),
    ),
    column(
      ['netNotional', 'Net notional', 'money'],
      'Notional of the long less that of the short positions, in base currency.',
      ({ netNotional }) => cell(netNotional.value, netNotional.reason),
      amount,
    ),
    column(
      ['gross', 'Gross notional', 'money'],
      'Notional of long and short added up, in base currency: what limits on exposure count.',
      ({ grossNotional }) => cell(grossNotional.value, grossNotional.reason),
      amount,
    ),
    column(
      ['unrealized', 'Unrealised P&L', 'pnl'],
      'Sum over its positions, in base currency.',
      ({ unrealized }) => cell(unrealized.value, unrealized.reason),
      amount,
    ),
    column(
      ['realized', 'Realised P&L', 'pnl'],
      'Sum over its positions, in base currency, before fees.',
      ({ realized }) => cell(realized.value, realized.reason),
      { amount: true, hidden: true },
    ),
    column(['accounts', 'Accounts', 'text'], 'Accounts that hold it.', ({ positions }, { titleOf }) =>
      cell([...new Set(positions.map(({ account }) => titleOf(account)))].join(', ')),
    ),
    column(['count', 'Positions', 'count'], 'Open positions that are netted.', ({ positions }) =>
      cell(positions.length),
    ),
    column(
      ['state', 'State', 'state'],
      'The worst state of its positions.',
      ({ positions }) => {
        const { state, reason } = worstOf(positions);
        return cell(state, reason);
      },
      { ranks: dataStates },
    ),
  ],
  rows: rowsOf,
  idOf: ({ symbol }) => symbol,
  about: ({ symbol, positions }, { subject }) => ({
    accounts: positions.map(({ account }) => account),
    assets: [symbol, ...positions.map(({ asset }) => asset)],
    strategy: subject.kind === 'strategy' ? subject.id : null,
    at: null,
  }),
});

function rowsOf(scene: TableScene): readonly BalanceRow[] {
  const groups = new Map<string, Position[]>();
  for (const position of scene.snapshot?.positions ?? []) {
    const { account, asset, symbol } = position;
    const strategy = position.strategy ?? scene.strategyOfHolding(position);
    if (!isAbout(scene.subject, { accounts: [account], assets: [asset, symbol], strategy, at: null })) continue;
    groups.set(symbol, [...(groups.get(symbol) ?? []), position]);
  }
  const size = ({ baseNotional }: Position): number => Math.abs(baseNotional ?? 0);
  const rows = [...groups].map(([symbol, group]) =>
    rowOf(
      symbol,
      [...group].sort((a, b) => size(b) - size(a)),
    ),
  );
  return rows.sort((a, b) => Number(b.grossNotional.value ?? 0) - Number(a.grossNotional.value ?? 0));
}

function rowOf(symbol: string, positions: readonly Position[]): BalanceRow {
  const units = positions.map((position) => ({ position, units: unitsOf(position) }));
  const total = (wanted: (position: Position) => boolean, signed: boolean): Amount => {
    const own = units.filter(({ position }) => wanted(position));
    const unknown = own.find((each) => each.units === null)?.position;
    if (unknown !== undefined) {
      return {
        value: null,
        reason: `contracts of ${unknown.symbol} are not told in ${unknown.asset} without a mark price`,
      };
    }
    const parts = own.map((each) =>
      signed && each.position.side === 'short' ? big(each.units ?? 0).neg() : big(each.units ?? 0),
    );
    return { value: sum(parts).toString(), reason: null };
  };
  const added = (pick: (position: Position) => number | null, field: string): Amount => {
    const unknown = positions.find((position) => pick(position) === null);
    if (unknown !== undefined) {
      const reason = unknown.missing[field] ?? unknown.reason ?? `no price of ${unknown.currency} is known`;
      return { value: null, reason };
    }
    return { value: toNumber(sum(positions.map((position) => pick(position) ?? 0))), reason: null };
  };
  const sign = ({ side }: Position): number => (side === 'short' ? -1 : 1);
  return {
    symbol,
    positions,
    net: total(() => true, true),
    long: total(({ side }) => side === 'long', false),
    short: total(({ side }) => side === 'short', false),
    netNotional: added((position) => position.baseNotional && position.baseNotional * sign(position), 'notional'),
    grossNotional: added(({ baseNotional }) => baseNotional, 'notional'),
    unrealized: added(({ baseUnrealizedPnl }) => baseUnrealizedPnl, 'unrealizedPnl'),
    realized: added(({ baseRealizedPnl }) => baseRealizedPnl, 'realizedPnl'),
  };
}

/** Contracts of different exchanges have different sizes; what they have in common is the asset. */
function unitsOf({ instrument, size, notional, markPrice, currency, asset }: Position): Big | null {
  if (instrument === 'spot') return big(size);
  if (notional === null || markPrice === null || markPrice === 0) return null;
  // A row that is kept in its coin has its notional in it.
  const units = currency === asset ? Math.abs(notional) : Math.abs(notional / markPrice);
  const contractSize = units / toNumber(size);
  // The size itself, exactly, where a contract is one unit; else as exact as its notional.
  return Math.abs(contractSize - 1) < 1e-9 ? big(size) : big(Number(units.toPrecision(12)));
}

function sideOf({ value }: Amount): string | null {
  if (value === null) return null;
  const net = big(value);
  return net.eq(0) ? 'flat' : net.gt(0) ? 'long' : 'short';
}
