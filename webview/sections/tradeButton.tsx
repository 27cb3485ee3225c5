import { usePage } from '../kit/page.ts';
import { firstAccount } from '../trading/accounts.ts';
import { emptyDraft } from '../trading/desk.ts';

/** Opens a ticket; where no account takes orders the ticket says why. */
export function TradeButton() {
  const { view, ui, openDesk } = usePage();
  const wanted = ui.subject.kind === 'account' ? (ui.subject.id ?? undefined) : undefined;
  return (
    <button
      type="button"
      class="primary"
      onClick={() => openDesk({ kind: 'ticket', draft: { ...emptyDraft, account: firstAccount(view, wanted) } })}
    >
      New order…
    </button>
  );
}
