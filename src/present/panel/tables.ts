import type { AccountView, AssetView, Position, Snapshot } from '../../core/model/snapshot.ts';
import type { TableColumn, TableView } from '../../protocol/panelView.ts';
import { formatDate, formatRatio, missing } from '../format.ts';
import { foreign } from '../redact.ts';
import { type Cell, change, dataState, gain, money, percent, price, quantity, rows, text } from './cells.ts';
import { gapWords, priceWords, type Words } from './words.ts';

function column(id: string, title: string, align: 'start' | 'end' = 'end', hidden = false): TableColumn {
  return hidden ? { id, title, align, hidden } : { id, title, align };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const positionColumns: readonly TableColumn[] = [
  column('symbol', 'Symbol', 'start'),
  column('account', 'Account', 'start'),
  column('side', 'Side', 'start'),
  column('size', 'Size'),
  column('entry', 'Entry'),
  column('mark', 'Mark'),
  column('notional', 'Notional'),
  column('unrealized', 'Unrealised P&L'),
  column('roi', 'ROI'),
  column('change24h', '24 h'),
  column('share', 'Share'),
  column('state', 'State', 'start'),
  column('instrument', 'Instrument', 'start', true),
  column('currency', 'Currency', 'start', true),
  column('realized', 'Realised P&L', 'end', true),
  column('leverage', 'Leverage', 'end', true),
  column('margin', 'Margin', 'end', true),
  column('liquidation', 'Liquidation', 'end', true),
  column('funding', 'Funding paid', 'end', true),
  column('opened', 'Opened', 'end', true),
  column('strategy', 'Strategy', 'start', true),
];

export function positionsTable(snapshot: Snapshot, words: Words): TableView {
  const titles = new Map(snapshot.accounts.map((account) => [account.id, account.title]));
  const sorted = [...snapshot.positions].sort((a, b) => Math.abs(b.baseNotional ?? 0) - Math.abs(a.baseNotional ?? 0));
  return {
    id: 'positions',
    title: 'Positions',
    columns: positionColumns,
    rows: rows(
      sorted.map((position) => ({ id: position.id, cells: positionCells(position, titles, words) })),
      words.privacy,
    ),
    empty: 'No open positions.',
    incomplete: incomplete(snapshot, words),
  };
}

function positionCells(position: Position, titles: ReadonlyMap<string, string>, words: Words): readonly Cell[] {
  const spot = position.instrument === 'spot' ? 'A spot holding has none' : 'Its source does not tell it';
  const why = (field: string) => position.missing[field] ?? position.reason ?? undefined;
  const other = (field: string) => position.missing[field] ?? spot;
  const own = (value: number | null): string =>
    value === null || position.currency === words.currency ? '' : words.money(value, { currency: position.currency });
  const inOwn = (cell: Cell, value: number | null): Cell => (own(value) ? { ...cell, title: own(value) } : cell);
  return [
    text(position.symbol),
    text(titles.get(position.account) ?? position.account),
    text(capital(position.side)),
    quantity(position.size, words),
    price(position.entryPrice, words, position.entryPrice === null ? why('entryPrice') : position.currency),
    price(
      position.markPrice,
      words,
      position.markPrice === null ? why('markPrice') : priceWords(position.price, words),
    ),
    inOwn(money(position.baseNotional, words, why('notional')), position.notional),
    inOwn(
      money(position.baseUnrealizedPnl, words, why('unrealizedPnl') ?? why('entryPrice'), true),
      position.unrealizedPnl,
    ),
    gain(position.roi, words, why('roi') ?? why('entryPrice')),
    change(position.change24h, words),
    percent(position.share, words, why('share')),
    dataState(position.state, position.price?.at ?? null, position.reason, words),
    text(capital(position.instrument)),
    text(position.currency),
    inOwn(money(position.baseRealizedPnl, words, why('realizedPnl'), true), position.realizedPnl),
    withReason(
      { text: position.leverage === null ? missing : `${formatRatio(position.leverage)}×`, sort: position.leverage },
      other('leverage'),
    ),
    {
      ...money(position.margin, words, other('margin')),
      text: words.money(position.margin, { currency: position.currency }),
    },
    price(
      position.liquidationPrice,
      words,
      position.liquidationPrice === null ? other('liquidationPrice') : position.currency,
    ),
    {
      ...money(position.fundingPaid, words, other('fundingPaid')),
      text: words.money(position.fundingPaid, { currency: position.currency }),
    },
    withReason(
      { text: position.openedAt === null ? missing : formatDate(position.openedAt), sort: position.openedAt },
      position.missing['openedAt'] ?? 'Its source does not tell it',
    ),
    text(position.strategy, position.strategy === null ? 'No strategy is set for it' : undefined),
  ];
}

/** A "–" says why. */
function withReason(cell: Cell, why: string): Cell {
  return cell.text === missing ? { ...cell, title: why } : cell;
}

const assetColumns: readonly TableColumn[] = [
  column('asset', 'Asset', 'start'),
  column('kind', 'Kind', 'start'),
  column('quantity', 'Quantity'),
  column('price', 'Price'),
  column('value', 'Value'),
  column('share', 'Share'),
  column('change24h', '24 h'),
  column('state', 'State', 'start'),
  column('source', 'Price source', 'start', true),
];

export function assetsTable(snapshot: Snapshot, words: Words): TableView {
  const cells = (asset: AssetView): readonly Cell[] => [
    text(asset.asset),
    text(asset.kind === 'cash' ? 'Cash' : 'Asset'),
    quantity(asset.quantity, words),
    price(
      asset.price?.price ?? null,
      words,
      asset.price ? priceWords(asset.price, words) : (asset.reason ?? 'No price'),
    ),
    money(asset.value, words, asset.reason ?? undefined),
    percent(asset.share, words, asset.reason ?? undefined),
    change(asset.change24h, words),
    dataState(asset.state, asset.price?.at ?? null, asset.reason, words),
    text(asset.price?.source ?? null, asset.price ? undefined : foreign(asset.reason ?? 'No price', words.privacy)),
  ];
  return {
    id: 'assets',
    title: 'Assets',
    columns: assetColumns,
    rows: rows(
      snapshot.assets.map((asset) => ({ id: asset.asset, cells: cells(asset) })),
      words.privacy,
    ),
    empty: 'No assets yet.',
    incomplete: incomplete(snapshot, words),
  };
}

const accountColumns: readonly TableColumn[] = [
  column('account', 'Account', 'start'),
  column('projected', 'Projected balance'),
  column('share', 'Share'),
  column('today', 'Today'),
  column('openPnl', 'Open P&L'),
  column('available', 'Available'),
  column('margin', 'Margin used'),
  column('state', 'State', 'start'),
  column('kind', 'Kind', 'start', true),
];

export function accountsTable(snapshot: Snapshot, words: Words): TableView {
  return {
    id: 'accounts',
    title: 'Accounts',
    columns: accountColumns,
    rows: rows(
      snapshot.accounts.map((account) => ({ id: account.id, cells: accountCells(account, words) })),
      words.privacy,
    ),
    empty: 'No accounts in quantfolio.json yet.',
    incomplete: incomplete(snapshot, words),
  };
}

function accountCells(account: AccountView, words: Words): readonly Cell[] {
  const { card } = account;
  const why = (field: string) => card.missing[field] ?? account.reason ?? undefined;
  const notes = account.notes.length > 0 ? foreign(account.notes.join('. '), words.privacy) : undefined;
  return [
    text(account.title, notes),
    money(card.projected, words, why('projected')),
    percent(account.share, words, why('share')),
    today(account, words, why('todayReturnPct')),
    money(card.openPnl, words, why('openPnl'), true),
    money(card.available, words, why('available')),
    money(card.marginUsed, words, why('marginUsed')),
    dataState(account.state, account.at, account.reason, words),
    text(capital(account.kind)),
  ];
}

/** The day's return; where it cannot be known, the absolute income with "n/a": VAL-3. */
function today(account: AccountView, words: Words, why: string | undefined): Cell {
  const { todayReturnPct, todayIncome } = account.card;
  if (todayReturnPct !== null) return gain(todayReturnPct, words);
  if (todayIncome === null) return gain(null, words, why);
  return {
    ...money(todayIncome, words, why, true),
    text: `${words.money(todayIncome, { sign: true })} (n/a)`,
    ...(why ? { title: foreign(why, words.privacy) } : {}),
  };
}

function incomplete(snapshot: Snapshot, words: Words): string | null {
  const gaps = gapWords(snapshot.gaps);
  return gaps === null ? null : foreign(gaps, words.privacy);
}
