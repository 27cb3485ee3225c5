import { assertNever } from '../core/assertNever.ts';
import type { Ledger } from '../core/model/ledger.ts';
import type { HistoryRows } from '../protocol/engine.ts';
import { type CsvRow, csvText } from './csv.ts';

/** What can be exported: HIST-4. */
export const exportKinds = {
  values: 'Values',
  holdings: 'Holdings',
  trades: 'Trades',
  flows: 'Deposits and withdrawals',
  income: 'Income',
} as const;

export type ExportKind = keyof typeof exportKinds;

export type Exported =
  | { readonly kind: 'values' | 'holdings'; readonly history: HistoryRows }
  | { readonly kind: 'trades' | 'flows' | 'income'; readonly ledger: Ledger };

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Stored rows as CSV, or as JSON: a list of objects with the same names. Times are ISO 8601 in UTC, quantities the exact
 * decimals of their source, names in snake_case as on the command line.
 */
export function exportText(
  exported: Exported,
  format: 'csv' | 'json',
): { readonly text: string; readonly rows: number } {
  const { header, rows } = tableOf(exported);
  if (format === 'csv') return { text: csvText(header, rows), rows: rows.length };
  const objects = rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? null])));
  return { text: `${JSON.stringify(objects, null, 2)}\n`, rows: rows.length };
}

function tableOf(exported: Exported): Table {
  switch (exported.kind) {
    case 'values':
      return {
        header: ['time', 'account', 'equity', 'net_flow', 'currency', 'origin'],
        rows: exported.history.values.map(({ at, account, equity, flow, origin }) => [
          time(at),
          account,
          equity,
          flow,
          exported.history.currency,
          origin,
        ]),
      };
    case 'holdings':
      return {
        header: ['time', 'account', 'asset', 'quantity', 'price', 'value', 'currency'],
        rows: exported.history.holdings.map(({ at, account, asset, quantity, price, value }) => [
          time(at),
          account,
          asset,
          quantity,
          price,
          value,
          exported.history.currency,
        ]),
      };
    case 'trades':
      return {
        header: [
          'time',
          'account',
          'id',
          'symbol',
          'side',
          'quantity',
          'price',
          'fee',
          'fee_currency',
          'realized_pnl',
          'strategy',
          'order_id',
          'scope',
        ],
        rows: exported.ledger.trades.map((trade) => [
          time(trade.at),
          trade.account,
          trade.id,
          trade.symbol,
          trade.side,
          trade.quantity,
          trade.price,
          trade.fee,
          trade.feeCurrency,
          trade.realizedPnl ?? null,
          trade.strategy,
          trade.orderId ?? null,
          trade.scope ?? 'spot',
        ]),
      };
    case 'flows':
      return {
        header: ['time', 'account', 'id', 'kind', 'asset', 'quantity'],
        rows: exported.ledger.flows.map((flow) => [
          time(flow.at),
          flow.account,
          flow.id,
          flow.kind,
          flow.asset,
          flow.quantity,
        ]),
      };
    case 'income':
      return {
        header: ['time', 'account', 'id', 'kind', 'asset', 'quantity', 'symbol'],
        rows: exported.ledger.income.map((entry) => [
          time(entry.at),
          entry.account,
          entry.id,
          entry.kind,
          entry.asset,
          entry.quantity,
          entry.symbol,
        ]),
      };
    default:
      return assertNever(exported);
  }
}

function time(at: number): string {
  return new Date(at).toISOString();
}
