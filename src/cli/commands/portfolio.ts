import type { Snapshot } from '../../core/model/snapshot.ts';
import { formatAge, formatMoney, formatPercent, formatPrice, formatQuantity } from '../../present/format.ts';
import { gapCount } from '../../present/gapCount.ts';
import { portfolioRecord } from '../../present/records/portfolioRecord.ts';
import { incompleteWords } from '../../present/records.ts';
import type { Command, Invocation } from '../command.ts';
import { nothingRead, readPortfolio } from '../readPortfolio.ts';
import { boxTable, plain } from '../table.ts';
import { changeWords, simulatedMark, stateWords } from '../words.ts';

/** Total, change, assets with their shares, accounts: VAL-1. */
export const portfolioCommand: Command = {
  name: 'portfolio',
  summary: 'total value, change, assets and accounts',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'detailed', 'exchange', 'timeout'],
  async run(invocation) {
    const read = await readPortfolio(invocation, false);
    if (read?.state.snapshot == null) return 3;
    const { snapshot, name } = read.state;
    const { out } = invocation.output;
    if (invocation.options.json) out(JSON.stringify(portfolioRecord(snapshot, name), null, 2));
    else out(text(snapshot, name, invocation));
    return nothingRead(snapshot) ? 3 : 0;
  },
};

function text(snapshot: Snapshot, name: string, { output: { style }, options }: Invocation): string {
  const base = snapshot.baseCurrency;
  const money = (value: number | null) => formatMoney(value, base);
  const lacks = gapCount(snapshot.gaps);
  const incomplete = incompleteWords(snapshot.gaps);
  const display = Object.entries(snapshot.display).map(([currency, value]) => formatMoney(value, currency));
  const total =
    snapshot.equity === null
      ? style.dim(`n/a (${plain(snapshot.equityReason ?? 'not known')})`)
      : style.bold(money(snapshot.equity)) + (lacks === null ? '' : ` ${style.warning(`(incomplete: ${lacks})`)}`);
  const assets = [...snapshot.assets].sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const detail = options.detailed;
  const assetTable = boxTable(
    [
      { title: 'Asset', align: 'start' },
      { title: 'Balance', align: 'end' },
      ...(detail ? [{ title: 'Price', align: 'end' as const }] : []),
      { title: 'Value', align: 'end' },
      { title: 'Share', align: 'end' },
      { title: 'State', align: 'start' },
      ...(detail ? [{ title: 'Source', align: 'start' as const }] : []),
    ],
    assets.map((asset) => [
      plain(asset.asset),
      formatQuantity(asset.quantity),
      ...(detail ? [formatPrice(asset.price?.price)] : []),
      money(asset.value),
      formatPercent(asset.share, { digits: 1 }),
      stateWords(asset.state, style),
      ...(detail ? [plain(asset.price?.source ?? asset.reason ?? '')] : []),
    ]),
  );
  const accountTable = boxTable(
    [
      { title: 'Account', align: 'start' },
      { title: 'Value', align: 'end' },
      { title: 'Share', align: 'end' },
      { title: 'State', align: 'start' },
      { title: 'Data', align: 'end' },
      ...(detail ? [{ title: 'Reason', align: 'start' as const }] : []),
    ],
    snapshot.accounts.map((account) => [
      plain(account.title) + simulatedMark(account.simulated && !account.title.includes('simulated'), style),
      money(account.value),
      formatPercent(account.share, { digits: 1 }),
      stateWords(account.state, style),
      account.at === null ? '' : `${formatAge(snapshot.asOf - account.at)} old`,
      ...(detail ? [plain(account.reason ?? account.notes.join('; '))] : []),
    ]),
  );
  return [
    style.bold(plain(name)) + simulatedMark(snapshot.simulated, style),
    `Total: ${total}${display.length === 0 ? '' : `  ≈ ${display.join(' · ')}`}`,
    `24 h:  ${changeWords(snapshot.change24h, base, style)}`,
    `MTD:   ${changeWords(snapshot.monthToDate, base, style)}`,
    `All:   ${changeWords(snapshot.allTime, base, style)}`,
    '',
    assets.length === 0 ? style.dim('no assets') : assetTable,
    '',
    accountTable,
    ...(incomplete === null ? [] : ['', style.warning(plain(incomplete))]),
  ].join('\n');
}
