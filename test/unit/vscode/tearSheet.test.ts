import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { TearSheetOpened, TearSheetRequest } from '../../../src/protocol/engine.ts';
import type { EngineProcess } from '../../../src/vscode/engineProcess.ts';
import type { Privacy } from '../../../src/vscode/privacy.ts';
import { performanceOf } from '../../support/performance.ts';

const { createSheet } = await import('../../../src/vscode/tearSheet/sheet.ts');
const { sheetAnswers } = await import('../../../src/vscode/tearSheet/sheetAnswers.ts');
const { clearRequest } = await import('../../../src/vscode/tearSheet/chooseFile.ts');
const vscode = (await import('vscode')) as unknown as { ran: unknown[][]; window: Record<string, unknown> };

const request: TearSheetRequest = {
  path: '/data/run.csv',
  column: null,
  kind: null,
  benchmark: null,
  riskFree: 0.02,
  periodsPerYear: null,
};
const open = (id: string): TearSheetOpened => ({
  state: 'open',
  id,
  name: 'run.csv',
  kind: 'equity',
  column: 'equity',
  notes: [],
});

function engineOf(answer: (name: string, argument: unknown) => unknown) {
  const asked: [string, unknown][] = [];
  const engine = {
    status: { kind: 'ready' },
    request: async (name: string, argument: unknown) => {
      asked.push([name, argument]);
      return answer(name, argument);
    },
  } as unknown as EngineProcess;
  return { engine, asked };
}

const shown = { on: false } as Privacy;
const hidden = { on: true } as Privacy;
const plain = {
  portfolio: 'an old id',
  subject: { kind: 'portfolio', id: null },
  series: 'drawdown',
  benchmarks: null,
  rolling: null,
  by: null,
  from: null,
  to: null,
  px: 100,
  percent: false,
} as const;

describe('a tear sheet of a file', () => {
  it('is opened once, again after it changed, and closed with its page', async () => {
    let opened = 0;
    const { engine, asked } = engineOf((name) => (name === 'openTearSheet' ? open(`t${++opened}`) : null));
    const sheet = createSheet(engine, request);
    const [a, b] = await Promise.all([sheet.opened(), sheet.opened()]);
    assert.deepEqual(a, b);
    assert.deepEqual(asked, [['openTearSheet', request]]);
    sheet.forget();
    assert.deepEqual(await sheet.opened(), open('t2'));
    sheet.close();
    await new Promise(setImmediate);
    assert.deepEqual(
      asked.filter(([name]) => name === 'closeTearSheet').map(([, argument]) => argument),
      [{ id: 't1' }, { id: 't2' }],
    );
  });

  it('is asked for again when the engine could not answer', async () => {
    let times = 0;
    const { engine } = engineOf(() => {
      times += 1;
      if (times === 1) throw new Error('the engine stopped');
      return open('t1');
    });
    const sheet = createSheet(engine, request);
    await assert.rejects(sheet.opened(), /the engine stopped/);
    assert.deepEqual(await sheet.opened(), open('t1'));
  });

  it('is compared with another file only if that one can be read', async () => {
    const { engine } = engineOf((_name, argument) =>
      (argument as TearSheetRequest).benchmark === null ? open('t1') : { state: 'failed', reason: 'spx.csv is empty' },
    );
    const sheet = createSheet(engine, request);
    await assert.rejects(sheet.compare({ path: '/data/spx.csv', column: null }), /spx.csv is empty/);
    assert.equal(sheet.request.benchmark, null);
  });

  it('answers its page with the id of now, whatever id the page knows, and hides amounts in privacy', async () => {
    const { engine, asked } = engineOf((name) =>
      name === 'openTearSheet' ? open('t1') : name === 'performance' ? performanceOf() : null,
    );
    const sheet = createSheet(engine, request);
    const nothing = async () => undefined;
    const answers = sheetAnswers(sheet, engine, shown, nothing, () => undefined);
    assert.deepEqual(
      [(await answers.state({ portfolio: null })).mode, (await answers.state({ portfolio: null })).portfolio],
      ['tearSheet', 't1'],
    );
    await answers.series(plain);
    await sheetAnswers(sheet, engine, hidden, nothing, () => undefined).series(plain);
    const windows = asked
      .filter(([name]) => name === 'series')
      .map(([, argument]) => argument as { portfolio: string; rebase: boolean });
    assert.deepEqual(
      windows.map((window) => [window.portfolio, window.rebase]),
      [
        ['t1', false],
        ['t1', true],
      ],
    );
    const { choices } = await answers.performance({ ...plain, period: { id: 'all' } });
    assert.deepEqual(
      choices.subjects.map((each) => each.title),
      ['run.csv'],
    );
    const [, query] = asked.find(([name]) => name === 'performance') ?? [];
    assert.equal((query as { riskFree: number }).riskFree, 0.02);
    await assert.rejects(answers.overview({ period: { id: 'all' } }), /A file has no portfolios/);
    await assert.rejects(answers.command({ command: 'addAccount', argument: null }), /needs a portfolio/);
    await answers.command({ command: 'openTearSheet', argument: null });
    assert.deepEqual(vscode.ran.at(-1), ['quantfolio.openTearSheet']);
  });

  it('says in the page why a file cannot be shown', async () => {
    const { engine } = engineOf(() => ({ state: 'failed', reason: 'run.csv has no column of numbers' }));
    const answers = sheetAnswers(
      createSheet(engine, request),
      engine,
      shown,
      async () => undefined,
      () => undefined,
    );
    const view = await answers.state({ portfolio: null });
    assert.deepEqual([view.phase, view.failure?.text], ['failed', 'run.csv has no column of numbers']);
    await assert.rejects(answers.series(plain), /no column of numbers/);
  });

  it('asks for the column only where several fit', async () => {
    const picks: unknown[][] = [];
    vscode.window['showQuickPick'] = async (items: readonly unknown[], options: unknown) => {
      picks.push([items, options]);
      return items[1];
    };
    const clear = engineOf((name) => (name === 'openTearSheet' ? open('t1') : null));
    assert.deepEqual(await clearRequest(clear.engine, shown, { path: '/data/run.csv' }), {
      ...request,
      riskFree: null,
    });
    assert.deepEqual(picks, []);
    assert.deepEqual(clear.asked.at(-1), ['closeTearSheet', { id: 't1' }]);
    const columns = [
      { name: 'nav', kind: 'equity', sample: ['10000.50', '10100.75'] },
      { name: 'ret', kind: 'returns', sample: ['0.01'] },
    ] as const;
    const several = engineOf(() => ({ state: 'ambiguous', columns }));
    const chosen = await clearRequest(several.engine, hidden, { path: '/data/run.csv' });
    assert.deepEqual([chosen?.column, chosen?.kind], ['ret', 'returns']);
    const [items] = picks[0] as unknown as [readonly { readonly label: string; readonly detail: string }[]];
    assert.deepEqual(
      items.map(({ label, detail }) => `${label}: ${detail}`),
      ['nav: •••••, •••••', 'ret: •••••'],
      'privacy holds for samples too',
    );
    const failing = engineOf(() => ({ state: 'failed', reason: 'run.csv is no CSV' }));
    await assert.rejects(clearRequest(failing.engine, shown, { path: '/data/run.csv' }), /run.csv is no CSV/);
  });
});
