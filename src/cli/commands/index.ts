import type { Command } from '../command.ts';
import { checkCommand } from './check.ts';
import { collectCommand } from './collect.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { holdingsCommand } from './holdings.ts';
import { portfolioCommand } from './portfolio.ts';
import { snapshotCommand } from './snapshot.ts';
import { tearsheetCommand } from './tearsheet.ts';

/** The list of sub-commands. */
export const commands: readonly Command[] = [
  snapshotCommand,
  portfolioCommand,
  holdingsCommand,
  checkCommand,
  doctorCommand,
  exportCommand,
  collectCommand,
  tearsheetCommand,
];
