import { Icon, type IconName } from './icon.tsx';

/** A button that is only an icon; its name is spoken and shown on hover. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      class={props.busy ? 'icon-button busy' : 'icon-button'}
      title={props.label}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** A text button that stays in. */
export function Toggle(props: {
  readonly label: string;
  readonly title: string;
  readonly pressed: boolean;
  readonly disabled?: boolean;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      class="toggle"
      title={props.title}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.label}
    </button>
  );
}
