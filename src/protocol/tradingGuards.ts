import type { Decimal } from '../core/decimal.ts';
import type { OrderSize, PlanRequest } from '../core/model/trading.ts';
import { finite, flag, type Guard, listOf, nothing, oneOf, optional, orNull, shape, text } from './guard.ts';
import type { PageRequests } from './page.ts';
import type { TableRow } from './panelView.ts';
import type {
  ExecutionView,
  FactView,
  OrderView,
  PageTableQuery,
  PlanView,
  PositionView,
  ReconciliationView,
  TableColumnView,
  TablePageView,
  TaxView,
  TradeStatsView,
} from './tradingView.ts';
import { bar, curve, id, line, period, subject, table, tone } from './viewGuards.ts';

/** Guards of tables, positions, tax, plans and executions, for both ends. */

type Name =
  | 'table'
  | 'saveTable'
  | 'position'
  | 'tradeStats'
  | 'tax'
  | 'saveTax'
  | 'reconciliation'
  | 'plan'
  | 'execute'
  | 'execution'
  | 'planDiff';

const count: Guard<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const tableName = oneOf([
  'positions',
  'positionsBalance',
  'assets',
  'orders',
  'operations',
  'closedPositions',
  'trades',
  'tradeLog',
]);
/** A window of a table, at most: pages ask for about a hundred rows. */
const mostRows = 1_000;
const asked = {
  portfolio: id,
  table: tableName,
  subject,
  search: text(200),
  sort: orNull(shape<NonNullable<PageTableQuery['sort']>>({ column: id, descending: flag })),
  from: orNull(finite),
  to: orNull(finite),
};
const year: Guard<number> = (value): value is number => count(value) && value >= 1970 && value <= 9999;
const method = orNull(text(40));
const format = oneOf(['csv', 'json']);

/** Positive decimal text as people type it; what it may be in its market is the engine's to judge. */
const amount: Guard<Decimal> = (value): value is Decimal =>
  typeof value === 'string' && value.length <= 40 && /^\d+(\.\d+)?$/.test(value) && /[1-9]/.test(value);
const sizeOrZero: Guard<Decimal> = (value): value is Decimal =>
  typeof value === 'string' && value.length <= 40 && /^\d+(\.\d+)?$/.test(value);
/** Exactly one way to say how much, so that nothing can be read in two ways. */
const size: Guard<OrderSize> = (value): value is OrderSize => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false;
  return (
    shape<Extract<OrderSize, { quantity: unknown }>>({ quantity: amount })(value) ||
    shape<Extract<OrderSize, { notional: unknown }>>({ notional: amount })(value) ||
    shape<Extract<OrderSize, { all: unknown }>>({ all: oneOf([true]) })(value)
  );
};
type Kind<K extends PlanRequest['kind']> = Extract<PlanRequest, { readonly kind: K }>;
const part: Guard<number> = (value): value is number => finite(value) && value > 0 && value <= 1;
const planRequests: { readonly [K in PlanRequest['kind']]: Guard<Kind<K>> } = {
  order: shape<Kind<'order'>>({
    kind: oneOf(['order']),
    account: id,
    symbol: text(100),
    side: oneOf(['buy', 'sell']),
    size,
    price: orNull(amount),
    strategy: orNull(text(100)),
  }),
  close: shape<Kind<'close'>>({ kind: oneOf(['close']), position: id, part }),
  adjust: shape<Kind<'adjust'>>({ kind: oneOf(['adjust']), position: id, size: sizeOrZero }),
  rebalance: shape<Kind<'rebalance'>>({
    kind: oneOf(['rebalance']),
    threshold: orNull((value): value is number => finite(value) && value >= 0 && value <= 1),
    mode: orNull(oneOf(['full', 'buyOnly', 'cashFirst'])),
  }),
  reduce: shape<Kind<'reduce'>>({ kind: oneOf(['reduce']), limit: orNull(id) }),
  remaining: shape<Kind<'remaining'>>({ kind: oneOf(['remaining']), plan: id }),
};
const planRequest: Guard<PlanRequest> = (value): value is PlanRequest =>
  Object.values(planRequests).some((guard: Guard<PlanRequest>) => guard(value));

