import type { CostCategory, TradeStats } from '../../core/model/tax.ts';
import type { TradeStatsView } from '../../protocol/tradingView.ts';
import { formatAge, formatCount, formatRatio, missing } from '../format.ts';
import { type Cell, money, percent, rows, text } from '../panel/cells.ts';
import { type Words, wordsFor } from '../panel/words.ts';
import { foreign } from '../redact.ts';
import type { TradingOptions } from './tradingOptions.ts';

export interface TradeStatsOptions extends TradingOptions {
  readonly baseCurrency: string;
}

interface TradeStatsAnswer {
  readonly stats: readonly TradeStats[];
  readonly costs: readonly CostCategory[];
  readonly notes: readonly string[];
}

const column = (id: string, title: string, explain: string | null, align: 'start' | 'end' = 'end') => ({
  id,
  title,
  align,
  hidden: false,
  explain,
});

const columns: TradeStatsView['columns'] = [
  column('strategy', 'Strategy', null, 'start'),
  column('trips', 'Round trips', 'Positions from flat to flat'),
  column('winRate', 'Win rate', 'Trips with a net gain / trips'),
  column('profitFactor', 'Profit factor', 'Sum of gains / sum of losses, net of fees'),
  column('expectancy', 'Expectancy', 'Mean net result of a trip'),
  column('averageWin', 'Average win', null),
  column('averageLoss', 'Average loss', null),
  column('payoff', 'Payoff', 'Average win / average loss'),
  column('net', 'Net P&L', 'Realised, fees taken off'),
  column('holding', 'Held', 'Mean time from the first fill to the last'),
];

/** LED-2: closed round trips in numbers, all first, then by strategy; and what trading cost (LED-4). */
export function presentTradeStats(
  { stats, costs, notes }: TradeStatsAnswer,
  options: TradeStatsOptions,
): TradeStatsView {
  const { privacy } = options;
  const words = wordsFor(options.baseCurrency, privacy, options.now);
  const told = (line: string) => foreign(line, privacy);
  return {
    columns,
    rows: rows(
      stats.map((entry) => ({
        id: entry.strategy === null ? 'all' : `strategy:${entry.strategy}`,
        cells: cells(entry, words),
      })),
      privacy,
    ),
    costs: costs.map(({ title, amount, count, unpriced }) => ({
      label: title,
      value: words.money(amount),
      tone: 'none',
      title: [
        formatCount(count, 'entry', 'entries'),
        unpriced === 0 ? null : `${unpriced} without a price on their day are not in it`,
      ]
        .filter((part) => part !== null)
        .join('; '),
    })),
    notes: [...notes, ...stats.flatMap((entry) => entry.notes)]
      .filter((note, index, all) => all.indexOf(note) === index)
      .map(told),
  };
}

function cells(entry: TradeStats, words: Words): readonly Cell[] {
  const why = entry.notes[0] ?? 'Too few closed round trips';
  const ratio = (value: number | null): Cell => ({
    text: formatRatio(value),
    sort: value,
    ...(value === null ? { title: foreign(why, words.privacy) } : {}),
  });
  return [
    text(entry.strategy ?? 'All'),
    {
      text: String(entry.trips),
      sort: entry.trips,
      title: `${entry.wins} won, ${entry.losses} lost${entry.unknown === 0 ? '' : `, ${entry.unknown} not known`}`,
    },
    percent(entry.winRate, words, why, 1),
    ratio(entry.profitFactor),
    money(entry.expectancy, words, why, true),
    money(entry.averageWin, words, why, true),
    money(entry.averageLoss, words, why, true),
    ratio(entry.payoff),
    money(entry.net, words, why, true),
    {
      text: entry.meanHoldingMs === null ? missing : formatAge(entry.meanHoldingMs),
      sort: entry.meanHoldingMs,
      ...(entry.meanHoldingMs === null ? { title: foreign(why, words.privacy) } : {}),
    },
  ];
}
