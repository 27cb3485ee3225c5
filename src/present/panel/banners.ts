import type { PortfolioState } from '../../core/model/state.ts';
import type { Banner } from '../../protocol/panelView.ts';
import { foreign } from '../redact.ts';
import { silence } from '../silence.ts';
import { gapWords } from './words.ts';

/** What a person must know before reading any number, most serious first. */
export function banners(state: PortfolioState, privacy: boolean): readonly Banner[] {
  const list: Banner[] = [];
  const say = (tone: Banner['tone'], text: string, action: Banner['action'] = null) =>
    list.push({ tone, text: foreign(text, privacy), action });
  if (state.config.state === 'broken') {
    say(
      'error',
      `quantfolio.json has ${state.config.problems === 1 ? 'a problem' : `${state.config.problems} problems`}; the last good configuration stays in force${state.config.summary ? `: ${state.config.summary}` : ''}`,
      { title: 'Open configuration', command: 'openConfiguration', argument: null },
    );
  }
  if (state.redirectedTo !== null) {
    say(
      'warning',
      `All exchange traffic is redirected to ${state.redirectedTo}: these are not your exchanges' answers`,
    );
  }
  const gaps = state.snapshot ? gapWords(state.snapshot.gaps) : null;
  if (gaps) say('warning', gaps, { title: 'Refresh', command: 'refresh', argument: null });
  for (const account of state.snapshot?.accounts ?? []) {
    // Its values are not stale yet, so no gap tells of it; no age here, or the line would be read aloud again each time.
    const item = silence(state, account);
    if (item === null) continue;
    const action = item.action ? { title: item.action.title, command: 'health', argument: item.id } : null;
    say('error', `${account.title} does not answer; its last values are shown. ${account.reason ?? ''}`, action);
  }
  for (const notice of state.notices) say('warning', notice, { title: 'Show log', command: 'showLog', argument: null });
  const accounts = state.snapshot?.accounts ?? [];
  const simulated = accounts.filter((account) => account.simulated);
  if (simulated.length > 0 || state.snapshot?.simulated) {
    const all = simulated.length === accounts.length;
    const who = simulated.map((account) => account.title.replace(/\s*\(simulated\)/i, '')).join(', ');
    say(
      'info',
      all
        ? 'Simulated: prices, values and history come from a simulated market'
        : `Simulated account: ${who || 'prices'}. Its values are in the total`,
    );
  }
  return list;
}
