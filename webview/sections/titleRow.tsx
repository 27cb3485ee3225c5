import { useEffect, useId, useState } from 'preact/hooks';
import { formatAge } from '../../src/present/format.ts';
import { IconButton } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';

/** Name, what it is made of, how fresh it is, and the page's few actions. */
export function TitleRow() {
  const { view, run, choose } = usePage();
  const id = useId();
  return (
    <header class="title-row">
      <h1>{view.name}</h1>
      {view.subtitle ? <span class="muted subtitle">{view.subtitle}</span> : null}
      {view.simulated ? <span class="pill">Simulated</span> : null}
      {view.portfolios.length > 1 ? (
        <>
          <label class="hidden" for={id}>
            Portfolio
          </label>
          <select
            id={id}
            value={view.portfolio ?? ''}
            onChange={(event) => choose({ portfolio: event.currentTarget.value })}
          >
            {view.portfolios.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {entry.name}
              </option>
            ))}
          </select>
        </>
      ) : null}
      <span class="spring" />
      <Freshness />
      {view.asOf && view.freshness.tone !== 'warning' ? <span class="muted as-of">{view.asOf}</span> : null}
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
