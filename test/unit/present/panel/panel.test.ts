import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/model/risk.ts';
import type { PortfolioState } from '../../../../src/core/model/state.ts';
import { limits } from '../../../../src/present/panel/limits.ts';
import { wordsFor } from '../../../../src/present/panel/words.ts';
import { presentPanel } from '../../../../src/present/panel.ts';
import { isAnswer } from '../../../../src/protocol/pageGuards.ts';
import { at, bookState, failedState, staleState } from '../../../e2e/page/harness/book.ts';

const now = at + 4_000;
const shown = { privacy: false, now };

describe('presentPanel', () => {
  it('knows every phase: none, loading, failed, ready', () => {
    const phase = (state: PortfolioState | null, known = true) =>
      presentPanel(state, known ? [{ id: 'a', name: 'A' }] : [], shown).phase;
    assert.equal(phase(null, false), 'none');
    assert.equal(phase(null), 'loading');
    assert.equal(phase(bookState({ config: { state: 'missing', problems: 0, summary: null } })), 'none');
    assert.equal(phase(bookState({ snapshot: null, phase: 'refreshing' })), 'loading');
    assert.equal(phase(bookState({ snapshot: null, phase: 'idle' })), 'failed');
    assert.equal(phase(failedState()), 'failed');
    assert.equal(phase(bookState()), 'ready');
  });

  it('gives views that pass the guard of the page, hidden or shown', () => {
    for (const state of [null, bookState(), staleState(), failedState(), bookState({ analytics: null, risk: null })]) {
      for (const privacy of [false, true]) {
        assert.ok(isAnswer('state', presentPanel(state, [], { privacy, now })));
      }
    }
  });

  it('puts the warning tick where the configuration has it, by default at 80 %', () => {
    const ticks = (more: Partial<PortfolioState>) =>
      new Set(presentPanel(bookState(more), [], shown).limits.bars.map((bar) => bar.warningAt));
    assert.deepEqual(ticks({ warningThreshold: 0.65 }), new Set([0.65]));
    assert.deepEqual(ticks({}), new Set([0.8]));
  });

  it('shows the golden portfolio of VAL-4 with its shares', () => {
    const state = bookState();
    assert.ok(state.snapshot);
    const slices = [
      { key: 'BTC', value: 10050, share: 10050 / 15432.5 },
      { key: 'ETH', value: 3480, share: 3480 / 15432.5 },
      { key: 'USDT', value: 1902.5, share: 1902.5 / 15432.5 },
    ];
    const view = presentPanel(
      {
        ...state,
        snapshot: { ...state.snapshot, equity: 15432.5, knownEquity: 15432.5, gaps: [] },
        allocations: [{ by: 'asset', basis: 'value', slices, incomplete: [] }],
      },
      [],
      shown,
    );
    assert.equal(view.kpis[0]?.value, '$15,432.50');
    assert.deepEqual(view.allocations[0]?.centre, { top: '65.1%', bottom: 'BTC' });
    assert.deepEqual(
      view.allocations[0]?.slices.map((slice) => (slice.share * 100).toFixed(2)),
      ['65.12', '22.55', '12.33'],
    );
  });

  it('keeps a missing price missing: "–", the reason, an incomplete total, last in every order', () => {
    const view = presentPanel(bookState(), [], shown);
    const row = view.assets.rows.find((candidate) => candidate.id === 'ETHW');
    const value = row?.cells[view.assets.columns.findIndex((column) => column.id === 'value')];
    assert.equal(value?.text, '–');
    assert.equal(value?.sort, null);
    assert.match(value?.title ?? '', /no market leads from ETHW to USD/);
    assert.match(view.kpis[0]?.sub ?? '', /incomplete/);
    assert.match(view.positions.incomplete ?? '', /ETHW unpriced/);
    assert.ok(view.banners.some((banner) => /Incomplete: ETHW/.test(banner.text)));
  });

  it('says at once that an account does not answer, and what helps, before its values are stale', () => {
    const state = bookState();
    const { snapshot } = state;
    assert.ok(snapshot);
    const [first, ...others] = snapshot.accounts;
    assert.ok(first);
    const accounts = [{ ...first, state: 'ok' as const, reason: 'the API key is not accepted' }, ...others];
    const action = { command: 'replaceKey', argument: first.id, title: 'Replace key' };
    const item = { severity: 'critical', title: 'x', detail: 'y', account: first.id, share: null, action } as const;
    const health = [{ id: `account/${first.id}`, ...item }];
    const view = presentPanel({ ...state, snapshot: { ...snapshot, accounts }, health }, [], shown);
    const banner = view.banners.find((each) => each.text.includes('the API key is not accepted'));
    assert.equal(banner?.tone, 'error');
    assert.deepEqual(view.freshness, { text: `${first.title} does not answer`, tone: 'warning' });
    assert.deepEqual(banner?.action, { title: 'Replace key', command: 'health', argument: `account/${first.id}` });
    // A reason without a failure (a file of positions knows no equity) is no silence.
    const well = presentPanel({ ...state, snapshot: { ...snapshot, accounts }, health: [] }, [], shown);
    assert.equal(well.freshness.text, 'Live');
    assert.ok(!well.banners.some((each) => /does not answer/.test(each.text)));
  });

  it('gives every "–" its reason', () => {
    const state = bookState();
    const view = presentPanel(state, [], shown);
    for (const table of [view.positions, view.assets, view.accounts]) {
      for (const row of table.rows) {
        row.cells.forEach((cell, index) => {
          if (cell.text === '–') assert.ok(cell.title, `${row.id} ${table.columns[index]?.id}`);
        });
      }
    }
    for (const metric of view.metrics.rows) assert.ok(metric.explain || metric.value !== '–', metric.id);
  });

  it('shows an unknown equity as unknown, with what is known', () => {
    const state = bookState();
    assert.ok(state.snapshot);
    const snapshot = {
      ...state.snapshot,
      equity: null,
      equityReason: 'the file has no account block',
      knownEquity: 1200,
    };
    const [value] = presentPanel({ ...state, snapshot }, [], shown).kpis;
    assert.deepEqual(
      [value?.value, value?.sub, value?.title],
      ['–', '$1,200.00 known · 16 assets', 'the file has no account block'],
    );
  });

  it('draws at most six slices and sums the rest', () => {
    const view = presentPanel(bookState(), [], shown);
    const [asset] = view.allocations;
    assert.equal(asset?.slices.length, 7);
    assert.equal(asset?.slices[6]?.label, 'Other (9)');
    const sum = asset?.slices.reduce((total, slice) => total + slice.share, 0) ?? 0;
    assert.ok(Math.abs(sum - 1) < 1e-9);
  });

  it('holds no amount in privacy, but ranks', () => {
    const text = JSON.stringify(presentPanel(bookState(), [], { privacy: true, now }));
    for (const amount of ['442562', '442,562', '74210', '4.85', '74,210', '410000000', '689,7', '0.42 ETHW', '$']) {
      assert.ok(!text.includes(amount), amount);
    }
    const { assets } = presentPanel(bookState(), [], { privacy: true, now });
    assert.deepEqual(
      assets.rows.slice(0, 3).map((row) => row.cells[4]?.sort),
      [14, 13, 12],
    );
  });

  it('tells staleness with the account, the time and the age', () => {
    const { freshness } = presentPanel(staleState(), [], shown);
    assert.deepEqual(freshness, { text: 'Stale: Kraken: values from 20:46 UTC (14 min ago)', tone: 'warning' });
    assert.deepEqual(presentPanel(bookState({ restored: true }), [], { privacy: false, now: at + 3600e3 }).freshness, {
      text: 'Last known values, 1 h old',
      tone: 'warning',
    });
  });
});

