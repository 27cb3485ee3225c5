import type { Ledger, LedgerCoverage, Order } from '../model/ledger.ts';
import type { Subject } from '../model/performance.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { CellValue, ColumnInfo, TableName } from '../model/tables.ts';
import type { RoundTrip } from '../model/tax.ts';
import type { Execution } from '../model/trading.ts';

export type OwnTrade = Ledger['trades'][number];
export type OwnFlow = Ledger['flows'][number];
export type OwnIncome = Ledger['income'][number];
export type OwnOrder = Order & { readonly account: string };

/** What tables are made from; a table reads only the parts it names, the others may be empty. */
export interface TableScene {
  readonly baseCurrency: string;
  /** Rows that sum up several holdings or positions sum those of it. */
  readonly subject: Subject;
  readonly snapshot: Snapshot | null;
  /** Ascending in time, as are flows and income. */
  readonly trades: readonly OwnTrade[];
  readonly flows: readonly OwnFlow[];
  readonly income: readonly OwnIncome[];
  readonly orders: readonly OwnOrder[];
  readonly trips: readonly RoundTrip[];
  readonly executions: readonly Execution[];
  titleOf(account: string): string;
  strategyOfTrade(trade: OwnTrade): string | null;
  strategyOfHolding(holding: { readonly account: string; readonly asset: string }): string | null;
  /** What a unit was worth in base currency at a time; null: not known. */
  rateAt(asset: string, at: number): number | null;
  /** What a unit of a currency is worth now, by which amounts in different currencies are ordered; null: not known. */
  rateNow(currency: string): number | null;
}

/** The parts of a scene that rows come from. */
export type ScenePart = 'snapshot' | 'ledger' | 'orders' | 'trips' | 'executions';

/** What a row is about, for a subject or a span to be picked out. */
export interface RowAbout {
  readonly accounts: readonly string[];
  /** Assets and symbols. */
  readonly assets: readonly string[];
  readonly strategy: string | null;
  /** null: it is of now. */
  readonly at: number | null;
}

export interface Column<Row> extends ColumnInfo {
  readonly explain: string;
  readonly value: (row: Row, scene: TableScene) => CellValue;
  /** The cell to order and search by, as a double, where `value` is exact and slow. */
  readonly quick?: (row: Row) => CellValue;
  /** States from first to last; without it they are ordered as text. */
  readonly ranks?: readonly string[];
}

export interface TableDefinition<Row> {
  readonly id: TableName;
  readonly title: string;
  readonly empty: string;
  readonly parts: readonly ScenePart[];
  /** Entries whose coverage decides whether it is whole. */
  readonly covers: readonly (keyof LedgerCoverage)[];
  /** The column by which `rows` come; in privacy they may not where it is an amount, then the first column orders them. */
  readonly order: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: (scene: TableScene) => readonly Row[];
  /** Unique in the table. */
  readonly idOf: (row: Row) => string;
  readonly about: (row: Row, scene: TableScene) => RowAbout;
}

/** A table whatever its rows are: one entry of the list. */
export interface Table {
  readonly id: TableName;
  readonly title: string;
  readonly empty: string;
  readonly parts: readonly ScenePart[];
  readonly covers: readonly (keyof LedgerCoverage)[];
  readonly order: string;
  readonly columns: readonly (ColumnInfo & Pick<Column<unknown>, 'explain' | 'ranks'>)[];
  open(scene: TableScene): OpenTable;
}

/** The rows of a table in its own order; cells are made when they are asked for. */
export interface OpenTable {
  readonly count: number;
  idAt(row: number): string;
  cellAt(row: number, column: number): CellValue;
  /** The cell to order and search by: the same, but for the last digits of what is exact and slow. */
  quickAt(row: number, column: number): CellValue;
  aboutAt(row: number): RowAbout;
}

const nothing: CellValue = { value: null };

export function defineTable<Row>(definition: TableDefinition<Row>): Table {
  const { columns, rows: rowsOf, idOf, about, ...rest } = definition;
  return {
    ...rest,
    columns: columns.map(({ value: _, quick: __, ...info }) => info),
    open(scene) {
      const rows = rowsOf(scene);
      return {
        count: rows.length,
        idAt(index) {
          const row = rows[index];
          return row === undefined ? '' : idOf(row);
        },
        cellAt(index, column) {
          const row = rows[index];
          return row === undefined ? nothing : (columns[column]?.value(row, scene) ?? nothing);
        },
        quickAt(index, column) {
          const row = rows[index];
          const of = columns[column];
          return row === undefined || of === undefined ? nothing : (of.quick?.(row) ?? of.value(row, scene));
        },
        aboutAt(index) {
          const row = rows[index];
          return row === undefined ? { accounts: [], assets: [], strategy: null, at: null } : about(row, scene);
        },
      };
    },
  };
}
