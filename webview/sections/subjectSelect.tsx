import { useId } from 'preact/hooks';
import type { Subject } from '../../src/core/model/performance.ts';
import { usePage } from '../kit/page.ts';
import { readSubject, whole } from '../kit/uiState.ts';

/** Whose rows a section shows: all accounts, one of them, a strategy, or the asset that was chosen in Performance. */
export function SubjectSelect() {
  const { view, ui, choose } = usePage();
  const id = useId();
  const accounts = view.accounts.rows.map((row): { readonly subject: Subject; readonly title: string } => ({
    subject: { kind: 'account', id: row.id },
    title: row.cells[0]?.text ?? row.id,
  }));
  const strategies = (view.strategies ?? []).map((name): { readonly subject: Subject; readonly title: string } => ({
    subject: { kind: 'strategy', id: name },
    title: name,
  }));
  const all = { subject: whole, title: 'All accounts' };
  const key = keyOf(ui.subject);
  const known = [all, ...accounts, ...strategies].some((entry) => keyOf(entry.subject) === key);
  return (
    <>
      <label class="hidden" for={id}>
        Of
      </label>
      <select
        id={id}
        value={key}
        onChange={(event) => {
          const [kind, name] = JSON.parse(event.currentTarget.value) as readonly [unknown, unknown];
          choose({ subject: readSubject({ kind, id: name }) });
        }}
      >
        {known ? null : <option value={key}>{ui.subject.id ?? ''}</option>}
        <Choice {...all} />
        <Choices title="Accounts" of={accounts} />
        <Choices title="Strategies" of={strategies} />
      </select>
    </>
  );
}

interface ChoiceProps {
  readonly subject: Subject;
  readonly title: string;
}

function Choice(props: ChoiceProps) {
  return <option value={keyOf(props.subject)}>{props.title}</option>;
}

function Choices(props: { readonly title: string; readonly of: readonly ChoiceProps[] }) {
  if (props.of.length === 0) return null;
  return (
    <optgroup label={props.title}>
      {props.of.map((entry) => (
        <Choice key={keyOf(entry.subject)} {...entry} />
      ))}
    </optgroup>
  );
}

function keyOf(subject: Subject): string {
  return JSON.stringify([subject.kind, subject.id]);
}
