import type { TableName } from '../model/tables.ts';
import { assets } from './assets.ts';
import { closedPositions } from './closedPositions.ts';
import { operations } from './operations.ts';
import { orders } from './orders.ts';
import { positions } from './positions.ts';
import { positionsBalance } from './positionsBalance.ts';
import type { Table } from './table.ts';
import { tradeLog } from './tradeLog.ts';
import { trades } from './trades.ts';

/** POS-4: every table; a new one is a file and a line here. */
export const tables: Readonly<Record<TableName, Table>> = {
  positions,
  positionsBalance,
  assets,
  orders,
  operations,
  closedPositions,
  trades,
  tradeLog,
};
