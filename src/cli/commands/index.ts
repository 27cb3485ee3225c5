import type { Command } from '../command.ts';
import { analyticsCommand } from './analytics.ts';
import { buyCommand, sellCommand } from './buy.ts';
import { checkCommand } from './check.ts';
import { closeCommand } from './close.ts';
import { collectCommand } from './collect.ts';
import { compareCommand } from './compare.ts';
import { correlationCommand } from './correlation.ts';
import { doctorCommand } from './doctor.ts';
import { executionsCommand } from './executions.ts';
import { exportCommand } from './export.ts';
import { historyCommand } from './history.ts';
import { holdingsCommand } from './holdings.ts';
import { performanceCommand } from './performance.ts';
import { portfolioCommand } from './portfolio.ts';
import { rebalanceCommand } from './rebalance.ts';
import { resetCommand } from './reset.ts';
import { sectorsCommand } from './sectors.ts';
import { snapshotCommand } from './snapshot.ts';
import { taxCommand } from './tax.ts';
import { tearsheetCommand } from './tearsheet.ts';
import { ordersCommand, tradesCommand } from './trades.ts';

/** The list of sub-commands. */
export const commands: readonly Command[] = [
  snapshotCommand,
  portfolioCommand,
  holdingsCommand,
  performanceCommand,
  analyticsCommand,
  correlationCommand,
  sectorsCommand,
  historyCommand,
  compareCommand,
  checkCommand,
  buyCommand,
  sellCommand,
  closeCommand,
  rebalanceCommand,
  tradesCommand,
  ordersCommand,
  executionsCommand,
  resetCommand,
  doctorCommand,
  exportCommand,
  collectCommand,
  taxCommand,
  tearsheetCommand,
];
