import { formatDate, formatPercent, formatTime } from '../../src/present/format.ts';
import { nearest } from './curve.ts';
import type { PanelSeries } from './useSeries.ts';

/** Values under the crosshair (else the newest) in words, above the charts and without covering them. */
export function ValueReadout(props: {
  readonly series: PanelSeries | null;
  readonly hover: number | null;
  readonly origins: readonly string[];
  money(value: number): string;
}) {
  const { series } = props;
  if (!series || series.value.curve.at.length === 0) return <p class="readout">{'\u00a0'}</p>;
  const { at, value } = series.value.curve;
  const index = props.hover === null ? at.length - 1 : nearest(at, props.hover);
  const time = at[index] ?? 0;
  const shown = value[index] ?? null;
  const drop = series.drawdown.curve.value[nearest(series.drawdown.curve.at, time)];
  // Points of one day apart need no clock.
  const fine = (at.at(-1) ?? 0) - (at[0] ?? 0) < 7 * 86_400_000;
  return (
    <p class="readout">
      <span class="muted">{fine ? formatTime(time) : formatDate(time)}</span>
      <span>
        <i class="key portfolio" /> Portfolio{' '}
        <b>{shown === null ? '–' : series.percent ? formatPercent(shown, { sign: true }) : props.money(shown)}</b>
      </span>
      <span>
        <i class="key drawdown" /> Drawdown{' '}
        <b class={drop !== undefined && drop < -0.00005 ? 'tone-down' : ''}>{formatPercent(drop)}</b>
      </span>
      {props.origins.map((origin) => (
        <span key={origin} class="muted">
          <i class="key light" /> {origin}
        </span>
      ))}
    </p>
  );
}
