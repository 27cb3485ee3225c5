import type { Execution } from '../../core/model/trading.ts';
import { formatTime } from '../format.ts';
import { escapeMarkdown } from '../markdown.ts';
import { foreign } from '../redact.ts';
import { presentExecution } from './execution.ts';
import type { TradingOptions } from './tradingOptions.ts';

/** REB-3 as a page of Markdown: every execution with its orders, the check it was sent under, fills, P&L, and what remains. */
export function orderLog(name: string, executions: readonly Execution[], options: TradingOptions): string {
  const title = `# ${escapeMarkdown(name)}: orders sent by Quantfolio`;
  if (executions.length === 0) return `${title}\n\nNo order was sent yet.\n`;
  return `${[title, ...executions.map((execution) => section(execution, options))].join('\n\n')}\n`;
}

function section(execution: Execution, options: TradingOptions): string {
  const view = presentExecution(execution, options);
  const check = [execution.check.state, ...execution.check.reasons, ...execution.check.warnings].join('; ');
  const rows = view.orders.map(
    ({ text, state, detail }, index) =>
      `| ${escapeMarkdown(text)}${execution.orders[index]?.live === true ? ' (live)' : ''} | ${escapeMarkdown(state)} | ${escapeMarkdown(detail)} |`,
  );
  return [
    `## ${formatTime(execution.at)} · ${escapeMarkdown(view.title)}`,
    `${escapeMarkdown(view.text)}. Pre-trade check: ${escapeMarkdown(foreign(check, options.privacy))}.`,
    ['| Order | State | What became of it |', '|:--|:--|:--|', ...rows].join('\n'),
    view.remains.map((line) => `- Remains: ${escapeMarkdown(line)}`).join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}
