import { useId, useState } from 'preact/hooks';
import { usePage } from '../kit/page.ts';
import { readyAccounts } from './accounts.ts';
import type { Draft } from './desk.ts';
import { Field, Segments } from './field.tsx';
import { Mark } from './mark.tsx';
import { NoAccount } from './noAccount.tsx';
import { type DraftProblems, orderRequest } from './orderRequest.ts';

/** An order to write; "Review" plans it and shows what it would do. Nothing is sent from here. */
export function Ticket(props: { readonly draft: Draft }) {
  const { draft } = props;
  const { view, openDesk, run } = usePage();
  const [problems, setProblems] = useState<DraftProblems>({});
  const id = useId();
  const accounts = view.trading ?? [];
  const account = accounts.find((entry) => entry.account === draft.account);
  if (readyAccounts(view).length === 0) return <NoAccount />;

  const set = (change: Partial<Draft>) => {
    setProblems({});
    openDesk({ kind: 'ticket', draft: { ...draft, ...change } });
  };
  const review = (event: Event) => {
    event.preventDefault();
    const read = orderRequest(draft);
    if (read.ok) openDesk({ kind: 'plan', request: read.request, back: { kind: 'ticket', draft } });
    else setProblems(read.problems);
  };
  const symbol = draft.symbol.trim().toUpperCase();
  const [base = '', quote] = symbol.split(':')[0]?.split('/') ?? [];
  const allWords =
    draft.side === 'buy' ? 'All of the account’s free cash.' : `All ${base || 'of it'} that the account holds.`;

  return (
    <form class="ticket" onSubmit={review} noValidate>
      <Field label="Account" problem={problems.account}>
        {(field) => (
          <span class="with-mark">
            <select {...field} value={draft.account} onChange={(event) => set({ account: event.currentTarget.value })}>
              {account ? null : <option value="">Choose…</option>}
              {accounts.map((entry) => (
                <option key={entry.account} value={entry.account} disabled={!entry.ready} title={entry.reason ?? ''}>
                  {entry.ready ? entry.title : `${entry.title} (${shortly(entry.reason ?? 'not ready')})`}
                </option>
              ))}
            </select>
            {account ? <Mark live={account.live} /> : null}
          </span>
        )}
      </Field>
      <Field label="Market or asset" problem={problems.symbol}>
        {(field) => (
          <>
            <input
              {...field}
              type="text"
              list={`${id}-symbols`}
              placeholder="BTC/USD or BTC"
              spellcheck={false}
              autocomplete="off"
              maxLength={100}
              value={draft.symbol}
              onInput={(event) => set({ symbol: event.currentTarget.value })}
            />
            <datalist id={`${id}-symbols`}>
              {symbolsOf(view).map((entry) => (
                <option key={entry} value={entry} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Segments
        label="Side"
        value={draft.side}
        options={[
          { value: 'buy', title: 'Buy' },
          { value: 'sell', title: 'Sell' },
        ]}
        onChange={(side) => set({ side })}
      />
      <Segments
        label="Amount by"
        value={draft.by}
        options={[
          { value: 'quantity', title: 'Quantity' },
          { value: 'notional', title: 'Money' },
          { value: 'all', title: 'All' },
        ]}
        onChange={(by) => set({ by })}
      />
      {draft.by === 'all' ? (
        <p class="muted small">{allWords}</p>
      ) : (
        <Field
          label={
            draft.by === 'quantity'
              ? `Quantity${base ? ` in ${base}` : ''}`
              : `Money in ${quote ?? 'the market’s currency'}`
          }
          problem={problems.size}
        >
          {(field) => (
            <input
              {...field}
              type="text"
              inputMode="decimal"
              autocomplete="off"
              placeholder={draft.by === 'quantity' ? '0.25' : '1000'}
              value={draft.size}
              onInput={(event) => set({ size: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Segments
        label="Price"
        value={draft.type}
        options={[
          { value: 'market', title: 'At the market' },
          { value: 'limit', title: 'Limit' },
        ]}
        onChange={(type) => set({ type })}
      />
      {draft.type === 'limit' ? (
        <Field label={`Limit price${quote ? ` in ${quote}` : ''}`} problem={problems.price}>
          {(field) => (
            <input
              {...field}
              type="text"
              inputMode="decimal"
              autocomplete="off"
              value={draft.price}
              onInput={(event) => set({ price: event.currentTarget.value })}
            />
          )}
        </Field>
      ) : null}
      <div class="review-actions">
        <button type="submit" class="primary">
          Review order…
        </button>
        <button type="button" class="secondary" onClick={() => openDesk(null)}>
          Cancel
        </button>
        {account && !account.live ? (
          <button type="button" class="link" onClick={() => run('resetPaper', account.account)}>
            Reset this paper account…
          </button>
        ) : null}
      </div>
      <p class="muted small">Nothing is sent before you have seen the exact order and its pre-trade check.</p>
    </form>
  );
}

/** The first sentence; a list has no room for what to do about it. */
function shortly(reason: string): string {
  return reason.split('. ')[0] ?? reason;
}

/** What is held, as suggestions. */
function symbolsOf(view: ReturnType<typeof usePage>['view']): readonly string[] {
  const names = [...view.positions.rows, ...view.assets.rows].flatMap((row) => row.cells[0]?.text ?? []);
  return [...new Set(names)].slice(0, 500);
}
