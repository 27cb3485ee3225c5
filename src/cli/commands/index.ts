import type { Command } from '../command.ts';
import { analyticsCommand } from './analytics.ts';
import { checkCommand } from './check.ts';
import { collectCommand } from './collect.ts';
import { compareCommand } from './compare.ts';
import { correlationCommand } from './correlation.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { historyCommand } from './history.ts';
import { holdingsCommand } from './holdings.ts';
import { performanceCommand } from './performance.ts';
import { portfolioCommand } from './portfolio.ts';
import { sectorsCommand } from './sectors.ts';
import { snapshotCommand } from './snapshot.ts';
import { tearsheetCommand } from './tearsheet.ts';

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
  doctorCommand,
  exportCommand,
  collectCommand,
  tearsheetCommand,
];
