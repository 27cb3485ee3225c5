import assert from 'node:assert/strict';
import type { FaultEffect } from '../../simulator/faults.ts';
import { rawExchange } from '../../support/rawExchange.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

type Raw = ReturnType<typeof rawExchange>;

describe('simulated exchanges refuse what real ones refuse', () => {
  let simulator: Simulator;
  let binance: Raw;
  let kraken: Raw;
  beforeEach(async () => {
    simulator = await startSimulator();
    binance = rawExchange(simulator, 'binance-main', { options: { fetchCurrencies: false } });
    kraken = rawExchange(simulator, 'kraken-main');
    await Promise.all([binance.loadMarkets(), kraken.loadMarkets()]);
  });
  afterEach(() => simulator.close());

  it('a key nobody has, and one that is no key', async () => {
    binance.apiKey = 'a'.repeat(64);
    await assert.rejects(binance.fetchBalance(), /-2015/);
    binance.apiKey = 'short';
    await assert.rejects(binance.fetchBalance(), /-2014/);
    kraken.apiKey = 'nobody';
    await assert.rejects(kraken.fetchBalance(), /EAPI:Invalid key/);
    assert.equal(simulator.log.entries.at(-1)?.account, 'unknown key');
  });

  it('a wrong signature', async () => {
    binance.secret = 'b'.repeat(64);
    await assert.rejects(binance.fetchBalance(), /-1022/);
    kraken.secret = Buffer.from('wrong').toString('base64');
    await assert.rejects(kraken.fetchBalance(), /EAPI:Invalid signature/);
  });

  it('a clock that is wrong, either way, until the difference is loaded', async () => {
    for (const offset of [-20_000, 20_000]) {
      simulator.rules.clockOffsetMs = offset;
      binance.options['timeDifference'] = 0;
      await assert.rejects(binance.fetchBalance(), /-1021/);
      await binance.loadTimeDifference();
      assert.ok((await binance.fetchBalance())['total']);
    }
  });

  it('a nonce that does not grow', async () => {
    await kraken.fetchBalance();
    kraken.options['timeDifference'] = 60_000;
    await assert.rejects(kraken.fetchBalance(), /EAPI:Invalid nonce/);
  });

  it('a key revoked while it is in use', async () => {
    await binance.fetchBalance();
    await kraken.fetchBalance();
    simulator.live.revoke('binance-main');
    simulator.live.revoke('kraken-main');
    await assert.rejects(binance.fetchBalance(), /-2015/);
    await assert.rejects(kraken.fetchBalance(), /EAPI:Invalid key/);
    assert.ok(
      (await rawExchange(simulator, 'binance-second').fetchBalance())['total'],
      'the other account still works',
    );
  });

  it('futures for a key made before the futures account', async () => {
    simulator.live.account('binance-main').permissions.futures = false;
    await assert.rejects(binance.fetchBalance({ type: 'swap' }), /-2015/);
    assert.ok((await binance.fetchBalance())['total']);
  });

  it('too many requests: 429 with Retry-After, then 418; and a call counter at Kraken', async () => {
    simulator.rules.weightPerMinute = 1;
    const url = `${simulator.url}/api.binance.com/api/v3/ticker/24hr`;
    const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(url)));
    assert.equal(answers[0]?.status, 429);
    assert.match(answers[0]?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.ok(answers.some(({ status }) => status === 418));
    await assert.rejects(binance.fetchBalance(), /41[28]|429|-1003/);
    simulator.rules.callCounter = 2;
    await kraken.fetchBalance();
    await kraken.fetchBalance();
    await assert.rejects(kraken.fetchBalance(), /Rate limit exceeded/);
  });

  it('serves nothing for hosts it does not know', async () => {
    assert.equal((await fetch(`${simulator.url}/api.example.com/x`)).status, 404);
    assert.equal((await fetch(`${simulator.url}/evilbinance.com/api/v3/time`)).status, 404);
  });

  const faults: readonly (readonly [string, FaultEffect, RegExp])[] = [
    ['a 503 page', { kind: 'status', status: 503, body: 'Service Unavailable' }, /503/],
    ['a 429 with Retry-After', { kind: 'status', status: 429, body: '{}', headers: { 'retry-after': '7' } }, /429/],
    ['an answer later than the time-out', { kind: 'delay', ms: 1200 }, /timed out/i],
    ['a connection cut', { kind: 'drop' }, /fetch failed/],
  ];
  for (const [name, effect, expected] of faults) {
    it(`injects ${name}, as often as told, and on the path told`, async () => {
      binance.timeout = 400;
      simulator.faults.add({ host: 'api.binance.com', path: '/api/v3/acc*', count: 1, effect });
      await binance.fetchTicker('BTC/USDT');
      await assert.rejects(binance.fetchBalance(), expected);
      assert.equal((await binance.fetchBalance())['BTC']?.total, 0.15);
      assert.equal(simulator.log.entries.filter(({ fault }) => fault === effect.kind).length, 1);
    });
  }

  it('injects faults for one account only', async () => {
    simulator.faults.add({ account: 'binance-second', effect: { kind: 'status', status: 500, body: '' } });
    const second = rawExchange(simulator, 'binance-second', { options: { fetchCurrencies: false } });
    await assert.rejects(second.fetchBalance());
    assert.ok((await binance.fetchBalance())['total']);
  });

  it('injects each kind of garbage with status 200', async () => {
    const url = `${simulator.url}/api.kraken.com/0/public/Time`;
    const kinds = ['html', 'empty', 'truncated', 'object', 'null', 'text'] as const;
    for (const body of kinds)
      simulator.faults.add({ path: '/0/public/Time', count: 1, effect: { kind: 'garbage', body } });
    const bodies: string[] = [];
    for (const _ of kinds) {
      const answer = await fetch(url);
      assert.equal(answer.status, 200);
      bodies.push(await answer.text());
    }
    assert.match(bodies[0] ?? '', /^<!DOCTYPE html>/);
    assert.equal(bodies[1], '');
    assert.match(bodies[2] ?? '', /^\{"error"/);
    assert.throws(() => JSON.parse(bodies[2] ?? ''));
    assert.deepEqual(bodies.slice(3, 5), ['{}', 'null']);
    assert.match(bodies[5] ?? '', /upstream/);
    assert.ok((await (await fetch(url)).json()).result.unixtime, 'and then all is well');
  });

  it('injects a body that stalls after its headers', async () => {
    simulator.faults.add({ path: '/0/public/Time', effect: { kind: 'stall' } });
    const answer = await fetch(`${simulator.url}/api.kraken.com/0/public/Time`, { signal: AbortSignal.timeout(300) });
    assert.equal(answer.status, 200);
    await assert.rejects(answer.text(), { name: 'TimeoutError' });
  });

  it('is steered from another process', async () => {
    const own = `${simulator.url}/_simulator`;
    await fetch(`${own}/price?exchange=binance&id=BTCUSDT&price=70000.00`, { method: 'POST' });
    assert.equal((await binance.fetchTicker('BTC/USDT')).last, 70_000);
    const log = (await (await fetch(`${own}/log`)).json()) as readonly unknown[];
    assert.ok(log.length > 0);
    assert.deepEqual(await (await fetch(`${own}/writes`)).json(), []);
  });
});
