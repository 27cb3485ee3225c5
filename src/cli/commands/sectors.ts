import { formatMoney, formatPercent } from '../../present/format.ts';
import { type SectorsRecord, sectorsRecord } from '../../present/records/sectorsRecord.ts';
import { incompleteWords } from '../../present/records.ts';
import type { Command } from '../command.ts';
import { nothingRead, readPortfolio } from '../readPortfolio.ts';
import type { Style } from '../style.ts';
import { boxTable, plain } from '../table.ts';
import { simulatedMark } from '../words.ts';

/** VAL-2 by the sectors of the configuration. */
export const sectorsCommand: Command = {
  name: 'sectors',
  summary: 'the book by the sectors of the configuration',
  usage: '',
  maxPositionals: 0,
  options: ['config', 'json', 'exchange', 'timeout'],
  async run(invocation) {
    const read = await readPortfolio(invocation, false);
    if (read?.state.snapshot == null) return 3;
    const { snapshot } = read.state;
    const { output, options } = invocation;
    const record = sectorsRecord(read.state, Date.now());
    const incomplete = incompleteWords(snapshot.gaps);
    if (options.json) output.out(JSON.stringify(record, null, 2));
    else
      output.out(
        text(record, output.style) + (incomplete === null ? '' : `\n${output.style.warning(plain(incomplete))}`),
      );
    return nothingRead(snapshot) ? 3 : 0;
  },
};

function text(record: SectorsRecord, style: Style): string {
  const table = boxTable(
    [
      { title: 'Sector', align: 'start' },
      { title: 'Value', align: 'end' },
      { title: 'Share', align: 'end' },
      { title: 'Assets', align: 'start' },
    ],
    record.sectors.map(({ sector, value, share, assets }) => [
      plain(sector),
      formatMoney(value, record.base_currency),
      formatPercent(share, { digits: 1 }),
      plain(assets.join(', ')),
    ]),
  );
  const basis = record.basis === 'gross' ? style.dim(' shares of the sum of sizes') : '';
  return [
    ...(record.reason === null ? [] : [style.dim(record.reason)]),
    record.sectors.length === 0 ? style.dim('nothing is held') : table + simulatedMark(record.simulated, style) + basis,
  ].join('\n');
}
