import type { TableCell } from '../../src/protocol/panelView.ts';
import type { MonthCell, MonthlyView, PerformanceView } from '../../src/protocol/performanceView.ts';
import { askPerformance } from './askPerformance.ts';
import { fixedChart } from './fixedCard.tsx';

/** Months as a heat map that is a table. */
export const monthly = fixedChart({
  id: 'monthly',
  title: 'Monthly returns',
  section: 'performance',
  choices: [],
  name: 'performance',
  question: askPerformance,
  subtitle: () => '%, compounded',
  empty: (answer) => answer.reason ?? (answer.monthly?.years.length ? null : 'No month has a return yet.'),
  canvas: false,
  isTable: true,
  table: monthlyTable,
  Plot: ({ answer }) => (answer.monthly ? <Heat monthly={answer.monthly} benchmark={benchmarkName(answer)} /> : <p />),
});

function benchmarkName(answer: PerformanceView): string | null {
  const some = answer.monthly?.years.some((year) => year.benchmark !== null) ?? false;
  return some ? (answer.benchmarks.find((entry) => entry.reason === null)?.title ?? 'Benchmark') : null;
}

function Heat(props: { readonly monthly: MonthlyView; readonly benchmark: string | null }) {
  const { monthly: view, benchmark } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by key
    <section class="table-box heat-box" tabIndex={0} aria-label="Returns by month and year">
      <table class="heat">
        <thead>
          <tr>
            <th scope="col">Year</th>
            {view.months.map((month) => (
              <th key={month} scope="col">
                {month}
              </th>
            ))}
            <th scope="col">Year</th>
            {benchmark ? (
              <th scope="col" class="cut" title={benchmark}>
                {benchmark}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {[...view.years].reverse().map((year) => (
            <tr key={year.year}>
              <th scope="row">{year.year}</th>
              {year.cells.map((cell, index) => (
                <Cell key={view.months[index] ?? index} cell={cell} />
              ))}
              <Cell cell={year.total} total />
              {benchmark ? year.benchmark ? <Cell cell={year.benchmark} plain /> : <td /> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The card says "%", and colour and minus say the sign: cells have little room. */
function short(text: string): string {
  return text.replace(/[+%]/g, '');
}

function Cell(props: { readonly cell: MonthCell; readonly total?: boolean; readonly plain?: boolean }) {
  const { cell } = props;
  const kind = props.total ? 'total' : props.plain ? 'plain' : '';
  // A custom property is no style rule of its own: the page's policy lets scripts set it.
  const style = { '--q-strength': String(Math.round(Math.min(1, Math.max(0, cell.strength)) * 100) / 100) };
  return (
    <td class={`${kind} heat-${cell.tone}`} title={cell.title} style={style}>
      {short(cell.text)}
    </td>
  );
}

function monthlyTable(answer: PerformanceView) {
  const view = answer.monthly;
  const cell = (entry: MonthCell | null): TableCell => {
    const value = entry === null ? Number.NaN : Number(short(entry.text).replace('−', '-').replace(',', ''));
    return { text: entry === null ? '' : short(entry.text), sort: Number.isFinite(value) ? value : null };
  };
  const benchmark = benchmarkName(answer);
  return {
    id: 'monthly',
    title: 'Monthly returns',
    columns: [
      { id: 'year', title: 'Year', align: 'start' as const },
      ...(view?.months ?? []).map((month) => ({ id: month, title: `${month} %`, align: 'end' as const })),
      { id: 'total', title: 'Year %', align: 'end' as const },
      ...(benchmark ? [{ id: 'benchmark', title: `${benchmark} %`, align: 'end' as const }] : []),
    ],
    rows: (view?.years ?? []).map((year) => ({
      id: year.year,
      cells: [
        { text: year.year, sort: year.year },
        ...year.cells.map(cell),
        cell(year.total),
        ...(benchmark ? [cell(year.benchmark)] : []),
      ],
    })),
    empty: '',
    incomplete: null,
  };
}
