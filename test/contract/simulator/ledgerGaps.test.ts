import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { environmentApprovals, environmentKeys } from '../../../src/process/environmentKeys.ts';
import { openEngine } from '../../../src/process/open.ts';
import { emptyAccount } from '../../simulator/defaultWorld.ts';
import { largeWorld } from '../../simulator/largeWorld.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

const day = 86_400_000;
const account = 'binance-small';
const text = JSON.stringify({
  version: 1,
  baseCurrency: 'USD',
  updateInterval: 60,
  limits: { maxDailyLossAbs: 100 },
  accounts: { [account]: { kind: 'exchange', exchange: 'binance', scopes: ['spot'] } },
});

/** At the request costs and limits of the real exchange, with as many markets as it has. */
describe('a new account at Binance', function () {
  this.timeout(90_000);
  let simulator: Simulator;
  let work: string;
  let engine: ReturnType<typeof openEngine>;
  const states: PortfolioState[] = [];

  before(async () => {
    const world = largeWorld({ markets: 3600, accounts: 0, assets: 0 });
    world.accounts.push(emptyAccount('binance', account));
    simulator = await startSimulator({ world, weightPerMinute: 6000 });
    const now = Date.now();
    const record = simulator.live.record.bind(null, account);
    const deposit = {
      id: 'd1',
      kind: 'deposit',
      asset: 'USDT',
      amount: '20000',
      fee: '0',
      at: now - 300 * day,
    } as const;
    record({ kind: 'flow', flow: deposit });
    for (const [index, coin] of ['BTC', 'ETH', 'SOL', 'DOT', 'LINK', 'ADA', 'XRP'].entries()) {
      const market = world.markets.find(({ kind, id }) => kind === 'spot' && id === `${coin}USDT`);
      if (market === undefined) continue;
      const price = world.prices.get(`binance:spot:${coin}USDT`)?.last ?? assert.fail(coin);
      const quantity = (1000 / Number(price)).toFixed(4);
      const common = { market: market.id, kind: 'spot', price, feeAsset: 'USDT', fee: '1', maker: false } as const;
      const bought = { ...common, id: 7000 + index, side: 'buy', quantity, at: now - (200 - index) * day } as const;
      record({ kind: 'fill', fill: bought });
      // One of them is gone again, long ago.
      if (coin === 'DOT') record({ kind: 'fill', fill: { ...bought, id: 7900, side: 'sell', at: now - 100 * day } });
    }
    work = await mkdtemp(join(tmpdir(), 'quantfolio-gaps-'));
    const say = (): void => undefined;
    engine = openEngine({
      environment: simulator.environment,
      log: { debug: say, info: say, warn: say, error: say },
      dataDir: join(work, 'data'),
      secrets: environmentKeys(simulator.environment, () => [account]),
      hosts: environmentApprovals({}),
      engine: { mode: 'live' },
    });
    engine.onState((state) => void states.push(state));
  });
  after(async () => {
    await engine.close();
    await simulator.close();
    await rm(work, { recursive: true, force: true });
  });

  async function until(what: string, ms: number, ready: (state: PortfolioState) => boolean): Promise<PortfolioState> {
    const end = Date.now() + ms;
    for (;;) {
      const [state] = await engine.request('states', null);
      if (state !== undefined && ready(state)) return state;
      assert.ok(Date.now() < end, `${what} did not come: ${JSON.stringify(state?.risk?.missing)}`);
      await wait(50);
    }
  }
  const pnl = (state: PortfolioState): number | null => state.risk?.metrics['dailyPnl'] ?? null;
  const card = (state: PortfolioState) => state.snapshot?.accounts[0]?.card;

  it('knows today and the daily loss within seconds, while all markets are still being asked', async () => {
    const begin = Date.now();
    await engine.request('open', { folder: work, configPath: join(work, 'quantfolio.json'), text });
    const known = await until('today', 30_000, (state) => pnl(state) !== null && card(state)?.todayIncome != null);
    console.log(`    ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    assert.equal(pnl(known), 0);
    assert.equal(known.risk?.state, 'OK');
    const asked = new Set(
      simulator.log.entries.filter(({ path }) => path.endsWith('myTrades')).map(({ query }) => query),
    ).size;
    assert.ok(asked < 200, `${asked} markets were asked first`);
    assert.deepEqual(
      simulator.log.entries.filter(({ status }) => status >= 400).map(({ path, status }) => [path, status]),
      [],
    );
  });

  it('what is sent to it by a person, which the exchange does not tell, is unknown in words, never a gain', async () => {
    const before = await until('today', 30_000, (state) => pnl(state) !== null);
    const equity = before.snapshot?.equity ?? assert.fail('no equity');
    const income = card(before)?.todayIncome ?? Number.NaN;
    const told = before.snapshot?.allTime.abs ?? 0;
    states.length = 0;
    const held = simulator.live.account(account).pockets.spot['USDT']?.free ?? '0';
    simulator.live.setPocket(account, 'spot', 'USDT', { free: String(Number(held) + 5000) });
    await engine.request('refresh', { folder: work });
    // Entries may be some seconds late: that is waited for first.
    await wait(11_000);
    await engine.request('refresh', { folder: work });
    const gap = await until('the gap', 30_000, (state) => /entries tell/.test(state.risk?.missing?.['dailyPnl'] ?? ''));
    assert.match(gap.risk?.missing?.['dailyPnl'] ?? '', /USDT is 5000 more than its entries tell since 20\d\d/);
    assert.ok((gap.snapshot?.equity ?? 0) > equity + 4900);
    assert.equal(gap.risk?.state, 'UNKNOWN');
    for (const state of states) {
      const gains = [
        (state.snapshot?.allTime.abs ?? told) - told,
        (card(state)?.todayIncome ?? income) - income,
        pnl(state),
      ];
      for (const gain of gains) assert.ok(gain == null || Math.abs(gain) < 50, `a change of ${gain}`);
    }
    assert.deepEqual(simulator.log.writes(), []);
  });
});
