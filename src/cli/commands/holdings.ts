import type { Snapshot } from '../../core/model/snapshot.ts';
import { formatMoney, formatPercent, formatPrice, formatQuantity } from '../../present/format.ts';
import { holdingsRecord, namedPositions, namesAsset } from '../../present/records/holdingsRecord.ts';
import { incompleteWords } from '../../present/records.ts';
import type { Command, Invocation } from '../command.ts';
import { nothingRead, readPortfolio } from '../readPortfolio.ts';
import { boxTable, plain, plainTable } from '../table.ts';
import { simulatedMark, stateWords, tinted } from '../words.ts';

/** Every asset in every pocket of every account, or only the named ones. */
export const holdingsCommand: Command = {
  name: 'holdings',
  summary: 'what is held, by account and pocket; of a SYMBOL its positions too',
  usage: '[SYMBOL …]',
  maxPositionals: Number.POSITIVE_INFINITY,
  options: ['config', 'json', 'detailed', 'exchange', 'timeout'],
  async run(invocation) {
    const read = await readPortfolio(invocation, false);
    if (read?.state.snapshot == null) return 3;
    const { snapshot } = read.state;
    const { positionals, output } = invocation;
    if (invocation.options.json) output.out(JSON.stringify(holdingsRecord(snapshot, positionals), null, 2));
    else output.out(text(snapshot, invocation));
    return nothingRead(snapshot) ? 3 : 0;
  },
};

function text(snapshot: Snapshot, { output: { style }, positionals, options }: Invocation): string {
  const shown = (asset: string | null) => positionals.length === 0 || asset === null || namesAsset(positionals, asset);
  const positions = namedPositions(snapshot, positionals);
  const titles = new Map(snapshot.accounts.map((account) => [account.id, account.title]));
  const holdings = snapshot.holdings
    .filter((holding) => shown(holding.asset))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const incomplete = incompleteWords(snapshot.gaps.filter((gap) => shown(gap.asset)));
  if (holdings.length === 0 && positions.length === 0)
    return style.dim(positionals.length === 0 ? 'nothing is held' : `no ${plain(positionals.join(', '))} is held`);
  const table = boxTable(
    [
      { title: 'Account', align: 'start' },
      { title: 'Pocket', align: 'start' },
      { title: 'Asset', align: 'start' },
      { title: 'Quantity', align: 'end' },
      { title: 'Price', align: 'end' },
      { title: 'Value', align: 'end' },
      { title: 'Share', align: 'end' },
      { title: 'State', align: 'start' },
      ...(options.detailed ? [{ title: 'Price from', align: 'start' as const }] : []),
    ],
    holdings.map((holding) => [
      plain(titles.get(holding.account) ?? holding.account),
      holding.scope,
      plain(holding.asset === holding.code ? holding.asset : `${holding.asset} (${holding.code})`),
      formatQuantity(holding.quantity),
      formatPrice(holding.price?.price),
      formatMoney(holding.value, snapshot.baseCurrency),
      formatPercent(holding.share, { digits: 1 }),
      stateWords(holding.state, style),
      ...(options.detailed ? [plain(holding.price?.source ?? holding.reason ?? '')] : []),
    ]),
  );
  const money = (value: number | null, currency: string) => tinted(value, formatMoney(value, currency), style);
  const details = plainTable(
    [
      ...['Account', 'Position', ''].map((title) => ({ title, align: 'start' as const })),
      ...['Size', 'Entry', 'Mark', 'Notional', 'Open P&L', 'Realised'].map((title) => ({
        title,
        align: 'end' as const,
      })),
    ],
    positions.map((position) => [
      plain(titles.get(position.account) ?? position.account),
      plain(position.symbol),
      position.side,
      formatQuantity(position.size),
      formatPrice(position.entryPrice),
      formatPrice(position.markPrice),
      formatMoney(position.notional, position.currency),
      money(position.unrealizedPnl, position.currency),
      money(position.realizedPnl, position.currency),
    ]),
  );
  const value = holdings.reduce((sum, each) => sum + (each.value ?? 0), 0);
  const total = `Total: ${formatMoney(value, snapshot.baseCurrency)}`;
  return [
    ...(holdings.length === 0 ? [] : [table + simulatedMark(snapshot.simulated, style)]),
    ...(positionals.length === 0 || holdings.length < 2 ? [] : [total]),
    ...(positions.length === 0 ? [] : ['', details]),
    ...(incomplete === null ? [] : [style.warning(plain(incomplete))]),
  ].join('\n');
}
