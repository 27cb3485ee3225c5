import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';

/** Why no order can be given, and what changes that. */
export function NoAccount() {
  const { view, run } = usePage();
  const accounts = view.trading ?? [];
  const live = accounts.some((account) => account.live);
  return (
    <div class="no-account">
      <p>
        <Icon name="info" />{' '}
        {accounts.length === 0
          ? 'No account here takes orders. A paper account trades with simulated money; an exchange account takes orders only with “mode”: “trade” in its block and the trading setting on.'
          : 'No account takes orders now.'}
      </p>
      {accounts.map((account) => (
        <p key={account.account} class="muted">
          {`${account.title}: ${account.reason ?? 'ready'}`}
        </p>
      ))}
      <div class="review-actions">
        {accounts.length === 0 ? (
          <button type="button" class="secondary" onClick={() => run('addAccount')}>
            Add account…
          </button>
        ) : null}
        <button type="button" class="secondary" onClick={() => run('openConfiguration')}>
          Open configuration
        </button>
        {live ? (
          <button type="button" class="secondary" onClick={() => run('openTradingSetting')}>
            Open the trading setting
          </button>
        ) : null}
      </div>
    </div>
  );
}
