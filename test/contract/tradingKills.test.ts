import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Big from 'big.js';
import type { Execution } from '../../src/core/model/trading.ts';
import type { History } from '../../src/core/ports.ts';
import { environmentApprovals, environmentKeys } from '../../src/process/environmentKeys.ts';
import { openEngine } from '../../src/process/open.ts';
import { defaultWorld, emptyAccount } from '../simulator/defaultWorld.ts';
import { pocket } from '../simulator/world.ts';
import { startSimulator } from '../support/startSimulator.ts';

const trader = join(import.meta.dirname, '../unit/process/trader.ts');

interface Said {
  readonly plans: readonly string[];
  readonly done: readonly string[];
  readonly refused: readonly string[];
}

/** A trader that is killed `after` ms after it said that it executes its nth plan, or as soon as `when` says. */
async function killed(
  folder: string,
  kind: 'paper' | 'live',
  environment: Readonly<Record<string, string>>,
  nth: number,
  after: number,
  when: () => boolean = () => true,
): Promise<Said> {
  const child = spawn(process.execPath, [trader, folder, kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const closed = once(child, 'close');
  const lines: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop() ?? '';
    lines.push(...whole);
  });
  const of = (what: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
  const until = Date.now() + 30_000;
  while (of('plan').length < nth && child.exitCode === null && Date.now() < until) await wait(2);
  while (!when() && child.exitCode === null && Date.now() < until) await wait(1);
  await wait(after);
  child.kill('SIGKILL');
  await closed;
  assert.ok(of('plan').length >= nth, `the trader did not get to its work: ${lines.join(', ')}`);
  return { plans: of('plan').map((line) => line.split(' ')[0] ?? ''), done: of('done'), refused: of('refused') };
}

/** An engine that begins after the kills: what it knows once it has looked after all that was left. */
async function settled(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly executions: readonly Execution[]; readonly history: History; close(): Promise<void> }> {
  let history: History | null = null;
  const silent = (): void => undefined;
  const engine = openEngine({
    environment: { ...process.env, ...environment },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    dataDir: join(folder, 'data'),
    secrets: environmentKeys(environment, () => ['trader']),
    hosts: environmentApprovals({}),
    tradingAllowed: async () => false,
    onHistory(opened) {
      if (opened.ok) history = opened.value;
      return opened;
    },
  });
  const text = await readFile(join(folder, 'quantfolio.json'), 'utf8');
  await engine.request('open', { folder, configPath: join(folder, 'quantfolio.json'), text });
  await engine.request('refresh', { folder });
  const log = () => engine.request('executions', { portfolio: folder, from: 0, to: Date.now() });
  const until = Date.now() + 60_000;
  let executions = await log();
  const open = ({ orders, state }: Execution): boolean =>
    state === 'running' || orders.some((order) => ['pending', 'sending', 'unknown'].includes(order.state));
  while (executions.some(open) && Date.now() < until) {
    await wait(100);
    executions = await log();
  }
  assert.deepEqual(executions.filter(open), [], 'something is still not known');
  assert.ok(history !== null);
  return { executions, history, close: async () => engine.close() };
}

describe('traders that are killed at any moment', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantfolio-traders-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('paper: every fill that was told is there once, every fill has its record, nothing is left open', async () => {
    const rounds = 5;
    const config = { version: 1, baseCurrency: 'USD', accounts: { paper: { kind: 'paper', cash: { USD: 1e6 } } } };
    await writeFile(join(folder, 'quantfolio.json'), JSON.stringify(config));
    const done: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const said = await killed(folder, 'paper', {}, 1 + (round % 3), Math.random() * 40);
      done.push(...said.done);
    }
    const { executions, history, close } = await settled(folder, {});
    try {
      const fills = (await history.journal('paper')).flatMap((entry) => (entry.kind === 'fill' ? [entry.fill.id] : []));
      assert.equal(new Set(fills).size, fills.length);
      assert.ok(fills.length >= done.length && done.length >= rounds / 2, `${done.length} of ${fills.length}`);
      const records = executions.flatMap(({ orders }) => orders);
      for (const { ticket, state, filled } of records) {
        const there = fills.includes(ticket.clientOrderId);
        assert.equal(state, there ? 'filled' : 'notSent');
        if (there) assert.equal(filled, ticket.quantity);
      }
      const known = new Set(records.map(({ ticket }) => ticket.clientOrderId));
      assert.deepEqual(
        fills.filter((id) => !known.has(id)),
        [],
      );
      for (const line of done) {
        const [plan, state] = line.split(' ');
        assert.equal(state, 'done');
        assert.equal(executions.find((each) => each.plan === plan)?.state, 'done', `${plan} was told as done`);
      }
      assert.ok(executions.every(({ state }) => state === 'done' || state === 'interrupted' || state === 'failed'));
    } finally {
      await close();
    }
  });

  it('live: between the legs of a plan, no order is placed twice, none is lost, and each record says what the exchange says', async () => {
    const rounds = 5;
    const world = defaultWorld();
    const account = emptyAccount('binance', 'trader');
    Object.assign(account.pockets.spot, { BTC: pocket('0.15'), ETH: pocket('2'), USDT: pocket('6000') });
    account.permissions.trade = true;
    world.accounts.push(account);
    const simulator = await startSimulator({ world, trades: true });
    try {
      const main = { kind: 'exchange', exchange: 'binance', scopes: ['spot'], mode: 'trade' };
      const config = { version: 1, baseCurrency: 'USD', accounts: { trader: main } };
      await writeFile(join(folder, 'quantfolio.json'), JSON.stringify(config));
      // The exchange takes its time to answer: most kills come while an order is under way or booked and unheard.
      simulator.faults.add({ path: '*/order', method: 'POST', effect: { kind: 'delay', ms: 60 } });
      const told: string[] = [];
      let legs = 0;
      for (let round = 0; round < rounds; round += 1) {
        if (round === 4) simulator.faults.add({ path: '*/order', method: 'POST', count: 1, effect: { kind: 'drop' } });
        const posts = (): number => simulator.log.writes().filter(({ method }) => method === 'POST').length;
        const before = posts();
        // As its first or its second order arrives, or a moment later: before and after the answer, and between the two.
        const arrived = (): boolean => posts() > before + (round % 2);
        const said = await killed(folder, 'live', simulator.environment, 1, [0, 0, 45, 75, 20][round] ?? 0, arrived);
        told.push(...said.done);
      }
      const { executions, close } = await settled(folder, simulator.environment);
      try {
        const booked = simulator.live
          .account('trader')
          .orders.filter(({ clientOrderId }) => clientOrderId?.startsWith('qf'));
        const ids = booked.map(({ clientOrderId }) => clientOrderId ?? '');
        assert.equal(new Set(ids).size, ids.length, 'an order was placed twice');
        const records = executions.flatMap(({ orders }) => orders);
        for (const { ticket, state, filled, reason } of records) {
          const order = booked.find(({ clientOrderId }) => clientOrderId === ticket.clientOrderId);
          const words = `${ticket.clientOrderId} ${state} ${reason}`;
          if (order === undefined) assert.ok(state === 'notSent' || state === 'rejected', words);
          else {
            assert.equal(state, 'filled', words);
            assert.ok(new Big(filled).eq(order.quantity), words);
            legs += 1;
          }
        }
        const known = new Set(records.map(({ ticket }) => ticket.clientOrderId));
        assert.deepEqual(
          ids.filter((id) => !known.has(id)),
          [],
          'an order that no record tells of',
        );
        for (const line of told) {
          const [plan, state] = line.split(' ');
          assert.equal(executions.find((each) => each.plan === plan)?.state, state);
        }
        assert.ok(legs >= rounds / 2, `${legs} legs were filled`);
        assert.ok(
          executions.some(({ state }) => state === 'interrupted'),
          'no kill came between two legs',
        );
      } finally {
        await close();
      }
    } finally {
      await simulator.close();
    }
  });
});
