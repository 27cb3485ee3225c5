import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** A named input; what is wrong with it stands under it and is spoken with it. */
export function Field(props: {
  readonly label: string;
  readonly problem?: string | undefined;
  readonly hint?: string;
  children(field: FieldProps): ComponentChildren;
}) {
  const id = useId();
  const words = props.problem ?? props.hint;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children({
        id,
        'aria-invalid': props.problem !== undefined,
        'aria-describedby': words ? `${id}-words` : undefined,
      })}
      {words ? (
        <p
          id={`${id}-words`}
          class={props.problem ? 'field-problem small' : 'muted small'}
          role={props.problem ? 'alert' : undefined}
        >
          {words}
        </p>
      ) : null}
    </div>
  );
}

/** A few choices of which one holds. */
export function Segments<T extends string>(props: {
  readonly label: string;
  /** The label is only spoken. */
  readonly quiet?: boolean;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly title: string }[];
  onChange(value: T): void;
}) {
  const id = useId();
  const group = (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of joined buttons
    <div class="segments" role="group" aria-labelledby={id}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.title}
        </button>
      ))}
    </div>
  );
  return (
    <div class={props.quiet ? 'quiet-field' : 'field'}>
      <span id={id} class={props.quiet ? 'hidden' : 'label'}>
        {props.label}
      </span>
      {group}
    </div>
  );
}
