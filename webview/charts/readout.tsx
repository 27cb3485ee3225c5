import { formatDate, formatTime } from '../../src/present/format.ts';
import type { Pane, PlotLine } from './chart.ts';
import { before } from './curve.ts';

/** Value of a line at a time: its last point until then; null before it starts. A part of a stack has its own. */
export function valueAt(line: PlotLine, time: number): number | null {
  const curve = line.own ?? line.curve;
  return curve.value[before(curve.at, time)] ?? null;
}

/** The line that gives the times: of the pointer, the keys, the table. */
export function leading(panes: readonly Pane[]): PlotLine | undefined {
  return panes.flatMap((pane) => pane.lines).find((line) => line.curve.at.length > 0);
}

/** "19 Nov 2026", with the clock where points are less than a day apart. */
export function timeText(panes: readonly Pane[], time: number): string {
  const at = leading(panes)?.curve.at ?? [];
  const fine = (at.at(-1) ?? 0) - (at[0] ?? 0) < 7 * 86_400_000;
  return fine ? formatTime(time) : formatDate(time);
}

/** Values under the crosshair (else the newest) in words, above the panes and without covering them. */
export function Readout(props: { readonly panes: readonly Pane[]; readonly hover: number | null }) {
  const { panes } = props;
  const lead = leading(panes);
  if (!lead) return <p class="readout">{'\u00a0'}</p>;
  const time = props.hover ?? lead.curve.at.at(-1) ?? 0;
  return (
    <p class="readout">
      <span class="muted">{timeText(panes, time)}</span>
      {panes
        .flatMap((pane) => pane.lines)
        .map((line) => {
          const value = valueAt(line, time);
          const tone = value === null ? 'none' : (line.tone?.(value) ?? 'none');
          return (
            <span key={line.id}>
              <i class={`key ${line.style}`} style={{ color: line.colour }} /> {line.title}{' '}
              <b class={tone === 'none' ? '' : `tone-${tone}`}>{value === null ? '–' : line.text(value)}</b>
            </span>
          );
        })}
      {origins(panes).map(({ origin, colour }) => (
        <span key={origin} class="muted">
          <i class="key line" style={{ color: colour }} /> {origin}
        </span>
      ))}
    </p>
  );
}

/** What parts of the curves are, besides recorded: "simulated", "reconstructed". */
function origins(panes: readonly Pane[]): readonly { readonly origin: string; readonly colour: string }[] {
  const found = new Map<string, string>();
  for (const { curve, lighter } of panes.flatMap((pane) => pane.lines)) {
    const [first, last] = [curve.at[0] ?? 0, curve.at.at(-1) ?? 0];
    for (const span of lighter?.spans ?? []) {
      if (lighter && span.to >= first && span.from <= last) found.set(span.origin, lighter.colour);
    }
  }
  return [...found].map(([origin, colour]) => ({ origin, colour }));
}
