import { useEffect, useId, useState } from 'preact/hooks';
import { formatAge } from '../../src/present/format.ts';
import { IconButton } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';
import { whole } from '../kit/uiState.ts';

/** Stands in the selector for the table of all; no portfolio's id, which is a folder. */
const everything = '\u0000all';

/** Name, what it is made of, how fresh it is, and the page's few actions. */
export function TitleRow() {
  const { view, ui, run, choose } = usePage();
  const id = useId();
  const book = view.mode !== 'tearSheet';
  const all = ui.all && book;
  return (
    <header class="title-row">
      <h1>{all ? 'All portfolios and strategies' : view.name}</h1>
      {view.subtitle && !all ? <span class="muted subtitle">{view.subtitle}</span> : null}
      {view.simulated && !all ? (
        <span class="pill">{view.partlySimulated ? 'Partly simulated' : 'Simulated'}</span>
      ) : null}
      {book && view.portfolios.length > 0 ? (
        <>
          <label class="hidden" for={id}>
            Portfolio
          </label>
          <select
            id={id}
            value={all ? everything : (view.portfolio ?? '')}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value === everything) choose({ all: true });
              else choose({ all: false, portfolio: value, subject: whole });
            }}
          >
            {view.portfolios.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {entry.name}
              </option>
            ))}
            <option value={everything}>All portfolios and strategies</option>
          </select>
        </>
      ) : null}
      <span class="spring" />
      <KillSwitch />
      <Freshness />
      {view.asOf && view.freshness.tone !== 'warning' ? <span class="muted as-of">{view.asOf}</span> : null}
      <span class="actions">
        <IconButton
          icon="refresh"
          label={view.refreshing ? 'Refreshing' : 'Refresh'}
          busy={view.refreshing}
          onClick={() => run('refresh')}
        />
        <IconButton
          icon={view.privacy ? 'eyeClosed' : 'eye'}
          label={view.privacy ? 'Show amounts' : 'Hide amounts'}
          pressed={view.privacy}
          onClick={() => run('togglePrivacy')}
        />
      </span>
    </header>
  );
}

function Freshness() {
  const { view } = usePage();
  const { text, tone, since } = view.freshness;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (since === undefined) return;
    const timer = window.setInterval(() => setNow(Date.now()), 5_000);
    return () => window.clearInterval(timer);
  }, [since]);
  if (!text) return null;
  if (tone === 'none') {
    return <span class="muted live">{since === undefined ? text : `${text} · ${formatAge(now - since)}`}</span>;
  }
  return (
    <span class={`badge-${tone} freshness`}>
      <Icon name={tone === 'error' ? 'error' : 'warning'} /> {text}
    </span>
  );
}

/** Where real money can be moved, it can be stopped from everywhere. */
function KillSwitch() {
  const { view, run } = usePage();
  const live = (view.trading ?? []).filter((account) => account.live && account.ready);
  if (live.length === 0) return null;
  const names = live.map((account) => account.title).join(', ');
  return (
    <button
      type="button"
      class="kill-switch"
      title={`Live trading is on for ${names}. This stops what runs before its next order, and turns it off everywhere.`}
      onClick={() => run('turnAllTradingOff')}
    >
      <Icon name="warning" size={14} /> Live trading on · Turn all trading off
    </button>
  );
}
