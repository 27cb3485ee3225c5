import { readOnce } from '../../process/readOnce.ts';
import type { Command } from '../command.ts';
import { findPortfolio } from '../findPortfolio.ts';
import { stderrLog } from '../stderrLog.ts';
import { plain } from '../table.ts';
import { within } from '../within.ts';

/** SRC-2: a paper account begins anew with its starting cash. */
export const resetCommand: Command = {
  name: 'reset',
  summary: 'begin a paper account anew with its starting cash; needs --yes',
  usage: 'ACCOUNT',
  about: [
    'What is open is closed at the market, the money leaves, the starting cash comes in: neither profit nor loss.',
    'Trades before it are told no more, only their result; the value of the past and executions stay.',
  ],
  maxPositionals: 1,
  options: ['config', 'yes', 'timeout'],
  async run(invocation) {
    const { options, positionals, output, environment } = invocation;
    const fail = (reason: string): 3 => {
      output.err(`quantfolio: ${plain(reason)}`);
      return 3;
    };
    const found = await findPortfolio(invocation);
    if (found === null) return 3;
    const paper = Object.entries(found.config.accounts).flatMap(([id, { kind }]) => (kind === 'paper' ? [id] : []));
    const [account] = positionals;
    if (account === undefined || !paper.includes(account)) {
      const known = paper.length === 0 ? 'none is configured' : `there is ${paper.join(', ')}`;
      return fail(
        account === undefined
          ? `name the paper account: ${known}`
          : `no paper account '${account}' is configured; ${known}`,
      );
    }
    if (!options.yes) {
      return fail(
        `${account} would lose all positions, and its history of trades would begin anew: write --yes if that is meant; its value of the past stays`,
      );
    }
    const seconds = options.timeout ?? 20;
    let asked = false;
    const once = readOnce<string | null>(found, {
      environment,
      log: stderrLog(environment, output.err),
      budgetMs: seconds * 1000,
      startingCash: null,
      exchange: null,
      diagnose: false,
      ask: (put, portfolio) => {
        asked = true;
        return put('resetPaper', { portfolio, account }).then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
      },
    });
    const read = await within(once, seconds * 1000);
    if (read === null) {
      const late = `there was no answer within ${seconds} s`;
      return fail(
        asked ? `${late}: look at the account before you reset it again` : `${late}; see 'quantfolio doctor'`,
      );
    }
    const { answer } = read;
    if (answer !== null) return fail(answer);
    output.out(`${account} begins anew with its starting cash`);
    return 0;
  },
};
