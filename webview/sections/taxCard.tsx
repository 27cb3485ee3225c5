import { useId, useState } from 'preact/hooks';
import { formatCount } from '../../src/present/format.ts';
import type { TaxView } from '../../src/protocol/tradingView.ts';
import { PlainTable } from '../charts/plainTable.tsx';
import { Menu } from '../kit/menu.tsx';
import { usePage } from '../kit/page.ts';
import { Facts } from '../trading/facts.tsx';
import { Words } from '../trading/words.tsx';
import { AnswerCard } from './answerCard.tsx';

/** More lines than these are in the file only. */
const mostShown = 500;

/** LED-3: one year's disposals, income and what could not be matched. */
export function TaxCard() {
  const { view, ui, choose, tell } = usePage();
  const [thisYear] = useState(() => new Date().getUTCFullYear());
  const { portfolio } = view;
  const chosen = Number(ui.choices['tax.year']);
  const year = Number.isSafeInteger(chosen) && chosen >= 1970 && chosen <= 9999 ? chosen : thisYear;
  const method = ui.choices['tax.method'] || null;
  const set = (change: Readonly<Record<string, string>>) => choose({ choices: { ...ui.choices, ...change } });
  const argument = portfolio === null ? null : { portfolio, year, method };
  const saveAs = (format: 'csv' | 'json') => argument && tell('saveTax', { ...argument, format });
  return (
    <AnswerCard
      name="tax"
      argument={argument}
      title={`Tax report ${year}`}
      subtitle="in base currency, at the rates of each day"
      area="full"
      tools={(value) => (
        <>
          <Choice
            label="Year"
            value={String(year)}
            options={years(value, year, thisYear)}
            onChange={(next) => set({ 'tax.year': next })}
          />
          <Choice
            label="Method"
            value={method ?? value?.method ?? ''}
            options={methods(value, method)}
            onChange={(next) => set({ 'tax.method': next })}
          />
          <Menu
            icon="export"
            label="Export the tax report"
            actions={[
              { title: 'Save as CSV…', run: () => saveAs('csv') },
              { title: 'Save as JSON…', run: () => saveAs('json') },
            ]}
          />
        </>
      )}
    >
      {(value) => <Report tax={value} />}
    </AnswerCard>
  );
}

function Report(props: { readonly tax: TaxView }) {
  const { tax } = props;
  return (
    <>
      <Facts facts={tax.totals} name="Totals" />
      <Words icon="warning" tone="warning" name="Notes" lines={tax.notes} />
      {tax.unmatched.rows.length > 0 ? (
        <Part
          table={tax.unmatched}
          words="Their gain cannot be known, so they are in no total; none is given a cost of zero."
        />
      ) : null}
      <Part table={tax.disposals} />
      <Part table={tax.income} />
    </>
  );
}

function Part(props: { readonly table: TaxView['disposals']; readonly words?: string }) {
  const { table } = props;
  const count = table.rows.length;
  return (
    <section class="part" aria-label={table.title}>
      <h3>
        {table.title}{' '}
        <span class="muted">{count === 0 ? '' : count >= mostShown ? `first ${count}` : String(count)}</span>
      </h3>
      {props.words ? <p class="muted small">{props.words}</p> : null}
      {count === 0 ? <p class="muted">{table.empty}</p> : <PlainTable table={table} maxHeight={380} />}
      {count >= mostShown ? (
        <p class="muted small">{`More than ${formatCount(mostShown, 'line')}: save the report for all of them.`}</p>
      ) : null}
    </section>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  onChange(value: string): void;
}) {
  const id = useId();
  return (
    <>
      <label class="muted" for={id}>
        {props.label}
      </label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </>
  );
}

function years(tax: TaxView | null, year: number, thisYear: number): readonly string[] {
  return [...new Set([...(tax?.years ?? []), year, thisYear])].sort((a, b) => b - a).map(String);
}

function methods(tax: TaxView | null, method: string | null): readonly string[] {
  return [...new Set([...(tax?.methods ?? []), ...(tax ? [tax.method] : []), ...(method === null ? [] : [method])])];
}
