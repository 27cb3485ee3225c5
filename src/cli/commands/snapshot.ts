import type { RiskResult } from '../../core/model/risk.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import { formatMoney, formatPrice, formatQuantity } from '../../present/format.ts';
import { snapshotRecord } from '../../present/records/snapshotRecord.ts';
import { incompleteWords } from '../../present/records.ts';
import type { Command, Invocation } from '../command.ts';
import { nothingRead, readPortfolio } from '../readPortfolio.ts';
import { limitLines } from '../riskLines.ts';
import { plain, plainTable } from '../table.ts';
import { simulatedMark, tinted } from '../words.ts';

/** Open positions with exposure, P&L, and the risk status: POS-2. */
export const snapshotCommand: Command = {
  name: 'snapshot',
  summary: 'open positions, exposure, P&L and risk status',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'no-risk', 'starting-cash', 'detailed', 'exchange', 'timeout'],
  async run(invocation) {
    const read = await readPortfolio(invocation, false);
    if (read?.state.snapshot == null) return 3;
    const { snapshot, risk } = read.state;
    const { out, err } = invocation.output;
    const left = Object.keys(read.found.config?.accounts ?? {}).length - snapshot.accounts.length;
    // A limit of the whole book, held against a part of it, would allow too much.
    if (left > 0 && !invocation.options.noRisk)
      err('note: risk limits hold for the whole book, so none is judged with --exchange');
    const shown = invocation.options.noRisk || left > 0 ? null : risk;
    if (invocation.options.json) out(JSON.stringify(snapshotRecord(snapshot, shown), null, 2));
    else out(text(snapshot, shown, invocation));
    return nothingRead(snapshot) ? 3 : 0;
  },
};

function text(snapshot: Snapshot, risk: RiskResult | null, { output: { style }, options }: Invocation): string {
  const base = snapshot.baseCurrency;
  const time = `${new Date(snapshot.asOf).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const rows = snapshot.positions.map((position) => [
    plain(position.symbol),
    ...(options.detailed ? [plain(position.account), plain(position.strategy ?? '')] : []),
    position.side,
    formatQuantity(position.size),
    formatPrice(position.entryPrice),
    formatPrice(position.markPrice),
    formatPrice(position.notional),
    tinted(position.unrealizedPnl, formatPrice(position.unrealizedPnl), style),
    plain(position.currency),
    position.state === 'ok' ? '' : style.warning(position.state),
  ]);
  const columns = [
    { title: 'symbol', align: 'start' as const },
    ...(options.detailed
      ? [
          { title: 'account', align: 'start' as const },
          { title: 'strategy', align: 'start' as const },
        ]
      : []),
    { title: 'side', align: 'start' as const },
    ...['size', 'entry', 'mark', 'notional', 'unreal_pnl'].map((title) => ({ title, align: 'end' as const })),
    { title: '', align: 'start' as const },
    { title: '', align: 'start' as const },
  ];
  const money = (value: number | null) => formatMoney(value, base);
  const incomplete = incompleteWords(snapshot.gaps);
  const exposure = Object.entries(snapshot.symbolNotional).sort((a, b) => b[1] - a[1]);
  const totals = [
    ['num_open_positions', String(snapshot.openPositions)],
    ['total_notional', money(snapshot.totalNotional)],
    ['total_unrealized_pnl', tinted(snapshot.totalUnrealizedPnl, money(snapshot.totalUnrealizedPnl), style)],
    ['total_realized_pnl', tinted(snapshot.totalRealizedPnl, money(snapshot.totalRealizedPnl), style)],
    ['equity', money(snapshot.equity)],
    ['cash', money(snapshot.cash)],
    ['margin_used', money(snapshot.marginUsed)],
  ];
  const pairs = [
    { title: '', align: 'start' as const },
    { title: '', align: 'end' as const },
  ];
  return [
    style.bold(`Portfolio snapshot · ${time}`) + simulatedMark(snapshot.simulated, style),
    '',
    style.bold('Positions'),
    rows.length === 0 ? style.dim('no open positions') : plainTable(columns, rows),
    '',
    style.bold(`Totals (${base})`),
    plainTable(pairs, totals),
    ...(exposure.length === 0
      ? []
      : [
          '',
          style.bold(`Symbol exposure (${base})`),
          plainTable(
            pairs,
            exposure.map(([symbol, value]) => [plain(symbol), money(value)]),
          ),
        ]),
    ...(incomplete === null ? [] : ['', style.warning(plain(incomplete))]),
    ...(risk === null ? [] : ['', style.bold('Risk status'), ...limitLines(risk, style)]),
  ].join('\n');
}
