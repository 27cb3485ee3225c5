import { Icon, type IconName } from '../kit/icon.tsx';

/** Sentences with a sign of what they are; nothing where there are none. */
export function Words(props: {
  readonly icon: IconName;
  readonly tone: 'error' | 'warning' | 'up' | 'muted';
  readonly name: string;
  readonly lines: readonly string[];
}) {
  if (props.lines.length === 0) return null;
  return (
    <ul class={`words words-${props.tone}`} aria-label={props.name}>
      {props.lines.map((line) => (
        <li key={line}>
          <Icon name={props.icon} size={14} />
          <span>{line}</span>
        </li>
      ))}
    </ul>
  );
}
