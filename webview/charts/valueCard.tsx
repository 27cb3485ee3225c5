import { useMemo, useState } from 'preact/hooks';
import { Toggle } from '../kit/button.tsx';
import { usePage } from '../kit/page.ts';
import { presets, whole } from '../kit/uiState.ts';
import type { Scope } from './chart.ts';
import { presetStart } from './range.ts';
import { TimeCard } from './timeCard.tsx';
import type { Window } from './useCurves.ts';
import { value } from './value.ts';

/** The portfolio's value with its own range, in amounts or percent. */
export function ValueCard() {
  const { view, ui, choose } = usePage();
  const [now] = useState(() => Date.now());
  const { portfolio } = view;
  // Amounts may not be drawn in privacy: the curve is rebased to percent.
  const percent = view.privacy || ui.percent;
  const calendar = view.calendarStarts;
  const range = useMemo<Window>(
    () => ({ from: presetStart(ui.preset, now, calendar), to: null }),
    [ui.preset, now, calendar?.year],
  );
  const scope = useMemo<Scope | null>(
    () => (portfolio === null ? null : { portfolio, subject: whole, benchmarks: null }),
    [portfolio],
  );
  return (
    <TimeCard
      chart={value}
      scope={scope}
      range={range}
      title={view.name}
      percent={percent}
      log={ui.log}
      live
      reason={view.valueChart.reason}
      tools={(zoomed, reset) => (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons is no form */}
          <div class="segments" role="group" aria-label="Time range">
            {presets.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={!zoomed && ui.preset === name}
                onClick={() => {
                  choose({ preset: name });
                  reset();
                }}
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
        </>
      )}
    />
  );
}
