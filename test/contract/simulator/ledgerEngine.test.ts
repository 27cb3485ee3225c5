import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import type { History } from '../../../src/core/ports.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { environmentApprovals, environmentKeys } from '../../../src/process/environmentKeys.ts';
import { openEngine } from '../../../src/process/open.ts';
import { defaultWorld, emptyAccount } from '../../simulator/defaultWorld.ts';
import { candles } from '../../simulator/history.ts';
import { movementsOf, recordsOf, type WorldRecord } from '../../simulator/movements.ts';
import type { Fill, World } from '../../simulator/world.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

const day = 86_400_000;
const account = 'kraken-small';
const config = (more: object = {}) =>
  JSON.stringify({
    version: 1,
    baseCurrency: 'USD',
    updateInterval: 60,
    accounts: { [account]: { kind: 'exchange', exchange: 'kraken', scopes: ['spot'] } },
    ...more,
  });

describe('the ledger through the whole engine, against the simulated exchange', function () {
  this.timeout(240_000);
  let simulator: Simulator;
  let work: string;
  let engine: Engine | null = null;
  let history: History | null = null;
  const children = new Set<ChildProcess>();

  beforeEach(async () => {
    // A small account at Kraken: with real request costs, a year of Binance takes minutes.
    const world = defaultWorld();
    world.accounts.push(emptyAccount('kraken', account));
    simulator = await startSimulator({ world });
    const now = Date.now();
    const record = (one: WorldRecord) => simulator.live.record(account, one);
    const flow = { kind: 'deposit', asset: 'ZUSD', fee: '0' } as const;
    record({ kind: 'flow', flow: { ...flow, id: 'FT-first', amount: '20000', at: now - 40.3 * day } });
    record({ kind: 'flow', flow: { ...flow, id: 'FT-second', amount: '500', at: now - 12.3 * day } });
    for (let trade = 0; trade < 20; trade += 1) {
      const price = String(100 + 3 * trade);
      const common = { market: 'SOLUSD', kind: 'spot', fee: '0.5', feeAsset: 'ZUSD', maker: false } as const;
      const side = trade % 3 === 2 ? 'sell' : 'buy';
      const at = Math.round(now - (39.4 - 1.7 * trade) * day);
      record({ kind: 'fill', fill: { ...common, id: 500 + trade, side, price, quantity: '1', at } });
    }
    work = await mkdtemp(join(tmpdir(), 'quantfolio-ledger-'));
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await engine?.close();
    engine = null;
    await simulator.close();
    await rm(work, { recursive: true, force: true });
  });

  /** The engine as a window runs it. */
  async function openWindow(text: string): Promise<Engine> {
    const said: string[] = [];
    const say = (message: string): void => void said.push(message);
    engine = openEngine({
      environment: simulator.environment,
      log: { debug: say, info: say, warn: say, error: say },
      dataDir: join(work, 'data'),
      secrets: environmentKeys(simulator.environment, () => [account]),
      hosts: environmentApprovals({}),
      engine: { mode: 'live' },
      onHistory(opened) {
        if (opened.ok) history = opened.value;
        return opened;
      },
    });
    await engine.request('open', { folder: work, configPath: join(work, 'quantfolio.json'), text });
    return engine;
  }

  async function until(what: string, ready: (state: PortfolioState) => boolean): Promise<PortfolioState> {
    const end = Date.now() + 90_000;
    for (;;) {
      const [state] = (await engine?.request('states', null)) ?? [];
      if (state !== undefined && ready(state)) return state;
      const last = `${state?.risk?.missing?.['dailyPnl'] ?? ''} ${state?.snapshot?.equity} ${state?.notices.join()}`;
      assert.ok(Date.now() < end, `${what} did not come: ${last}`);
      await wait(100);
    }
  }

  const pnl = (state: PortfolioState): number | null => state.risk?.metrics['dailyPnl'] ?? null;
  const card = (state: PortfolioState) => state.snapshot?.accounts[0]?.card ?? assert.fail('no account');
  const refresh = () => engine?.request('refresh', { folder: work });
  let nextFill = 990_000;
  const fill = (side: 'buy' | 'sell', quantity: string, price: string, fee: string): void => {
    nextFill += 1;
    const one: Fill = {
      id: nextFill,
      market: 'DOTUSD',
      kind: 'spot',
      side,
      price,
      quantity,
      fee,
      feeAsset: 'ZUSD',
      at: Date.now(),
      maker: false,
    };
    simulator.live.record(account, { kind: 'fill', fill: one });
  };

  it('a deposit is no profit, a trade realises exactly, and the loss limit breaches with the right fill', async () => {
    await openWindow(config({ limits: { maxDailyLossAbs: 500 } }));
    const before = await until('the ledger', (state) => pnl(state) !== null && card(state).todayReturnPct !== null);
    const income = card(before).todayIncome ?? assert.fail('no income of today');
    const equity = before.snapshot?.equity ?? assert.fail('no equity');
    const start = pnl(before) ?? Number.NaN;

    const at = Date.now();
    const flow = { id: 'live-deposit', kind: 'deposit', asset: 'ZUSD', amount: '50000', fee: '0', at } as const;
    simulator.live.record(account, { kind: 'flow', flow });
    await refresh();
    const richer = await until(
      'the deposit',
      (state) =>
        (state.snapshot?.equity ?? 0) > equity + 49_000 && pnl(state) !== null && card(state).todayIncome !== null,
    );
    assert.ok(Math.abs((richer.snapshot?.equity ?? 0) - equity - 50_000) < 1e-6);
    assert.equal(pnl(richer), start);
    assert.ok(Math.abs((card(richer).todayIncome ?? Number.NaN) - income) < 1e-6);
    const all = richer.snapshot?.allTime ?? assert.fail('no change');
    assert.ok(Math.abs((all.abs ?? Number.NaN) - (before.snapshot?.allTime.abs ?? Number.NaN)) < 1e-6);
    assert.ok(Math.abs((all.pct ?? Number.NaN) - (before.snapshot?.allTime.pct ?? Number.NaN)) < 1e-9);

    fill('buy', '10', '150', '1.5');
    fill('sell', '5', '100', '0.5');
    await refresh();
    // 500 − half of 1,501.50 − 0.50
    const lost = await until('the first sale', (state) => pnl(state) !== null && pnl(state) !== start);
    assert.ok(Math.abs((pnl(lost) ?? Number.NaN) - (start - 251.25)) < 1e-9, `${pnl(lost)}`);
    assert.equal(lost.risk?.state, 'OK');
    fill('sell', '5', '100', '0.5');
    await refresh();
    const over = await until('the second sale', (state) => (pnl(state) ?? 0) < start - 300);
    assert.ok(Math.abs((pnl(over) ?? Number.NaN) - (start - 502.5)) < 1e-9, `${pnl(over)}`);
    assert.equal(over.risk?.state, 'BREACH');
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('the past that is there on the first start is what the exchange had', async () => {
    await openWindow(config());
    await until('the ledger', (state) => pnl(state) !== null);
    const store = (): History => history ?? assert.fail('no history');
    const end = Date.now() + 90_000;
    let points = await store().values(account, 0, Date.now());
    while (!points.some(({ origin }) => origin === 'reconstructed')) {
      assert.ok(Date.now() < end, 'no past was reconstructed');
      await wait(200);
      points = await store().values(account, 0, Date.now());
    }
    const past = points.filter(({ origin }) => origin === 'reconstructed');
    assert.ok(past.length >= 39, `${past.length} days`);
    const expected = replayed(simulator.world);
    for (const { at, equity, flow } of past) {
      const wanted = expected(at);
      assert.ok(
        Math.abs(equity - wanted.equity) < 1e-6 * Math.max(1, wanted.equity),
        `${new Date(at).toISOString()}: ${equity} is not ${wanted.equity}`,
      );
      if (at !== past[0]?.at) {
        assert.ok(
          Math.abs((flow ?? Number.NaN) - wanted.flow) < 1e-6 * Math.max(1, Math.abs(wanted.flow)),
          `${new Date(at).toISOString()}: flow ${flow} is not ${wanted.flow}`,
        );
      }
    }
  });

  it('killed at any moment of an import, a restart ends with the same ledger', async () => {
    const whole = await complete(join(work, 'whole'));
    assert.ok(whole.trades.length === 20 && whole.flows.length === 2, JSON.stringify(whole).slice(0, 200));
    for (const requests of [7, 10]) {
      const folder = join(work, `killed-${requests}`);
      const asked = simulator.log.entries.length;
      const child = start(folder);
      while (simulator.log.entries.length < asked + requests && child.exitCode === null) await wait(5);
      child.kill('SIGKILL');
      await new Promise((resolve) =>
        child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null),
      );
      assert.deepEqual(await complete(folder), whole, `killed after ${requests} requests`);
    }
  });

  it('two windows that import at once keep one ledger', async () => {
    const whole = await complete(join(work, 'whole'));
    const folder = join(work, 'two');
    const both = await Promise.all([window(folder), window(folder)]);
    assert.equal(both.length, 2);
    assert.deepEqual(await complete(folder), whole);
  });

  type Printed = { trades: string[]; flows: string[]; income: string[]; covered: unknown[] };

  function start(folder: string): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
    const script = join(import.meta.dirname, '..', '..', 'support', 'ledgerWindow.ts');
    const child = spawn(process.execPath, [script, folder, config()], {
      env: { ...process.env, ...simulator.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  }

  /** Windows one after another until everything is covered: an exchange may refuse a page of one of them. */
  async function complete(folder: string): Promise<Printed> {
    for (let run = 0; run < 5; run += 1) {
      const printed = await window(folder);
      if (printed.covered.every((each) => each === true)) return printed;
    }
    return assert.fail('the ledger was never read to its end');
  }

  async function window(folder: string): Promise<Printed> {
    const child = start(folder);
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 0);
    return JSON.parse(text) as Printed;
  }
});

/** What the account was worth at a midnight and what had flowed since the one before, by the exchange's own books. */
function replayed(world: World): (at: number) => { readonly equity: number; readonly flow: number } {
  const owner = world.accounts.find(({ id }) => id === account) ?? assert.fail('no account');
  const closeOf = (asset: string, midnight: number): number => {
    if (asset === 'ZUSD') return 1;
    const market = world.markets.find(
      (each) => each.exchange === 'kraken' && each.kind === 'spot' && each.base === asset && each.quote === 'ZUSD',
    );
    assert.ok(market !== undefined, `no market of ${asset}`);
    const [candle] = candles(world, market, day, {
      from: midnight - day,
      to: midnight - 1,
      limit: 1,
    });
    return Number(candle?.close);
  };
  const records = recordsOf(owner).flatMap((record) => {
    const at =
      'fill' in record
        ? record.fill.at
        : 'flow' in record
          ? record.flow.at
          : 'transfer' in record
            ? record.transfer.at
            : 'earning' in record
              ? record.earning.at
              : record.conversion.at;
    const flows = record.kind === 'flow' || record.kind === 'transfer';
    return movementsOf(world, owner, record).flatMap(({ scope, asset, amount }) =>
      scope === 'spot' ? [{ at, asset, amount: Number(amount), flows }] : [],
    );
  });
  return (midnight) => {
    const held = new Map<string, number>();
    for (const { at, asset, amount } of records) if (at <= midnight) held.set(asset, (held.get(asset) ?? 0) + amount);
    let equity = 0;
    for (const [asset, quantity] of held) if (Math.abs(quantity) > 1e-9) equity += quantity * closeOf(asset, midnight);
    const flow = records
      .filter(({ at, flows }) => flows && at > midnight - day && at <= midnight)
      .reduce((sum, { asset, amount }) => sum + amount * closeOf(asset, midnight), 0);
    return { equity, flow };
  };
}
