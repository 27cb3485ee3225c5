import type { Position } from '../model/snapshot.ts';
import { cell, column } from './column.ts';
import { dataStates } from './dataStates.ts';
import { defineTable } from './table.ts';

const money = { amount: true };
const more = { hidden: true };
const hiddenMoney = { amount: true, hidden: true };

/** Why a field of a position is null. */
function why(position: Position, field: string, otherwise?: string): string {
  return position.missing[field] ?? position.reason ?? otherwise ?? 'its source does not tell it';
}

function untold(position: Position, field: string): string {
  const spot = position.instrument === 'spot' ? 'a spot holding has none' : 'its source does not tell it';
  return position.missing[field] ?? spot;
}

function whyNotOpened(position: Position): string {
  return position.instrument === 'spot'
    ? 'a holding is bought bit by bit: its details have its fills'
    : untold(position, 'openedAt');
}

/** A field in the position's own currency, or why it is not known. */
function own(position: Position, value: number | null, reason: string | null) {
  return cell(value, value === null ? reason : null, position.currency);
}

/** POS-1, the largest first. */
export const positions = defineTable<Position>({
  id: 'positions',
  title: 'Positions',
  empty: 'No open positions.',
  parts: ['snapshot'],
  covers: [],
  order: 'notional',
  columns: [
    column(['symbol', 'Symbol', 'text'], 'The market, or the asset that is held.', ({ symbol }) => cell(symbol)),
    column(['account', 'Account', 'text'], 'Where it is held.', ({ account }, { titleOf }) => cell(titleOf(account))),
    column(['side', 'Side', 'side'], 'Long earns when the price rises, short when it falls.', ({ side }) => cell(side)),
    column(
      ['size', 'Size', 'quantity'],
      'Units of the asset, or contracts of a derivative.',
      ({ size }) => cell(size),
      money,
    ),
    column(['entry', 'Entry', 'price'], 'Average price at which what is held was opened.', (position) =>
      own(position, position.entryPrice, why(position, 'entryPrice')),
    ),
    column(['mark', 'Mark', 'price'], 'Price it is valued at now.', (position) =>
      cell(
        position.markPrice,
        position.markPrice === null ? why(position, 'markPrice') : position.price?.source,
        position.currency,
      ),
    ),
    column(
      ['notional', 'Notional', 'money'],
      '|size| × mark × contract size, in base currency.',
      (position) => cell(position.baseNotional, position.baseNotional === null ? why(position, 'notional') : null),
      money,
    ),
    column(
      ['unrealized', 'Unrealised P&L', 'pnl'],
      '(mark − entry) × signed size × contract size; inverse contracts: signed size × contract size × (1/entry − 1/mark) in coin. In base currency.',
      ({ baseUnrealizedPnl, ...position }) =>
        cell(
          baseUnrealizedPnl,
          baseUnrealizedPnl === null
            ? (position.missing['unrealizedPnl'] ??
                position.missing['entryPrice'] ??
                position.reason ??
                `no price of ${position.currency} is known`)
            : null,
        ),
      money,
    ),
    column(
      ['roi', 'ROI', 'percent'],
      'Unrealised P&L / margin of a leveraged position, else / cost.',
      ({ roi, missing, reason }) =>
        cell(roi, roi === null ? (missing['roi'] ?? missing['entryPrice'] ?? reason ?? 'its cost is not known') : null),
    ),
    column(['change24h', '24 h', 'percent'], 'Change of its price over the last 24 hours.', ({ change24h }) =>
      cell(change24h.pct, change24h.reason),
    ),
    column(
      ['share', 'Share', 'share'],
      'Its signed value in the book / equity: of a spot holding its value, of a derivative its unrealised P&L.',
      (position) =>
        cell(position.share, position.share === null ? why(position, 'share', 'the equity is not known') : null),
    ),
    column(['state', 'State', 'state'], 'How good its data is.', ({ state, reason }) => cell(state, reason), {
      ranks: dataStates,
    }),
    column(
      ['instrument', 'Instrument', 'state'],
      'Spot, swap (perpetual), future, option or CFD.',
      ({ instrument }) => cell(instrument),
      more,
    ),
    column(
      ['currency', 'Currency', 'text'],
      'Currency of its prices, margin and funding.',
      ({ currency }) => cell(currency),
      more,
    ),
    column(
      ['realized', 'Realised P&L', 'pnl'],
      'What closing parts of it brought so far, in base currency, before fees.',
      ({ baseRealizedPnl, ...position }) =>
        cell(baseRealizedPnl, baseRealizedPnl === null ? why(position as Position, 'realizedPnl') : null),
      hiddenMoney,
    ),
    column(
      ['leverage', 'Leverage', 'ratio'],
      'As its source tells it.',
      (position) => cell(position.leverage, position.leverage === null ? untold(position, 'leverage') : null),
      more,
    ),
    column(
      ['margin', 'Margin', 'money'],
      'Money set aside for it, in its own currency.',
      (position) => own(position, position.margin, untold(position, 'margin')),
      hiddenMoney,
    ),
    column(
      ['liquidation', 'Liquidation', 'price'],
      'Price at which its exchange closes it.',
      (position) => own(position, position.liquidationPrice, untold(position, 'liquidationPrice')),
      more,
    ),
    column(
      ['funding', 'Funding paid', 'money'],
      'Paid since it was opened, in its own currency; received is negative.',
      (position) => own(position, position.fundingPaid, untold(position, 'fundingPaid')),
      hiddenMoney,
    ),
    column(
      ['opened', 'Opened (UTC)', 'time'],
      'When it was opened, where its source tells it.',
      (position) => cell(position.openedAt, position.openedAt === null ? whyNotOpened(position) : null),
      more,
    ),
    column(
      ['strategy', 'Strategy', 'text'],
      'Of the source, or by the configuration.',
      (position, scene) => {
        const strategy = position.strategy ?? scene.strategyOfHolding(position);
        return cell(strategy, strategy === null ? 'no strategy is set for it' : null);
      },
      more,
    ),
  ],
  rows: ({ snapshot }) =>
    [...(snapshot?.positions ?? [])].sort((a, b) => Math.abs(b.baseNotional ?? 0) - Math.abs(a.baseNotional ?? 0)),
  idOf: ({ id }) => id,
  about: (position, scene) => ({
    accounts: [position.account],
    assets: [position.asset, position.symbol],
    strategy: position.strategy ?? scene.strategyOfHolding(position),
    at: null,
  }),
});
