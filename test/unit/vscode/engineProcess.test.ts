import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { LogOutputChannel } from 'vscode';
import type { EngineStatus } from '../../../src/present/status.ts';
import type { EngineProcess } from '../../../src/vscode/engineProcess.ts';

const { engineProcess } = await import('../../../src/vscode/engineProcess.ts');
const { engineEnvironment } = await import('../../../src/vscode/engineEnvironment.ts');

const silent = new Proxy({}, { get: () => () => undefined }) as LogOutputChannel;

function keep(file: string): { engine: EngineProcess; statuses: EngineStatus[]; asked: unknown[] } {
  const asked: unknown[] = [];
  const engine = engineProcess({
    file,
    environment: () =>
      engineEnvironment({ ...process.env, NODE_OPTIONS: '--bad-option', HTTPS_PROXY: 'http://evil' }, '/data'),
    handlers: {
      credentials: async () => null,
      hostApproved: async (request) => {
        asked.push(request);
        return true;
      },
      tradingAllowed: async () => false,
      databaseUrl: async () => null,
    },
    log: silent,
  });
  const statuses: EngineStatus[] = [];
  engine.onStatus((status) => statuses.push(status));
  return { engine, statuses, asked };
}

const dying = join(import.meta.dirname, '..', '..', 'fixtures', 'dyingEngine.cjs');

describe("the engine's process", () => {
  let engine: EngineProcess;
  afterEach(() => engine.dispose());

  it('starts with the first request and answers', async () => {
    const kept = keep(dying);
    engine = kept.engine;
    assert.deepEqual(engine.status, { kind: 'off' });
    const [answer] = await engine.request('exchanges', null);
    assert.match(answer?.id ?? '', /^\d+$/);
    assert.deepEqual(
      kept.statuses.map((status) => status.kind),
      ['starting', 'ready'],
    );
  });

  it('gives it no variable that weakens TLS, loads code or redirects traffic', async () => {
    ({ engine } = keep(dying));
    const names = await engine.request('diagnose', { folder: '/f' });
    assert.ok(
      names.includes('QUANTFOLIO_DATA_DIR') && names.includes('ELECTRON_RUN_AS_NODE') && names.includes('PATH'),
    );
    assert.deepEqual(
      names.filter((name) => /^(NODE_OPTIONS|.*_PROXY|VSCODE_.*|.*TLS.*)$/i.test(name)),
      [],
    );
  });

  it('answers its questions', async () => {
    const kept = keep(dying);
    engine = kept.engine;
    engine.request('headroom', { folder: '/f', symbol: 'BTC' }).catch(() => undefined);
    for (let tries = 0; kept.asked.length === 0 && tries < 100; tries += 1)
      await new Promise((done) => setTimeout(done, 20));
    assert.deepEqual(kept.asked, [{ folder: '/f', host: 'h' }]);
  });

  it('starts it again when it dies, says so, and leaves no caller waiting', async () => {
    const kept = keep(dying);
    engine = kept.engine;
    const [before] = await engine.request('exchanges', null);
    await assert.rejects(engine.request('refresh', { folder: null }), /the engine stopped/);
    assert.equal(engine.status.kind, 'restarting');
    const ready = () => kept.statuses.filter((status) => status.kind === 'ready').length;
    for (let tries = 0; ready() < 2 && tries < 200; tries += 1) await new Promise((done) => setTimeout(done, 20));
    const [after] = await engine.request('exchanges', null);
    assert.notEqual(after?.id, before?.id);
    const restarting = kept.statuses.find((status) => status.kind === 'restarting');
    assert.ok(restarting?.kind === 'restarting' && restarting.reason === 'The engine stopped (code 7)');
  });

  it('waits longer each time for one that cannot run at all', async () => {
    const kept = keep(join(import.meta.dirname, 'thereIsNoSuchFile.cjs'));
    engine = kept.engine;
    await assert.rejects(engine.request('exchanges', null), /The engine stopped \(code 1\)/);
    for (let tries = 0; restarts(kept.statuses).length < 2 && tries < 300; tries += 1)
      await new Promise((done) => setTimeout(done, 20));
    const [first, second] = restarts(kept.statuses);
    assert.ok(first !== undefined && second !== undefined);
    assert.ok(second.at - first.at >= 900, `pauses did not grow: ${second.at - first.at} ms`);
  });
});

function restarts(statuses: readonly EngineStatus[]) {
  return statuses.filter((status) => status.kind === 'restarting');
}

describe("the engine's environment", () => {
  it('drops what SEC-2 names, in any case, and keeps the rest', () => {
    const kept = engineEnvironment(
      {
        PATH: '/bin',
        HOME: '/h',
        https_proxy: 'x',
        HTTP_PROXY: 'x',
        no_proxy: 'x',
        NODE_OPTIONS: 'x',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_EXTRA_CA_CERTS: 'x',
        VSCODE_PID: '1',
        VSCODE_IPC_HOOK: 'x',
        QUANTFOLIO_EXCHANGE_BASE_URL: 'http://127.0.0.1:1',
        undefined: undefined,
      },
      '/data',
    );
    assert.deepEqual(kept, {
      PATH: '/bin',
      HOME: '/h',
      QUANTFOLIO_EXCHANGE_BASE_URL: 'http://127.0.0.1:1',
      ELECTRON_RUN_AS_NODE: '1',
      QUANTFOLIO_DATA_DIR: '/data',
    });
  });
});
