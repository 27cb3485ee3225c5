import type { AccountView, AssetView, Holding, Position, Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { formatAge, formatDate, formatPercent, formatPrice, formatRatio, formatTime, missing } from './format.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import { foreign } from './redact.ts';
import { usage, worstFirst } from './riskTree.ts';
import type { NodeRef, ShowOptions } from './treeNode.ts';
import { amount, changeWords, limitNumber, quantityWords, staleWords, stateWords } from './words.ts';

/** What a row's tooltip says, as Markdown with user text escaped; empty where the label says it all. Made when it is hovered. */
export function nodeTooltip(state: PortfolioState, ref: NodeRef, options: ShowOptions): string {
  const { snapshot } = state;
  if (snapshot === null) return '';
  switch (ref.kind) {
    case 'account': {
      const account = snapshot.accounts.find((view) => view.id === ref.account);
      return account === undefined ? '' : accountTooltip(account, state, snapshot, options);
    }
    case 'asset': {
      const asset = snapshot.assets.find((view) => view.asset === ref.asset);
      return asset === undefined ? '' : assetTooltip(asset, state, snapshot, options);
    }
    case 'holding': {
      const holding = snapshot.holdings.find((row) => row.id === ref.id);
      return holding === undefined ? '' : holdingTooltip(holding, state, snapshot, options);
    }
    case 'position': {
      const position = snapshot.positions.find((row) => row.id === ref.id);
      return position === undefined ? '' : positionTooltip(position, state, snapshot, options);
    }
    case 'limit':
      return limitTooltip(state, ref.limit, ref.subject, snapshot.baseCurrency, options);
    case 'health': {
      const item = state.health.find((entry) => entry.id === ref.id);
      if (item === undefined) return '';
      const words = foreign(item.detail, options.privacy);
      return `**${escapeMarkdown(foreign(item.title, options.privacy))}**\n\n${escapeMarkdown(words)}`;
    }
    case 'portfolio':
    case 'exchange':
    case 'group':
    case 'heading':
      return '';
    default:
      return ref satisfies never;
  }
}

type Row = readonly [string, string] | null;

function page(title: string, rows: readonly Row[], notes: readonly (string | null)[]): string {
  const lines = notes.filter((note) => note !== null && note !== '').map((note) => escapeMarkdown(note ?? ''));
  return [`**${escapeMarkdown(title)}**`, markdownTable(rows), ...lines].filter((block) => block !== '').join('\n\n');
}

function priceRow(price: Holding['price'], currency: string, now: number): Row {
  if (price === null) return ['Price', missing];
  return ['Price', `${formatPrice(price.price)} ${currency} · ${price.source} · ${formatAge(now - price.at)} ago`];
}

function stateNote(row: Pick<Holding, 'state' | 'reason'>, options: ShowOptions): string | null {
  const reason = row.reason === null ? null : foreign(row.reason, options.privacy);
  if (row.state === 'ok') return reason;
  return `${capital(stateWords[row.state])}: ${reason ?? 'no reason given'}`;
}

function holdingTooltip(holding: Holding, state: PortfolioState, snapshot: Snapshot, options: ShowOptions): string {
  const { privacy } = options;
  const currency = snapshot.baseCurrency;
  const spot = snapshot.positions.find(
    (row) => row.instrument === 'spot' && row.account === holding.account && row.asset === holding.asset,
  );
  return page(
    holding.code === holding.asset ? holding.asset : `${holding.asset} (${holding.code})`,
    [
      ['Quantity', quantityWords(holding.quantity, privacy)],
      holding.borrowed === '0' ? null : ['Borrowed', quantityWords(holding.borrowed, privacy)],
      priceRow(holding.price, currency, options.now),
      ['Value', holding.value === null ? 'unpriced' : amount(holding.value, currency, privacy)],
      ['Share', formatPercent(holding.share)],
      ['24 h', changeWords(holding.change24h) || missing],
      ...(spot === undefined ? [] : entryRows(spot, privacy)),
      ['Account', titleOf(snapshot, holding.account)],
      nearestLimit(state, [holding.asset, spot?.symbol ?? holding.asset], currency, options),
    ],
    [stateNote(holding, options)],
  );
}

function entryRows(position: Position, privacy: boolean): readonly Row[] {
  return [
    [
      'Entry',
      position.entryPrice === null
        ? `${missing} (${foreign(position.missing['entryPrice'] ?? 'not known', privacy)})`
        : `${formatPrice(position.entryPrice)} ${position.currency}`,
    ],
    position.unrealizedPnl === null
      ? null
      : ['Unrealised', `${amount(position.unrealizedPnl, position.currency, privacy, true)} ${roi(position)}`],
  ];
}

function roi(position: Position): string {
  return position.roi === null ? '' : `(${formatPercent(position.roi, { sign: true })})`;
}

function positionTooltip(position: Position, state: PortfolioState, snapshot: Snapshot, options: ShowOptions): string {
  const { privacy } = options;
  const { currency } = position;
  return page(
    position.symbol,
    [
      ['Side', position.side],
      ['Size', quantityWords(position.size, privacy)],
      ['Mark', position.markPrice === null ? missing : `${formatPrice(position.markPrice)} ${currency}`],
      position.price === null
        ? null
        : ['Price from', `${position.price.source} · ${formatAge(options.now - position.price.at)} ago`],
      ['Notional', position.notional === null ? 'unpriced' : amount(position.notional, currency, privacy)],
      ...entryRows(position, privacy),
      position.realizedPnl === null ? null : ['Realised', amount(position.realizedPnl, currency, privacy, true)],
      position.leverage === null ? null : ['Leverage', `${formatRatio(position.leverage)}×`],
      position.margin === null ? null : ['Margin', amount(position.margin, currency, privacy)],
      position.liquidationPrice === null
        ? null
        : ['Liquidation', `${formatPrice(position.liquidationPrice)} ${currency}`],
      position.strategy === null ? null : ['Strategy', position.strategy],
      ['Account', titleOf(snapshot, position.account)],
      nearestLimit(state, [position.symbol, position.asset], snapshot.baseCurrency, options),
    ],
    [stateNote(position, options)],
  );
}

function assetTooltip(asset: AssetView, state: PortfolioState, snapshot: Snapshot, options: ShowOptions): string {
  const currency = snapshot.baseCurrency;
  return page(
    asset.asset,
    [
      ['Quantity', quantityWords(asset.quantity, options.privacy)],
      priceRow(asset.price, currency, options.now),
      ['Value', asset.value === null ? 'unpriced' : amount(asset.value, currency, options.privacy)],
      ['Share', formatPercent(asset.share)],
      ['24 h', changeWords(asset.change24h) || missing],
      nearestLimit(state, [asset.asset], currency, options),
    ],
    [stateNote(asset, options)],
  );
}

function accountTooltip(account: AccountView, state: PortfolioState, snapshot: Snapshot, options: ShowOptions): string {
  const currency = snapshot.baseCurrency;
  const { card } = account;
  const money = (title: string, value: number | null, key: string, sign = false): Row => {
    if (value !== null) return [title, amount(value, currency, options.privacy, sign)];
    const reason = card.missing[key];
    return reason === undefined ? null : [title, `${missing} (${foreign(reason, options.privacy)})`];
  };
  const stale = account.state === 'stale' ? staleWords(account, options) : null;
  return page(
    account.title,
    [
      ['Value', account.value === null ? missing : amount(account.value, currency, options.privacy)],
      ['Share', formatPercent(account.share)],
      money('Projected balance', card.projected, 'projected'),
      todayRow(account, currency, options),
      money('Open P&L', card.openPnl, 'openPnl', true),
      money('Available', card.available, 'available'),
      money('Margin used', card.marginUsed, 'marginUsed'),
      [
        'Data of',
        account.at === null ? 'never read' : `${formatTime(account.at)} · ${formatAge(options.now - account.at)} ago`,
      ],
      ...ledgerRows(account, options),
      ordersRow(account, state, options),
    ],
    [
      stale === null ? stateNote(account, options) : capital(stale),
      account.simulated ? 'Values are simulated.' : null,
      ...account.notes.map((note) => foreign(note, options.privacy)),
    ],
  );
}

/** Whether orders can be given to it, and what it takes. */
function ordersRow({ id }: AccountView, state: PortfolioState, options: ShowOptions): Row {
  const tradable = (state.trading ?? []).find((one) => one.account === id);
  if (tradable === undefined) return null;
  if (!tradable.ready) return ['Orders', foreign(tradable.reason ?? 'not now', options.privacy)];
  if (!tradable.live) return ['Orders', 'simulated, filled at once'];
  return ['Orders', options.liveTrading === true ? 'live, each confirmed by you' : 'live trading is off'];
}

const ledgerParts = {
  trades: 'Trades known',
  flows: 'Deposits and withdrawals known',
  income: 'Funding and income known',
} as const;

/** How far back returns can be told, and why not further. */
function ledgerRows({ ledger }: AccountView, { privacy }: ShowOptions): readonly Row[] {
  if (ledger === undefined) return [];
  return (Object.keys(ledgerParts) as (keyof typeof ledgerParts)[]).map((part): Row => {
    const covered = ledger[part];
    if ('reason' in covered) return [ledgerParts[part], `${missing} (${foreign(covered.reason, privacy)})`];
    return [ledgerParts[part], covered.from === 0 ? 'since the account began' : `since ${formatDate(covered.from)}`];
  });
}

/** VAL-3; where it is not known, why: mostly that the deposits of the day are not. */
function todayRow({ card }: AccountView, currency: string, { privacy }: ShowOptions): Row {
  if (card.todayIncome === null && card.todayReturnPct === null) {
    const reason = card.missing['todayReturnPct'] ?? card.missing['todayIncome'];
    return reason === undefined ? null : ['Today', `${missing} (${foreign(reason, privacy)})`];
  }
  const pct = card.todayReturnPct === null ? '(n/a)' : formatPercent(card.todayReturnPct, { sign: true });
  return ['Today', card.todayIncome === null ? pct : `${amount(card.todayIncome, currency, privacy, true)} ${pct}`];
}

function limitTooltip(
  state: PortfolioState,
  limit: string,
  subject: string | null,
  currency: string,
  options: ShowOptions,
): string {
  const matching = (state.risk?.findings ?? []).filter((row) => row.limit === limit);
  const finding = matching.find((row) => row.subject === subject) ?? [...matching].sort(worstFirst)[0];
  if (finding === undefined) return '';
  return page(
    finding.subject === null ? finding.title : `${finding.title} · ${finding.subject}`,
    [
      ['Now', limitNumber(finding.value, finding.unit, currency, options)],
      ['Limit', limitNumber(finding.threshold, finding.unit, currency, options)],
      ['Used', formatPercent(finding.ratio, { digits: 1 })],
      ['Headroom', limitNumber(finding.headroom, finding.unit, currency, options)],
      finding.ageMs === null ? null : ['Oldest data', `${formatAge(finding.ageMs)} old`],
      finding.contributors.length === 0 ? null : ['From', finding.contributors.slice(0, 5).join(', ')],
    ],
    [
      options.privacy ? null : finding.message,
      ...finding.incomplete.map((why) => `Incomplete: ${foreign(why, options.privacy)}`),
    ],
  );
}

/** The limit that binds this symbol first, and how far away it is. */
function nearestLimit(state: PortfolioState, names: readonly string[], currency: string, options: ShowOptions): Row {
  const touching = (state.risk?.findings ?? []).filter((finding) =>
    names.some((name) => finding.subject === name || finding.contributors.includes(name)),
  );
  const nearest = touching.sort(worstFirst)[0];
  if (nearest === undefined) return null;
  const left =
    nearest.headroom === null ? '' : ` · headroom ${limitNumber(nearest.headroom, nearest.unit, currency, options)}`;
  return ['Nearest limit', `${nearest.title} ${usage(nearest, currency, options)}${left}`];
}

function titleOf(snapshot: Snapshot, account: string): string {
  return snapshot.accounts.find((view) => view.id === account)?.title ?? account;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
