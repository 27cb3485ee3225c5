import type { Snapshot } from '../../core/model/snapshot.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import type { PanelView } from '../../protocol/panelView.ts';
import { formatAge, formatClock, formatCount, formatDate, formatTime } from '../format.ts';
import { silence } from '../silence.ts';

/** The title row: what the book is, when it was valued, and whether that is fresh. */
export function header(
  state: PortfolioState,
  now: number,
): Pick<
  PanelView,
  'name' | 'subtitle' | 'asOf' | 'freshness' | 'refreshing' | 'simulated' | 'partlySimulated' | 'currency'
> {
  const snapshot = state.snapshot;
  return {
    name: state.name,
    subtitle: snapshot ? subtitle(snapshot) : '',
    asOf: snapshot ? `As of ${formatTime(snapshot.asOf)}` : '',
    freshness: freshness(state, now),
    refreshing: state.phase !== 'idle',
    simulated: snapshot?.simulated ?? false,
    partlySimulated: snapshot?.simulated === true && snapshot.accounts.some((account) => !account.simulated),
    currency: snapshot?.baseCurrency ?? '',
  };
}

function subtitle(snapshot: Snapshot): string {
  const only = snapshot.accounts.length === 1 ? snapshot.accounts[0] : undefined;
  return `${snapshot.baseCurrency} · ${only ? only.title : formatCount(snapshot.accounts.length, 'account')}`;
}

function freshness(state: PortfolioState, now: number): PanelView['freshness'] {
  const snapshot = state.snapshot;
  // Where nothing at all was read the page says so in its middle.
  if (!snapshot || snapshot.accounts.every((account) => account.state === 'failed')) return { text: '', tone: 'none' };
  if (state.restored) {
    return { text: `Last known values, ${formatAge(now - snapshot.asOf)} old`, tone: 'warning' };
  }
  const old = snapshot.accounts.filter((account) => account.state === 'stale' && account.at !== null);
  if (old.length > 0) {
    const at = Math.min(...old.map((account) => account.at ?? now));
    const when = now - at < 86_400_000 ? formatClock(at) : `${formatDate(at)}, ${formatClock(at)}`;
    const who = old.length === snapshot.accounts.length ? '' : `${old.map((account) => account.title).join(', ')}: `;
    return { text: `Stale: ${who}values from ${when} (${formatAge(now - at)} ago)`, tone: 'warning' };
  }
  const failed = snapshot.accounts.filter((account) => account.state === 'failed');
  if (failed.length > 0) {
    return { text: `${failed.map((account) => account.title).join(', ')} could not be read`, tone: 'error' };
  }
  const silent = snapshot.accounts.filter((account) => silence(state, account) !== null);
  if (silent.length > 0) {
    const who = silent.map((account) => account.title).join(', ');
    return { text: `${who} ${silent.length === 1 ? 'does' : 'do'} not answer`, tone: 'warning' };
  }
  // Live while within two intervals; the page counts the age on.
  const late = now - snapshot.asOf > Math.max(2 * state.updateInterval * 1000, 120_000);
  return late
    ? { text: `Updated ${formatAge(now - snapshot.asOf)} ago`, tone: 'warning' }
    : { text: 'Live', tone: 'none', since: snapshot.asOf };
}
