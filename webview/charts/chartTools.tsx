import { useId } from 'preact/hooks';
import { IconButton } from '../kit/button.tsx';
import { Menu } from '../kit/menu.tsx';
import { usePage } from '../kit/page.ts';
import type { Choice, Chosen } from './chart.ts';

/** The choices of a chart as kept in the page's state; what is not understood any more is the first option. */
export function useChosen(id: string, choices: readonly Choice[]) {
  const { ui, choose } = usePage();
  const chosen: Chosen = Object.fromEntries(
    choices.map((choice) => {
      const kept = ui.choices[`${id}.${choice.id}`];
      const option = choice.options.find(({ value }) => value === kept) ?? choice.options[0];
      return [choice.id, option?.value ?? ''];
    }),
  );
  const set = (choice: string, value: string) => choose({ choices: { ...ui.choices, [`${id}.${choice}`]: value } });
  return { chosen, set };
}

export function Choices(props: {
  readonly choices: readonly Choice[];
  readonly chosen: Chosen;
  set(choice: string, value: string): void;
}) {
  const id = useId();
  return (
    <>
      {props.choices.map((choice) => (
        <span key={choice.id}>
          <label class="hidden" for={`${id}-${choice.id}`}>
            {choice.label}
          </label>
          <select
            id={`${id}-${choice.id}`}
            value={props.chosen[choice.id] ?? ''}
            onChange={(event) => props.set(choice.id, event.currentTarget.value)}
          >
            {choice.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.title}
              </option>
            ))}
          </select>
        </span>
      ))}
    </>
  );
}

/** The table fall-back, and what can be taken away: every chart has them. */
export function ChartTools(props: {
  readonly title: string;
  readonly asTable: boolean;
  /** null: the card is a table already. */
  readonly onTable: (() => void) | null;
  readonly onPicture: (() => void) | null;
  onCsv(): void;
}) {
  const name = props.title.toLowerCase();
  return (
    <>
      {props.onTable ? (
        <IconButton icon="table" label={`Show ${name} as table`} pressed={props.asTable} onClick={props.onTable} />
      ) : null}
      <Menu
        icon="export"
        label={`Export ${name}`}
        actions={[
          ...(props.onPicture ? [{ title: 'Picture (PNG)', run: props.onPicture }] : []),
          { title: 'Values (CSV)', run: props.onCsv },
        ]}
      />
    </>
  );
}
