import { useId, useRef } from 'preact/hooks';
import type { Period } from '../../src/core/model/performance.ts';
import type { PerformanceChoices } from '../../src/protocol/performanceView.ts';
import { usePage } from '../kit/page.ts';
import { readSubject } from '../kit/uiState.ts';
import { BenchmarkChoice } from './benchmarkChoice.tsx';
import { PeriodButtons } from './periodButtons.tsx';

const day = 86_400_000;

/** Of what, over which period, beside what. `choices` null: not answered yet, what was offered before stays. */
export function Pickers(props: { readonly choices: PerformanceChoices | null }) {
  const { view, ui, choose, run } = usePage();
  const kept = useRef<PerformanceChoices | null>(null);
  if (props.choices) kept.current = props.choices;
  const choices = kept.current;
  const id = useId();
  const book = view.mode !== 'tearSheet';
  return (
    <div class="pickers">
      {book ? <SubjectPicker choices={choices} /> : null}
      <PeriodButtons />
      <span class={'from' in ui.period ? 'date-range chosen' : 'date-range'}>
        <label class="hidden" for={`${id}-from`}>
          From date
        </label>
        <input
          id={`${id}-from`}
          type="date"
          value={'from' in ui.period ? isoDay(ui.period.from) : ''}
          onChange={(event) => choose({ period: withFrom(ui.period, event.currentTarget.value) })}
        />
        <span aria-hidden="true">–</span>
        <label class="hidden" for={`${id}-to`}>
          To date
        </label>
        <input
          id={`${id}-to`}
          type="date"
          value={'from' in ui.period && ui.period.to !== null ? isoDay(ui.period.to - 1) : ''}
          onChange={(event) => choose({ period: withTo(ui.period, event.currentTarget.value) })}
        />
      </span>
      <BenchmarkChoice choices={choices?.benchmarks ?? []} />
      {book ? null : (
        <button type="button" class="secondary" onClick={() => run('chooseBenchmark')}>
          Choose benchmark…
        </button>
      )}
    </div>
  );
}

function SubjectPicker(props: { readonly choices: PerformanceChoices | null }) {
  const { ui, choose } = usePage();
  const id = useId();
  const subjects = props.choices?.subjects ?? [];
  const key = JSON.stringify([ui.subject.kind, ui.subject.id]);
  const groups = [...new Set(subjects.map((entry) => entry.group))];
  const known = subjects.some(({ subject }) => JSON.stringify([subject.kind, subject.id]) === key);
  return (
    <>
      <label class="hidden" for={id}>
        Performance of
      </label>
      <select
        id={id}
        value={key}
        onChange={(event) => {
          const [kind, name] = JSON.parse(event.currentTarget.value) as readonly [unknown, unknown];
          choose({ subject: readSubject({ kind, id: name }) });
        }}
      >
        {known ? null : <option value={key}>{ui.subject.id ?? 'Portfolio'}</option>}
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            {subjects
              .filter((entry) => entry.group === group)
              .map(({ subject, title }) => {
                const value = JSON.stringify([subject.kind, subject.id]);
                return (
                  <option key={value} value={value}>
                    {title}
                  </option>
                );
              })}
          </optgroup>
        ))}
      </select>
    </>
  );
}

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Dates are days in UTC; the last one is in the range to its end. An emptied or impossible date is no range. */
function withFrom(period: Period, text: string): Period {
  const from = Date.parse(`${text}T00:00:00Z`);
  if (!Number.isFinite(from)) return { id: 'all' };
  const to = 'from' in period ? period.to : null;
  return { from, to: to !== null && to > from ? to : null };
}

function withTo(period: Period, text: string): Period {
  const last = Date.parse(`${text}T00:00:00Z`);
  const to = Number.isFinite(last) ? last + day : null;
  if ('from' in period) return { from: to === null ? period.from : Math.min(period.from, to - day), to };
  // Only an end was chosen: from the beginning of all data.
  return to === null ? period : { from: 0, to };
}
