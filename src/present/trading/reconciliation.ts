import type { BalanceDifference, Reconciliation } from '../../core/model/tax.ts';
import type { TableColumn } from '../../protocol/panelView.ts';
import type { ReconciliationView } from '../../protocol/tradingView.ts';
import { formatCount } from '../format.ts';
import { type Cell, money, quantity, rows, text } from '../panel/cells.ts';
import { type Words, wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import { sentence } from '../words.ts';
import { plainTitles, type TitleOf } from './orderWords.ts';
import type { TradingOptions } from './tradingOptions.ts';

export interface ReconciliationOptions extends TradingOptions {
  readonly baseCurrency: string;
}

const columns: readonly TableColumn[] = [
  { id: 'account', title: 'Account', align: 'start' },
  { id: 'asset', title: 'Asset', align: 'start' },
  { id: 'implied', title: 'By its entries', align: 'end' },
  { id: 'reported', title: 'Reported', align: 'end' },
  { id: 'difference', title: 'Difference', align: 'end' },
  { id: 'value', title: 'Value', align: 'end' },
  { id: 'cause', title: 'Likely cause', align: 'start' },
  { id: 'action', title: 'What to do', align: 'start' },
];

/** LED-5: balances that the ledger implies against those reported, what is likely behind each difference, what to do. */
export function presentReconciliation(
  reconciliation: Reconciliation,
  options: ReconciliationOptions,
): ReconciliationView {
  const words = wordsFor(options.baseCurrency, options.privacy, options.now);
  const titleOf = options.titleOf ?? plainTitles;
  return {
    differences: {
      id: 'differences',
      title: 'Balances that differ',
      columns,
      rows: rows(
        reconciliation.differences.map((row) => ({
          id: `${row.account}/${row.asset}`,
          cells: cells(row, titleOf, words),
        })),
        options.privacy,
      ),
      empty:
        reconciliation.agreed.length === 0
          ? 'Nothing could be compared.'
          : reconciliation.notCompared.length === 0
            ? 'Every balance agrees with its entries.'
            : 'What could be compared agrees with its entries.',
      incomplete: null,
    },
    agreed: agreedWords(reconciliation, titleOf),
    notCompared: reconciliation.notCompared.map(({ account, reason }) => {
      const title = titleOf(account);
      return sentence(foreign(reason.includes(title) ? reason : `${title}: ${reason}`, options.privacy));
    }),
  };
}

function cells(row: BalanceDifference, titleOf: TitleOf, words: Words): readonly Cell[] {
  return [
    text(titleOf(row.account)),
    text(row.asset),
    quantity(row.implied, words),
    quantity(row.reported, words),
    quantity(row.difference, words),
    money(row.value, words, 'It has no price'),
    text(foreign(row.causeText, words.privacy)),
    text(row.action === null ? null : foreign(row.action.title, words.privacy), 'Nothing to do'),
  ];
}

function agreedWords({ agreed }: Reconciliation, titleOf: TitleOf): string {
  if (agreed.length === 0) return '';
  const parts = agreed.map(({ account, assets }) => `${titleOf(account)} (${formatCount(assets, 'asset')})`);
  return `Agree in everything: ${parts.join(', ')}`;
}
