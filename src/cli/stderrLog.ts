import type { Log } from '../core/ports.ts';
import type { Invocation } from './command.ts';
import { plain } from './table.ts';

/** Quiet unless QUANTFOLIO_LOG is set: what matters to people is in the answer and its notes. */
export function stderrLog(environment: Invocation['environment'], err: (text: string) => void): Log {
  const order = ['debug', 'info', 'warn', 'error'];
  const level = order.indexOf(environment['QUANTFOLIO_LOG'] ?? '');
  const say = (at: number) => (message: string) => {
    if (level >= 0 && at >= level) err(`${order[at]}: ${plain(message)}`);
  };
  return { debug: say(0), info: say(1), warn: say(2), error: say(3) };
}
