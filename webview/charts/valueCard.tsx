import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { formatMoney } from '../../src/present/format.ts';
import { IconButton, Toggle } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { usePage } from '../kit/page.ts';
import { type Preset, presets } from '../kit/uiState.ts';
import { origins } from './curve.ts';
import { axisWidth } from './lineCharts.ts';
import { asWindow, presetStart, type Span } from './range.ts';
import { SeriesTable } from './seriesTable.tsx';
import { useSeries, type Window } from './useSeries.ts';
import { ValuePlot } from './valuePlot.tsx';
import { ValueReadout } from './valueReadout.tsx';

/** The portfolio's value over its drawdown, one time range for both. */
export function ValueCard() {
  const { view, ui, choose, run, version } = usePage();
  const [now] = useState(() => Date.now());
  const [zoomed, setZoomed] = useState<Span | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [width, setWidth] = useState(0);
  // Amounts may not be drawn in privacy: the curve is rebased to percent.
  const percent = view.privacy || ui.percent;
  const preset = useMemo<Window>(() => ({ from: presetStart(ui.preset, now), to: null }), [ui.preset, now]);
  const [window_, setWindow] = useState<Window>(preset);
  const { series, error } = useSeries(window_, percent, Math.max(0, Math.round(width - axisWidth)));

  const extent = useMemo<Span>(() => {
    const known = series?.value.extent;
    return known && known.to > known.from ? known : { from: now - 86_400_000, to: now };
  }, [series, now]);
  const span = useMemo<Span>(() => {
    if (zoomed) return zoomed;
    const from = Math.max(window_.from ?? extent.from, extent.from);
    const to = window_.to ?? extent.to;
    return to > from ? { from, to } : extent;
  }, [zoomed, window_, extent]);

  useEffect(() => {
    setZoomed(null);
    setWindow(preset);
  }, [preset, view.portfolio]);

  const onSpan = useCallback(
    (next: Span) => {
      setZoomed(next);
      setWindow(asWindow(next, extent));
    },
    [extent],
  );
  const onReset = useCallback(() => {
    setZoomed(null);
    setWindow(preset);
  }, [preset]);
  const pickPreset = (next: Preset) => {
    choose({ preset: next });
    setZoomed(null);
    setWindow({ from: presetStart(next, now), to: null });
  };

  const kinds = series ? origins(series.value) : [];
  const reason = view.valueChart.reason ?? series?.value.reason ?? null;
  const empty = series !== null && series.value.curve.at.length < 2;
  // Only where the engine could take deposits out of the curve is it a return.
  const percentWords =
    empty || series?.value.reason == null ? 'return, net of deposits' : `change of value: ${series.value.reason}`;
  const money = (value: number) => formatMoney(value, view.currency);

  return (
    <Card
      title="Portfolio value"
      subtitle={percent ? percentWords : view.currency}
      area="chart"
      tools={
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons is no form */}
          <div class="segments" role="group" aria-label="Time range">
            {presets.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={zoomed === null && ui.preset === name}
                onClick={() => pickPreset(name)}
              >
                {name}
              </button>
            ))}
          </div>
          <Toggle
            label="%"
            title={
              view.privacy
                ? 'Amounts are hidden: the curve shows the return in percent'
                : 'Show the return since the start of the range, in percent'
            }
            pressed={percent}
            disabled={view.privacy}
            onClick={() => choose({ percent: !ui.percent })}
          />
          <Toggle label="Log" title="Logarithmic axis" pressed={ui.log} onClick={() => choose({ log: !ui.log })} />
          <IconButton icon="table" label="Show as table" pressed={asTable} onClick={() => setAsTable(!asTable)} />
        </>
      }
    >
      {error ? (
        <p class="incomplete" role="alert">
          {error}{' '}
          <button type="button" class="link" onClick={() => run('refresh')}>
            Refresh
          </button>
        </p>
      ) : null}
      <ValueReadout series={series} hover={hover} money={money} origins={kinds} />
      {empty ? (
        <p class="empty chart-empty">{reason ?? 'No history yet: the curve starts with the next recorded value.'}</p>
      ) : null}
      {asTable && series && !empty ? <SeriesTable series={series} money={money} /> : null}
      <div class={asTable || empty ? 'plot-frame hidden-frame' : 'plot-frame'}>
        <ValuePlot
          key={view.portfolio}
          series={series}
          span={span}
          extent={extent}
          hover={hover}
          percent={series?.percent ?? percent}
          log={ui.log}
          version={version}
          onSpan={onSpan}
          onReset={onReset}
          onHover={setHover}
          onWidth={setWidth}
        />
      </div>
    </Card>
  );
}
