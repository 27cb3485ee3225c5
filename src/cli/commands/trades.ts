import type { TableName } from '../../core/model/tables.ts';
import { askTable } from '../askTable.ts';
import type { Command, OptionName } from '../command.ts';

const options: readonly OptionName[] = [
  'config',
  'account',
  'strategy',
  'asset',
  'period',
  'from',
  'to',
  'json',
  'format',
  'timeout',
];

/** POS-4: fills with what each earned, newest first. */
export const tradesCommand: Command = tableCommand('trades', 'trades', 'fills with what each earned, newest first');
export const ordersCommand: Command = tableCommand('orders', 'orders', 'orders: working, filled, cancelled');

function tableCommand(name: string, table: TableName, summary: string): Command {
  return {
    name,
    summary,
    usage: '',
    maxPositionals: 0,
    options,
    formats: ['text', 'json', 'csv'],
    run: (invocation) => askTable(invocation, table),
  };
}
