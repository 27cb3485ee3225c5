import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Curve } from '../../src/core/model/series.ts';
import { formatMoney } from '../../src/present/format.ts';
import type { Pane } from '../charts/chart.ts';
import { PlainTable } from '../charts/plainTable.tsx';
import { asWindow, type Span } from '../charts/range.ts';
import { Readout } from '../charts/readout.tsx';
import { TimePlot } from '../charts/timePlot.tsx';
import { timeTable } from '../charts/timeTable.ts';
import { IconButton } from '../kit/button.tsx';
import { usePage } from '../kit/page.ts';

/** What a position earned over time, realised and open, or why that is not known. */
export function PathChart(props: { readonly path: Curve; readonly reason: string | null }) {
  const { path, reason } = props;
  const { view, palette } = usePage();
  const [zoomed, setZoomed] = useState<Span | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const panes = useMemo<readonly Pane[]>(
    () => [
      {
        id: 'path',
        label: null,
        lines: [
          {
            id: 'portfolio',
            title: 'P&L',
            colour: palette.portfolio,
            style: 'line',
            curve: path,
            text: (value) => formatMoney(value, view.currency, { sign: true }),
            short: (value) => formatMoney(value, view.currency, { compact: true }),
            tone: (value) => (value > 0 ? 'up' : value < 0 ? 'down' : 'none'),
          },
        ],
        axis: {
          min: null,
          max: null,
          include: 0,
          label: (value) => formatMoney(value, view.currency, { compact: true }),
        },
        tag: 'portfolio',
      },
    ],
    [path, palette, view.currency],
  );
  const extent = { from: path.at[0] ?? 0, to: path.at.at(-1) ?? 0 };
  const onWidth = useCallback(() => {}, []);
  const drawn = path.at.length > 1 && extent.to > extent.from;
  return (
    <section class="sheet-part" aria-label="P&L over time">
      <div class="part-head">
        <h3>P&L over time</h3>
        {drawn ? (
          <IconButton
            icon="table"
            label={asTable ? 'Show P&L as chart' : 'Show P&L as table'}
            pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          />
        ) : null}
      </div>
      {drawn ? (
        <>
          <Readout panes={panes} hover={hover} />
          {asTable ? (
            <PlainTable table={timeTable('path', 'P&L over time', panes, false)} maxHeight={220} />
          ) : (
            <div class="plot-frame path-frame">
              <TimePlot
                title="P&L"
                panes={panes}
                span={zoomed ?? extent}
                extent={extent}
                hover={hover}
                onSpan={(span) => setZoomed(asWindow(span, extent).from === null ? null : span)}
                onReset={() => setZoomed(null)}
                onHover={setHover}
                onWidth={onWidth}
              />
            </div>
          )}
        </>
      ) : null}
      {reason ? <p class="muted small">{reason}</p> : null}
      {!drawn && !reason ? <p class="muted small">No fills are known yet.</p> : null}
    </section>
  );
}
