import type { ChartConfiguration } from 'chart.js';
import { useId, useMemo, useState } from 'preact/hooks';
import { formatPercent } from '../../src/present/format.ts';
import type { AllocationView } from '../../src/protocol/panelView.ts';
import { Card } from '../kit/card.tsx';
import { usePage } from '../kit/page.ts';
import { useChart } from './useChart.ts';

/** Where the money is: a doughnut with its legend as a list, which is its table too. */
export function AllocationCard() {
  const { view, ui, choose } = usePage();
  const id = useId();
  const chosen = view.allocations.find((entry) => entry.by === ui.allocation) ?? view.allocations[0];
  return (
    <Card
      title="Allocation"
      subtitle={chosen?.subtitle ?? ''}
      area="allocation"
      incomplete={chosen?.incomplete ?? null}
      tools={
        view.allocations.length > 1 && chosen ? (
          <>
            <label class="hidden" for={id}>
              Allocation by
            </label>
            <select id={id} value={chosen.by} onChange={(event) => choose({ allocation: event.currentTarget.value })}>
              {view.allocations.map((entry) => (
                <option key={entry.by} value={entry.by}>
                  {`by ${entry.title.toLowerCase()}`}
                </option>
              ))}
            </select>
          </>
        ) : null
      }
    >
      {chosen && chosen.slices.length > 0 ? (
        <Doughnut allocation={chosen} />
      ) : (
        <p class="empty">Nothing with a value yet.</p>
      )}
    </Card>
  );
}

function Doughnut(props: { readonly allocation: AllocationView }) {
  const { allocation } = props;
  const { palette } = usePage();
  const [hover, setHover] = useState<number | null>(null);
  const colour = (index: number) => {
    const other = allocation.slices[index]?.key === '\u0000other';
    return palette.slices[other ? palette.slices.length - 1 : index] ?? palette.muted;
  };
  const configuration = useMemo<ChartConfiguration<'doughnut', number[]>>(
    () => ({
      type: 'doughnut',
      data: {
        datasets: [
          {
            data: allocation.slices.map((slice) => slice.share),
            backgroundColor: allocation.slices.map((_, index) => colour(index)),
            borderColor: palette.background,
            borderWidth: allocation.slices.length > 1 ? 2 : 0,
          },
        ],
      },
      options: { cutout: '74%', layout: { padding: 2 } },
    }),
    [allocation, palette],
  );
  const { canvas } = useChart(configuration);
  const slice = hover === null ? undefined : allocation.slices[hover];
  return (
    <div class="doughnut">
      <div class="ring">
        <canvas ref={canvas} />
        <div class="centre">
          <b>{slice ? formatPercent(slice.share, { digits: 1 }) : allocation.centre.top}</b>
          <span>{slice ? slice.label : allocation.centre.bottom}</span>
        </div>
      </div>
      <ul class="legend" aria-label={`Allocation by ${allocation.title.toLowerCase()}`}>
        {allocation.slices.map((entry, index) => (
          <li key={entry.key} onPointerEnter={() => setHover(index)} onPointerLeave={() => setHover(null)}>
            <i class="swatch" style={{ background: colour(index) }} />
            <span class="name" title={entry.label}>
              {entry.label}
            </span>
            <span class="amount">{entry.value}</span>
            <span class="share">{formatPercent(entry.share, { digits: 1 })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
