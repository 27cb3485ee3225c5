import { useId } from 'preact/hooks';
import type { Subject } from '../../src/core/model/performance.ts';
import { usePage } from '../kit/page.ts';
import { readSubject, whole } from '../kit/uiState.ts';

/** Whose rows a section shows: all accounts, one of them, or the strategy or asset that was chosen in Performance. */
export function SubjectSelect() {
  const { view, ui, choose } = usePage();
  const id = useId();
  const accounts = view.accounts.rows.map((row): { readonly subject: Subject; readonly title: string } => ({
    subject: { kind: 'account', id: row.id },
    title: row.cells[0]?.text ?? row.id,
  }));
  const list = [{ subject: whole, title: 'All accounts' }, ...accounts];
  const key = keyOf(ui.subject);
  const known = list.some((entry) => keyOf(entry.subject) === key);
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
        {list.map((entry) => (
          <option key={keyOf(entry.subject)} value={keyOf(entry.subject)}>
            {entry.title}
          </option>
        ))}
      </select>
    </>
  );
}

function keyOf(subject: Subject): string {
  return JSON.stringify([subject.kind, subject.id]);
}