export const tradingRequests: { readonly [N in Name]: Guard<PageRequests[N][0]> } = {
  table: shape<PageTableQuery>({
    ...asked,
    offset: count,
    limit: (value): value is number => count(value) && value >= 1 && value <= mostRows,
  }),
  saveTable: shape<PageRequests['saveTable'][0]>({ ...asked, format }),
  position: shape<PageRequests['position'][0]>({ portfolio: id, position: id }),
  tradeStats: shape<PageRequests['tradeStats'][0]>({ portfolio: id, subject, period }),
  tax: shape<PageRequests['tax'][0]>({ portfolio: id, year, method }),
  saveTax: shape<PageRequests['saveTax'][0]>({ portfolio: id, year, method, format }),
  reconciliation: shape<PageRequests['reconciliation'][0]>({ portfolio: id }),
  plan: shape<PageRequests['plan'][0]>({ portfolio: id, request: planRequest }),
  execute: shape<PageRequests['execute'][0]>({ portfolio: id, plan: id, digest: id }),
  execution: shape<PageRequests['execution'][0]>({ portfolio: id, plan: id }),
  planDiff: shape<PageRequests['planDiff'][0]>({ portfolio: id, plan: id }),
};

const lines = listOf(line, 1_000);
const column = shape<TableColumnView>({
  id,
  title: line,
  align: oneOf(['start', 'end']),
  hidden: flag,
  explain: orNull(line),
});
const row = shape<TableRow>({
  id,
  cells: listOf(
    shape<TableRow['cells'][number]>({
      text: line,
      sort: (value): value is string | number | null => value === null || finite(value) || line(value),
      tone: optional(tone) as Guard<'none'>,
      title: optional(line) as Guard<string>,
    }),
    100,
  ),
});
const facts = listOf(shape<FactView>({ label: line, value: line, tone, title: line }), 200);
const order = shape<OrderView>({
  id,
  text: line,
  account: line,
  live: flag,
  notional: line,
  price: line,
  fee: line,
  notes: lines,
});
const execution = shape<ExecutionView>({
  plan: id,
  title: line,
  state: oneOf(['running', 'done', 'partly', 'failed', 'interrupted']),
  text: line,
  orders: listOf(shape<ExecutionView['orders'][number]>({ text: line, state: line, tone, detail: line }), 1_000),
  remains: lines,
});

export const tradingAnswers: { readonly [N in Name]: Guard<PageRequests[N][1]> } = {
  table: shape<TablePageView>({
    table: tableName,
    title: line,
    columns: listOf(column, 100),
    rows: listOf(row, mostRows),
    offset: count,
    ownOrder: optional(line) as Guard<string>,
    total: count,
    matching: count,
    notes: lines,
    empty: line,
  }),
  saveTable: nothing,
  position: shape<PositionView>({
    id,
    title: line,
    subtitle: line,
    facts,
    fills: table,
    path: curve,
    pathReason: orNull(line),
    headrooms: listOf(
      shape<PositionView['headrooms'][number]>({ title: line, value: line, reason: orNull(line) }),
      1_000,
    ),
    trade: shape<PositionView['trade']>({
      account: id,
      symbol: line,
      live: flag,
      ready: flag,
      reason: orNull(line),
      switchedOff: optional(flag) as Guard<boolean>,
      size: line,
      step: orNull(line),
      rules: line,
    }),
    notes: lines,
  }),
  tradeStats: shape<TradeStatsView>({
    columns: listOf(column, 100),
    rows: listOf(row, 10_000),
    costs: facts,
    notes: lines,
  }),
  tax: shape<TaxView>({
    year,
    years: listOf(year, 200),
    method: line,
    methods: listOf(line, 20),
    totals: facts,
    disposals: table,
    income: table,
    unmatched: table,
    notes: lines,
  }),
  saveTax: nothing,
  reconciliation: shape<ReconciliationView>({ differences: table, agreed: line, notCompared: lines }),
  plan: shape<PlanView>({
    id,
    digest: id,
    purpose: oneOf(['trade', 'rebalance', 'reduce', 'remaining']),
    title: line,
    expiresAt: finite,
    legs: orNull(table),
    shares: listOf(shape<PlanView['shares'][number]>({ asset: line, current: finite, target: finite }), 10_000),
    orders: listOf(order, 10_000),
    fee: line,
    check: orNull(
      shape<NonNullable<PlanView['check']>>({
        state: oneOf(['allowed', 'refused', 'unknown']),
        text: line,
        reasons: lines,
        warnings: lines,
        improves: lines,
        bars: listOf(shape<NonNullable<PlanView['check']>['bars'][number]>({ before: bar, after: bar }), 10_000),
      }),
    ),
    refused: orNull(line),
    notExecutable: lines,
    notes: lines,
    ready: flag,
    readyReason: orNull(line),
    live: flag,
  }),
  execute: orNull(execution),
  execution: orNull(execution),
  planDiff: nothing,
};
