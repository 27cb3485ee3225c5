import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { Subject } from '../../../src/core/model/performance.ts';
import type { SeriesWindow } from '../../../src/protocol/engine.ts';
import { isAnswer } from '../../../src/protocol/pageGuards.ts';
import type { PanelView } from '../../../src/protocol/panelView.ts';
import type { Ask } from '../../../src/vscode/access/keyRequests.ts';
import type { EngineProcess } from '../../../src/vscode/engineProcess.ts';
import type { Place, Portfolios } from '../../../src/vscode/portfolios.ts';
import type { Privacy } from '../../../src/vscode/privacy.ts';
import type { Store } from '../../../src/vscode/store.ts';
import { attributionOf, correlationOf, performanceOf, rowOf } from '../../support/performance.ts';
import { portfolioState } from '../../support/portfolioState.ts';
import { executionOf, livePlan, planOf } from '../../support/tradingSamples.ts';

const { answerPage, pageAnswers } = await import('../../../src/vscode/panel/pageAnswers.ts');
const { createDesk } = await import('../../../src/vscode/trading/desk.ts');
const vscode = (await import('vscode')) as unknown as {
  ran: unknown[][];
  written: Uint8Array[];
  env: { clipboard: { text: string } };
};

const state = portfolioState();
const book: Subject = { kind: 'portfolio', id: null };
const plain = {
  portfolio: state.id,
  subject: book,
  benchmarks: null,
  rolling: null,
  by: null,
  from: null,
  to: null,
  percent: false,
} as const;
const place: Place = { folder: state.id, configPath: state.configPath, exists: true, demo: false };

interface Setup {
  readonly privacy?: boolean;
  readonly looked?: boolean;
  readonly places?: readonly Place[];
  readonly states?: readonly (typeof state)[];
  readonly status?: EngineProcess['status'];
  readonly liveTrading?: boolean;
  readonly ask?: Ask;
  readonly request?: (name: string, argument: unknown) => Promise<unknown>;
}

function answersFor(setup: Setup = {}) {
  const states = setup.states ?? [state];
  const store = {
    all: () => states,
    get: (id: string) => states.find((one) => one.id === id) ?? null,
    combined: () => null,
  } as unknown as Store;
  const portfolios = { looked: setup.looked ?? true, places: () => setup.places ?? [place] } as unknown as Portfolios;
  const engine = {
    status: setup.status ?? { kind: 'ready' },
    request: setup.request ?? (async () => null),
  } as unknown as EngineProcess;
  const privacy = { on: setup.privacy ?? false } as Privacy;
  const trading = { on: setup.liveTrading ?? false };
  const diffs = { show: async () => undefined, close: async () => undefined };
  const desk = createDesk(engine, store, trading, privacy, diffs, setup.ask ?? (async () => null));
  return pageAnswers(store, portfolios, engine, privacy, trading, desk, { portfolio: null });
}

