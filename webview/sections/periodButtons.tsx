import { usePage } from '../kit/page.ts';
import { periods } from '../kit/uiState.ts';

/** The periods of PERF-1; the chosen one is kept for every section that has one. */
export function PeriodButtons() {
  const { ui, choose } = usePage();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons is no form
    <div class="segments" role="group" aria-label="Period">
      {periods.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={'id' in ui.period && ui.period.id === name}
          onClick={() => choose({ period: { id: name } })}
        >
          {name === 'all' ? 'All' : name}
        </button>
      ))}
    </div>
  );
}
