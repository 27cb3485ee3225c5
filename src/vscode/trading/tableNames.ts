import type { TableName } from '../../core/model/tables.ts';

/** How tables are called where one is chosen, and in the names of their files. */
export const tableNames: Readonly<Record<TableName, string>> = {
  positions: 'Open positions',
  positionsBalance: 'Positions balance',
  assets: 'Assets',
  orders: 'Orders',
  operations: 'Operations',
  closedPositions: 'Closed positions',
  trades: 'Trades',
  tradeLog: 'Order log',
};
