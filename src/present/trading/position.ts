import type { MarketRules, PositionDetails } from '../../core/model/trading.ts';
import type { TableColumn, TableView } from '../../protocol/panelView.ts';
import type { FactView, PositionView } from '../../protocol/tradingView.ts';
import { formatDate, formatPercent, formatPrice, formatQuantity, formatRatio, formatTime, missing } from '../format.ts';
import { type Cell, price, quantity, rows, text } from '../panel/cells.ts';
import { priceWords, toneOf, type Words, wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { capital, sentence } from '../words.ts';
import { exactQuantity, plainTitles, quoteOf } from './orderWords.ts';
import type { TradingOptions } from './tradingOptions.ts';

export interface PositionOptions extends TradingOptions {
  readonly baseCurrency: string;
  /** The user's own setting lets live orders be sent. */
  readonly tradingAllowed: boolean;
}

/** POS-5: one position with its fills, its P&L over time, its share and how much more the limits allow. */
export function presentPosition(details: PositionDetails, options: PositionOptions): PositionView {
  const { privacy, now } = options;
  const { position, rules, tradable } = details;
  const words = wordsFor(options.baseCurrency, privacy, now, Math.abs(position.baseNotional ?? 0));
  const titleOf = options.titleOf ?? plainTitles;
  const told = (line: string) => foreign(line, privacy);
  const off = tradable.live && !options.tradingAllowed ? 'Live trading is off in your user settings' : null;
  return {
    id: position.id,
    title: position.symbol,
    subtitle: `${titleOf(position.account)} · ${position.side}${position.strategy === null ? '' : ` · ${position.strategy}`}`,
    facts: facts(details, words),
    fills: fillsTable(details, words),
    // A curve of amounts: in privacy it stays in the host.
    path: privacy ? { at: [], value: [] } : details.path,
    pathReason: privacy ? 'Hidden with the amounts' : details.pathReason,
    headrooms: [
      ...details.headrooms
        .filter(({ bounds }) => bounds !== false)
        .map((headroom) => ({
          title: headroom.title,
          value: headroomWords(headroom, position.asset, words),
          reason: headroom.reason === null ? null : capital(told(headroom.reason)),
        })),
      ...notBounding(details),
    ],
    trade: {
      account: position.account,
      symbol: position.symbol,
      live: tradable.live,
      ready: tradable.ready && off === null,
      reason: tradable.reason === null ? off : capital(told(tradable.reason.replace(/^read-only/, 'Read-only'))),
      ...(tradable.reason === null && off !== null ? { switchedOff: true } : {}),
      size: privacy ? '' : position.size,
      step: rules?.quantityStep ?? null,
      rules: rules === null ? '' : rulesWords(rules),
    },
    notes: details.notes.map((note) => sentence(told(note))),
  };
}

/** Limits that no size of this position reaches, in one line. */
function notBounding({ headrooms }: PositionDetails): PositionView['headrooms'] {
  const titles = headrooms.filter(({ bounds }) => bounds === false).map(({ title }) => title);
  if (titles.length === 0) return [];
  return [{ title: 'Not bounded by', value: titles.join(', '), reason: null }];
}

function headroomWords(
  { notional, quantity: units }: PositionDetails['headrooms'][number],
  asset: string,
  words: Words,
): string {
  if (notional === null) return missing;
  const left = words.money(Math.max(0, notional));
  return units === null || words.privacy ? left : `${left} · ${formatQuantity(Math.max(0, units))} ${asset}`;
}

/** "Step 0.001, at least 0.01, at least 5 USDT an order, fee 0.1%". */
function rulesWords(rules: MarketRules): string {
  const unit = rules.contract === undefined ? rules.base : 'contracts';
  return [
    `Steps of ${exactQuantity(rules.quantityStep)} ${unit}`,
    rules.minQuantity === null ? null : `at least ${exactQuantity(rules.minQuantity)}`,
    rules.minNotional === null ? null : `at least ${exactQuantity(rules.minNotional)} ${rules.quote} an order`,
    rules.takerFee === null ? null : `fee ${formatPercent(rules.takerFee)}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

function facts(details: PositionDetails, words: Words): readonly FactView[] {
  const { position } = details;
  const { currency } = position;
  const why = (field: string) =>
    foreign(position.missing[field] ?? position.reason ?? 'Its source does not tell it', words.privacy);
  const fact = (label: string, value: string, title = '', tone: FactView['tone'] = 'none'): FactView => ({
    label,
    value,
    tone,
    title,
  });
  const money = (label: string, field: string, value: number | null, signed = false): FactView =>
    fact(
      label,
      words.money(value, { currency, sign: signed }),
      value === null ? why(field) : '',
      signed ? toneOf(value, 0.005) : 'none',
    );
  return [
    fact('Size', words.amount(exactQuantity(position.size))),
    fact(
      'Entry',
      position.entryPrice === null ? missing : `${formatPrice(position.entryPrice)} ${currency}`,
      position.entryPrice === null ? why('entryPrice') : '',
    ),
    fact(
      'Mark',
      position.markPrice === null ? missing : `${formatPrice(position.markPrice)} ${currency}`,
      position.markPrice === null ? why('markPrice') : priceWords(position.price, words),
    ),
    money('Notional', 'notional', position.notional),
    money('Unrealised P&L', 'unrealizedPnl', position.unrealizedPnl, true),
    money('Realised P&L', 'realizedPnl', position.realizedPnl, true),
    fact(
      'ROI',
      formatPercent(position.roi, { sign: true }),
      position.roi === null ? why('roi') : '',
      toneOf(position.roi),
    ),
    fact(
      'Share of book',
      formatPercent(details.shareOfBook, { digits: 1 }),
      details.shareOfBook === null ? 'The exposure of the book is not known' : 'Of the gross exposure of all positions',
    ),
    ...(position.leverage === null ? [] : [fact('Leverage', `${formatRatio(position.leverage)}×`)]),
    ...(position.margin === null ? [] : [money('Margin', 'margin', position.margin)]),
    ...(position.liquidationPrice === null
      ? []
      : [fact('Liquidation', `${formatPrice(position.liquidationPrice)} ${currency}`)]),
    ...(position.fundingPaid === null ? [] : [money('Funding paid', 'fundingPaid', position.fundingPaid)]),
    fact(
      'Opened',
      position.openedAt === null ? missing : formatDate(position.openedAt),
      position.openedAt === null ? why('openedAt') : '',
    ),
  ];
}

const fillColumns: readonly TableColumn[] = [
  { id: 'time', title: 'Time', align: 'start' },
  { id: 'side', title: 'Side', align: 'start' },
  { id: 'quantity', title: 'Quantity', align: 'end' },
  { id: 'price', title: 'Price', align: 'end' },
  { id: 'fee', title: 'Fee', align: 'end' },
  { id: 'realized', title: 'Realised P&L', align: 'end' },
];

function fillsTable({ fills, position }: PositionDetails, words: Words): TableView {
  const cells = (fill: PositionDetails['fills'][number]): readonly Cell[] => {
    const realized = fill.realizedPnl === undefined ? null : Number(fill.realizedPnl);
    return [
      { text: formatTime(fill.at), sort: fill.at },
      text(fill.side === 'buy' ? 'Buy' : 'Sell'),
      quantity(fill.quantity, words),
      price(Number(fill.price), words, quoteOf(fill.symbol)),
      fill.fee === null
        ? text(null, 'Its source does not tell it')
        : {
            text: words.money(Number(fill.fee), { currency: fill.feeCurrency ?? fill.quote }),
            title: words.amount(`${exactQuantity(fill.fee)} ${fill.feeCurrency ?? ''}`.trim()),
            sort: Number(fill.fee),
            amount: true,
          },
      {
        text: words.money(realized, { currency: fill.quote, sign: true }),
        sort: realized,
        amount: true,
        tone: toneOf(realized, 0.005),
        ...(realized === null
          ? { title: foreign(fill.realizedReason ?? 'Its source does not tell it', words.privacy) }
          : {}),
      },
    ];
  };
  return {
    id: 'fills',
    title: 'Fills',
    columns: fillColumns,
    rows: rows(
      fills.map((fill) => ({ id: `${fill.account}/${fill.symbol}/${fill.id}`, cells: cells(fill) })),
      words.privacy,
    ),
    empty: `No fills of ${position.symbol} are known.`,
    incomplete: null,
  };
}
