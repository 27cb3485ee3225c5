import { formatMoney } from '../../present/format.ts';
import { collect } from '../../process/collect.ts';
import type { Command } from '../command.ts';
import { findPortfolio } from '../findPortfolio.ts';
import { stderrLog } from '../stderrLog.ts';
import { plain } from '../table.ts';

/** One second at least; 0 would never end an interval. */
const duration = /^([1-9]\d*(\.\d+)?\s*s|(?=[\d.]*[1-9])\d+(\.\d+)?\s*(min|m|h|d))$/;

/** HIST-2: records the book without a window, until it is stopped. */
export const collectCommand: Command = {
  name: 'collect',
  summary: 'record the book at an interval, without a window, until it is stopped (Ctrl-C, SIGTERM)',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'interval', 'once'],
  async run(invocation) {
    const { options, output, environment } = invocation;
    if (options.interval !== null && !duration.test(options.interval)) {
      output.err(`quantfolio: --interval needs a duration such as 1min, 15min or 1h, not '${options.interval}'`);
      return 3;
    }
    const found = await findPortfolio(invocation);
    if (found === null) return 3;
    if (!found.config.history.snapshots.enabled) {
      output.err('quantfolio: history.snapshots.enabled is false in the configuration: nothing is to be recorded');
      return 3;
    }
    const stop = new AbortController();
    const onSignal = (): void => stop.abort();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
    try {
      const { records, trouble } = await collect(found, {
        environment,
        log: stderrLog(environment, output.err),
        interval: options.interval,
        once: options.once,
        signal: stop.signal,
        onRecord({ at, currency, portfolio, accounts, holdings }) {
          const time = new Date(at).toISOString();
          if (options.json) {
            const { equity, flow } = portfolio;
            const counts = { accounts: accounts.length, holdings: holdings.length };
            output.out(JSON.stringify({ version: 1, at: time, currency, equity, flow, ...counts }));
          } else {
            const what = `${counted(accounts.length, 'account')}, ${counted(holdings.length, 'holding')}`;
            output.out(`${time} recorded ${formatMoney(portfolio.equity, currency)} (${what})`);
          }
        },
        onLedger: (account, added) =>
          output.err(`${now()} ${plain(account)}: ${counted(added, 'new entry', 'new entries')} in the ledger`),
        onTrouble: (words) => output.err(`${now()} ${plain(words)}`),
      });
      if (records === 0 && trouble === null) {
        // `--once` from cron, more often than the interval: nothing is missing.
        if (options.once) output.err(`${now()} nothing new: this interval has a record already`);
        return 0;
      }
      return records === 0 || trouble !== null ? 3 : 0;
    } finally {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
    }
  },
};

function now(): string {
  return new Date().toISOString();
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