describe('what the host answers to the page', () => {
  it('rebases every series in privacy, whatever the page asks', async () => {
    const asked: SeriesWindow[] = [];
    const request = async (_name: string, argument: unknown) => {
      asked.push(argument as SeriesWindow);
      return null;
    };
    const series = { ...plain, series: 'value', px: 600 } as const;
    await answersFor({ privacy: true, request }).series(series);
    await answersFor({ privacy: false, request }).series(series);
    assert.deepEqual(
      asked.map((window) => window.rebase),
      [true, false],
    );
  });

  it('answers a throwing handler with its words, so that the page never waits', async () => {
    const request = async () => {
      throw new Error('the engine stopped');
    };
    const argument = { ...plain, series: 'value', px: 1 } as const;
    const answer = await answerPage(answersFor({ request }), { id: 7, name: 'series', argument });
    assert.deepEqual(answer, { type: 'answer', id: 7, ok: false, error: 'the engine stopped' });
  });

  it('says loading, not "none", while a portfolio is being opened', async () => {
    const phase = async (setup: Setup) => (await answersFor(setup).state({ portfolio: null })).phase;
    assert.equal(await phase({ states: [], looked: false, places: [] }), 'loading');
    assert.equal(await phase({ states: [] }), 'loading');
    assert.equal(await phase({ states: [], places: [] }), 'none');
    assert.equal(await phase({}), 'ready');
  });

  it('says first that the engine stopped', async () => {
    const status = { kind: 'restarting', at: 0, reason: 'The engine stopped (code 1)' } as const;
    const view: PanelView = await answersFor({ status }).state({ portfolio: null });
    assert.match(view.banners[0]?.text ?? '', /^The engine stopped \(code 1\)/);
  });

  it('asks for the series that the page names, and leaves out what it does not', async () => {
    const asked: unknown[] = [];
    const answers = answersFor({ request: async (_name, argument) => asked.push(argument) });
    await answers.series({ ...plain, series: 'rollingBeta', px: 9, benchmarks: ['BTC'], rolling: 63 });
    await answers.series({ ...plain, series: 'allocation', px: 9, by: 'sector', percent: true });
    const rest = { portfolio: state.id, subject: book, from: null, to: null, px: 9 };
    assert.deepEqual(asked, [
      { ...rest, series: 'rollingBeta', benchmarks: ['BTC'], rolling: 63, rebase: false },
      { ...rest, series: 'allocation', benchmarks: null, by: 'sector', rebase: true },
    ]);
  });

  it('puts what the engine knows of the past into words, without amounts in privacy', async () => {
    const answers: Readonly<Record<string, unknown>> = {
      performance: performanceOf(),
      attribution: attributionOf(),
      correlation: correlationOf(),
      performances: [rowOf()],
    };
    const asked: unknown[] = [];
    const request = async (name: string, argument: unknown) => {
      asked.push([name, argument]);
      return answers[name];
    };
    for (const privacy of [false, true]) {
      const page = answersFor({ privacy, request });
      const period = { id: 'YTD' } as const;
      const performance = await page.performance({ portfolio: state.id, subject: book, period, benchmarks: null });
      assert.equal(performance.choices.subjects[0]?.title, 'Main book');
      const all = [
        performance,
        await page.attribution({ portfolio: state.id, by: 'asset', period }),
        await page.correlation({ portfolio: state.id, method: 'ewma', window: null }),
        await page.overview({ period }),
      ];
      assert.equal(/\$\d/.test(JSON.stringify(all)), !privacy);
    }
    assert.deepEqual(asked[0], [
      'performance',
      {
        portfolio: state.id,
        subject: book,
        period: { id: 'YTD' },
        benchmarks: null,
        riskFree: null,
        periodsPerYear: null,
      },
    ]);
  });

  it('makes plans, executes them once, and opens their diff: the page’s orders pass the same desk', async () => {
    const plan = { ...planOf(), at: Date.now(), expiresAt: Date.now() + 60_000 };
    const asked: string[] = [];
    const page = answersFor({
      request: async (name) => {
        asked.push(name);
        return name === 'plan' ? plan : executionOf();
      },
    });
    const request = { kind: 'rebalance', threshold: null, mode: null } as const;
    const view = await page.plan({ portfolio: state.id, request });
    assert.ok(isAnswer('plan', view));
    assert.equal(view.orders[0]?.text, 'Sell 0.0348 BTC at the market on Binance · main');
    await page.planDiff({ portfolio: state.id, plan: view.id });
    const execution = await page.execute({ portfolio: state.id, plan: view.id, digest: view.digest });
    assert.ok(isAnswer('execute', execution));
    assert.equal(execution?.state, 'done');
    await assert.rejects(page.execute({ portfolio: state.id, plan: view.id, digest: view.digest }), /plan again/);
    assert.deepEqual(asked, ['plan', 'execute']);
  });

  it('lets no page send a live order by itself: the setting and a person decide', async () => {
    const plan = { ...livePlan(), at: Date.now(), expiresAt: Date.now() + 60_000 };
    const asked: string[] = [];
    const request = async (name: string) => {
      asked.push(name);
      return plan;
    };
    const wish = { portfolio: state.id, request: { kind: 'reduce', limit: null } } as const;
    const off = answersFor({ request });
    const shown = await off.plan(wish);
    assert.equal(shown.ready, false);
    assert.match(shown.readyReason ?? '', /^Live trading is off/);
    const wanted = { portfolio: state.id, plan: shown.id, digest: shown.digest };
    await assert.rejects(off.execute(wanted), /Live trading is off/);
    const declined = answersFor({ request, liveTrading: true, ask: async () => null });
    await declined.plan(wish);
    assert.equal(await declined.execute(wanted), null);
    assert.deepEqual(asked, ['plan', 'plan']);
  });

  it('asks for tables with privacy, and saves them without amounts in it', async () => {
    const asked: unknown[] = [];
    const answer = {
      table: 'trades',
      title: 'Trades',
      columns: [
        { id: 'symbol', title: 'Symbol', kind: 'text', amount: false, hidden: false },
        { id: 'quantity', title: 'Quantity', kind: 'quantity', amount: true, hidden: false },
      ],
      rows: [{ id: 't1', cells: [{ value: '=BTC/USDT' }, { value: '0.1234567' }] }],
      offset: 0,
      total: 1,
      matching: 1,
      baseCurrency: 'USD',
      notes: [],
      empty: 'No trades.',
    };
    const request = async (_name: string, argument: unknown) => {
      asked.push(argument);
      return answer;
    };
    const query = {
      portfolio: state.id,
      table: 'trades',
      subject: book,
      search: '',
      sort: null,
      from: null,
      to: null,
    } as const;
    const page = answersFor({ request, privacy: true });
    const view = await page.table({ ...query, offset: 0, limit: 100 });
    assert.ok(isAnswer('table', view));
    assert.doesNotMatch(JSON.stringify(view), /1234567/);
    await page.saveTable({ ...query, format: 'csv' });
    const text = new TextDecoder().decode(vscode.written.pop());
    assert.match(text, /'=BTC\/USDT/, 'formulas are neutralised');
    assert.doesNotMatch(text, /1234567/);
    assert.deepEqual(asked, [
      { ...query, offset: 0, limit: 100, privacy: true },
      { ...query, offset: 0, limit: 2000, privacy: true },
    ]);
    await assert.rejects(
      page.saveTax({ portfolio: state.id, year: 2025, method: null, format: 'csv' }),
      /Amounts are hidden/,
    );
    await assert.rejects(
      answersFor({ request }).tax({ portfolio: state.id, year: 2025, method: 'best' }),
      /“best” is no way to choose lots/,
    );
  });

  it('saves pictures of charts, and nothing else as one', async () => {
    const answers = answersFor();
    const png = Buffer.from('\x89PNG\r\n\x1a\n and the rest', 'latin1');
    await answers.savePicture({ name: 'a.png', png: png.toString('base64') });
    assert.deepEqual(Buffer.from(vscode.written.at(-1) ?? []), png);
    const evil = Buffer.from('MZ').toString('base64');
    await assert.rejects(answers.savePicture({ name: 'a.png', png: evil }), /could not be made a picture/);
    assert.equal(vscode.written.length, 1);
  });

  it('runs only the commands of the protocol, with the portfolio of the page', async () => {
    const answers = answersFor();
    await answers.state({ portfolio: state.id });
    await answers.command({ command: 'revealLimit', argument: 'maxSymbolExposureNotional:BTC' });
    assert.deepEqual(vscode.ran.at(-1), [
      'quantfolio.revealLimit',
      { portfolio: state.id, key: 'maxSymbolExposureNotional:BTC' },
    ]);
    await answers.command({ command: 'health', argument: 'h1' });
    assert.deepEqual(vscode.ran.at(-1), ['quantfolio.runHealthAction', 'h1']);
    await answers.command({ command: 'compareWithDate', argument: null });
    assert.deepEqual(vscode.ran.at(-1), ['quantfolio.compareWithDate', state.id]);
    await answers.command({ command: 'resetPaper', argument: 'paper' });
    assert.deepEqual(vscode.ran.at(-1), [
      'quantfolio.resetPaper',
      { id: 'paper', ref: { kind: 'account', portfolio: state.id, account: 'paper' } },
    ]);
    await answers.command({ command: 'copy', argument: 'text' });
    assert.equal(vscode.env.clipboard.text, 'text');
  });

  it('tells failures without amounts in privacy', async () => {
    const request = async () => {
      throw new Error('the limits do not allow it: BTC would be $20,500.25 of $20,000: sell 0.0348 BTC first');
    };
    const asked = { portfolio: state.id, request: { kind: 'reduce', limit: null } } as const;
    await assert.rejects(answersFor({ request }).plan(asked), /20,500\.25/);
    const hidden = answersFor({ request, privacy: true });
    for (const answer of [hidden.plan(asked), hidden.overview({ period: { id: '1D' } })]) {
      await assert.rejects(answer, (error: Error) => {
        assert.doesNotMatch(error.message, /\d/);
        assert.match(error.message, /^the limits do not allow it: BTC would be/);
        return true;
      });
    }
  });
});
