import assert from 'node:assert/strict';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { type EngineStatus, statusView } from '../../../src/present/status.ts';
import { accountView, bookOf, finding, now, portfolioState, riskOf } from '../../support/portfolioState.ts';

const ready: EngineStatus = { kind: 'ready' };

function shown(
  state: PortfolioState | null,
  options: { privacy?: boolean; engine?: EngineStatus; others?: PortfolioState[] } = {},
) {
  const states = state === null ? [] : [state, ...(options.others ?? [])];
  return statusView(state, states, options.engine ?? ready, { privacy: options.privacy ?? false, now });
}

describe('the status bar', () => {
  it('shows value and change', () => {
    const view = shown(portfolioState());
    assert.equal(view?.text, '$(graph-line) $15,432.50 ▲ 1.24%');
    assert.equal(view?.background, 'none');
    assert.equal(view?.command, 'openPanel');
  });

  it('keeps the percentage in privacy', () => {
    const view = shown(portfolioState(), { privacy: true });
    assert.equal(view?.text, '$(graph-line) ••••• ▲ 1.24%');
    assert.doesNotMatch(view?.tooltip ?? '', /15,432/);
  });

  it('warns for a limit in warning and for stale data; errs for breach and unknown', () => {
    const at = (state: 'WARNING' | 'UNKNOWN' | 'BREACH') =>
      shown(portfolioState({ risk: riskOf([finding({ state })]) }))?.background;
    assert.deepEqual([at('WARNING'), at('UNKNOWN'), at('BREACH')], ['warning', 'error', 'error']);
    const stale = shown(
      portfolioState({
        snapshot: bookOf({
          accounts: [accountView({ state: 'stale', at: now - 14 * 60_000, reason: 'rate limited' })],
        }),
      }),
    );
    assert.equal(stale?.background, 'warning');
    assert.equal(stale?.text, '$(graph-line) $15,432.50 ▲ 1.24% · stale 14 min');
  });

  it('counts the worst of all portfolios, and names the shown one', () => {
    const other = portfolioState({ id: '/other', name: 'Other', risk: riskOf([finding({ state: 'BREACH' })]) });
    const view = shown(portfolioState(), { others: [other] });
    assert.equal(view?.background, 'error');
    assert.equal(view?.text, '$(graph-line) Main book $15,432.50 ▲ 1.24%');
  });

  it('spins while the first refresh runs, over the last known values too', () => {
    assert.equal(shown(portfolioState({ snapshot: null, phase: 'starting' }))?.text, '$(loading~spin) Quantfolio');
    assert.match(shown(portfolioState({ restored: true }))?.text ?? '', /^\$\(loading~spin\) \$15,432\.50/);
  });

  it('says what to do when the configuration is broken', () => {
    const config = { state: 'broken', problems: 2, summary: 'unknown exchange "binanace"' } as const;
    const never = shown(portfolioState({ config, snapshot: null }));
    assert.equal(never?.text, '$(warning) Quantfolio: fix quantfolio.json');
    assert.equal(never?.command, 'openConfiguration');
    assert.match(shown(portfolioState({ config }))?.text ?? '', /\$15,432\.50.* · fix quantfolio\.json$/);
  });

  it('says simulated, redirected, incomplete, and that the engine stopped', () => {
    const text = (more: Partial<PortfolioState>, engine: EngineStatus = ready) =>
      shown(portfolioState(more), { engine })?.text ?? '';
    assert.match(text({ snapshot: bookOf({ simulated: true }) }), / · simulated/);
    assert.match(text({ redirectedTo: 'http://127.0.0.1:8080' }), / · redirected/);
    const gaps = [{ account: 'main', asset: 'ETHW', state: 'unpriced', reason: 'no market' }] as const;
    assert.match(text({ snapshot: bookOf({ gaps }) }), /incomplete/);
    assert.equal(shown(portfolioState({ snapshot: bookOf({ gaps }) }))?.background, 'warning');
    assert.equal(text({ snapshot: bookOf({ accounts: [], equity: null }) }), '$(graph-line) no accounts yet');
    assert.match(text({}, { kind: 'restarting', at: now, reason: 'The engine stopped (code 1)' }), /engine stopped/);
  });

  it('is hidden without a portfolio', () => {
    assert.equal(shown(null), null);
  });

  it('lets no name of a configuration become a link, an icon or a table', () => {
    const nasty = portfolioState({
      name: '[x](command:evil) $(bug) | a <b>',
      snapshot: bookOf({ accounts: [accountView({ title: '[y](command:evil)', state: 'failed', reason: 'a | b' })] }),
    });
    const view = shown(nasty, { others: [portfolioState({ id: '/2', name: 'x' })] });
    assert.doesNotMatch(view?.text ?? '', /\$\(bug\)/);
    assert.doesNotMatch(view?.tooltip ?? '', /(?<!\\)\]\(command:evil/);
    assert.doesNotMatch(view?.tooltip ?? '', /<b>/);
  });
});