describe('limit bars', () => {
  const base: Finding = {
    limit: 'maxTotalExposureNotional',
    title: 'Total exposure',
    subject: null,
    unit: 'money',
    value: 18250,
    threshold: 50000,
    ratio: 0.365,
    headroom: 31750,
    state: 'OK',
    message: 'Total exposure is 18,250.00 EUR of 50,000.00 EUR',
    incomplete: [],
    ageMs: 2000,
    contributors: [],
  };
  const bar = (over: Partial<Finding>, privacy = false) =>
    limits(
      { at, state: 'OK', allowed: true, reasons: [], warnings: [], metrics: {}, findings: [{ ...base, ...over }] },
      0.8,
      wordsFor('EUR', privacy, now),
    ).bars[0];

  it('say the golden numbers of RISK-4 in words', () => {
    const ok = bar({});
    assert.deepEqual(
      [ok?.stateText, ok?.value, ok?.used, ok?.headroom, ok?.ratio],
      ['Within limit', '€18,250.00', '37% of €50,000.00', '€31,750.00 headroom', 0.365],
    );
    const breach = bar({ threshold: 18250, ratio: 1, headroom: 0, state: 'BREACH' });
    assert.deepEqual([breach?.used, breach?.headroom], ['100% of €18,250.00', 'at the limit']);
  });

  it('end a little past the limit, and are empty when unknown', () => {
    assert.equal(bar({ ratio: 7, headroom: -1, state: 'BREACH' })?.ratio, 1.25);
    const unknown = bar({ value: null, ratio: null, headroom: null, state: 'UNKNOWN' });
    assert.deepEqual([unknown?.ratio, unknown?.value, unknown?.headroom], [null, '–', 'headroom unknown']);
  });

  it('speak of minimum limits the other way round', () => {
    const low = bar({
      limit: 'minCashPct',
      unit: 'percent',
      value: 7,
      threshold: 10,
      ratio: 10 / 7,
      headroom: -3,
      state: 'BREACH',
    });
    assert.deepEqual([low?.value, low?.used, low?.headroom], ['7%', 'minimum 10%', '3% below the minimum']);
  });

  it('keep shares and lose amounts in privacy', () => {
    const hidden = bar({}, true);
    assert.deepEqual([hidden?.value, hidden?.used], ['•••••', '37% of •••••']);
    assert.doesNotMatch(JSON.stringify(hidden), /18,250|50,000|31,750/);
  });
});
