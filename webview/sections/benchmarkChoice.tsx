import { useCallback, useId, useState } from 'preact/hooks';
import { usePage } from '../kit/page.ts';
import { useOutside } from '../kit/useOutside.ts';

/** Which benchmarks stand beside the returns: a list of checkboxes. Untouched, those of the configuration. */
export function BenchmarkChoice(props: {
  readonly choices: readonly { readonly id: string; readonly title: string }[];
}) {
  const { choices } = props;
  const { ui, choose } = usePage();
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const ref = useOutside(close);
  const id = useId();
  const chosen = ui.benchmarks ?? choices.map((choice) => choice.id);
  const names = choices.filter((choice) => chosen.includes(choice.id)).map((choice) => choice.title);
  if (choices.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the list from anywhere inside it
    <div
      class="popup-anchor"
      ref={ref}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        setOpen(false);
        event.currentTarget.querySelector('button')?.focus();
      }}
    >
      <button type="button" class="toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {names.length === 0 ? 'No benchmark' : `vs ${names.join(', ')}`}
      </button>
      {open ? (
        <fieldset class="popup start">
          <legend>Benchmarks</legend>
          {choices.map((choice) => (
            <label key={choice.id} for={`${id}-${choice.id}`}>
              <input
                id={`${id}-${choice.id}`}
                type="checkbox"
                checked={chosen.includes(choice.id)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  choose({
                    benchmarks: choices
                      .map((entry) => entry.id)
                      .filter((entry) => (entry === choice.id ? on : chosen.includes(entry))),
                  });
                }}
              />
              {choice.title}
            </label>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
