import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failed, ok } from '../../../src/core/model/reading.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import { combinedPortfolio } from '../../../src/protocol/engine.ts';
import { fakePorts, manualClock, reading, settle } from '../../support/fakeEngine.ts';

function text(name: string, accounts: readonly string[], baseCurrency = 'USD'): string {
  const entries = accounts.map((id) => [id, { kind: 'file', path: `${id}.json` }]);
  return JSON.stringify({ version: 1, name, baseCurrency, accounts: Object.fromEntries(entries) });
}

describe('combined view (CFG-1)', () => {
  const set = () => {
    const clock = manualClock();
    const fake = fakePorts(clock, null);
    const engine = createEngine(fake.ports);
    const open = async (folder: string, content: string) => {
      await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text: content });
      await settle();
    };
    const combined = async () =>
      (await engine.request('states', null)).find(({ id }) => id === combinedPortfolio) ?? null;
    return { clock, engine, open, combined, answers: fake.answers };
  };

  it('is there with the second portfolio and gone with it, and counts equal ids apart', async () => {
    const { clock, engine, open, combined, answers } = set();
    answers.set('cash', async () => ok(reading(clock.now(), { USD: '1000' })));
    await open('/one', text('One', ['cash']));
    assert.equal(await combined(), null);
    await open('/two', text('Two', ['cash']));
    const both = await combined();
    assert.equal(both?.snapshot?.equity, 2000);
    assert.deepEqual(
      both?.snapshot?.accounts.map(({ id }) => id),
      ['One / cash', 'Two / cash'],
    );
    assert.equal(both?.risk, null);
    await engine.request('close', { folder: '/two' });
    assert.equal(await combined(), null);
    await engine.close();
  });

  it('says what is missing: a failed account of one leaves no total of all', async () => {
    const { clock, engine, open, combined, answers } = set();
    answers.set('cash', async () => ok(reading(clock.now(), { USD: '1000' })));
    answers.set('down', async () => failed('unavailable', 'it is down'));
    await open('/one', text('One', ['cash']));
    await open('/two', text('Two', ['down']));
    const both = await combined();
    assert.equal(both?.snapshot?.equity, null);
    assert.equal(both?.snapshot?.knownEquity, 1000);
    assert.deepEqual(
      both?.snapshot?.gaps.map(({ account }) => account),
      ['Two / down'],
    );
    await engine.close();
  });

  it('leaves no portfolio out in silence: one whose configuration never was good makes the total unknown', async () => {
    const { clock, engine, open, combined, answers } = set();
    answers.set('cash', async () => ok(reading(clock.now(), { USD: '1000' })));
    await open('/one', text('One', ['cash']));
    await open('/two', text('Two', ['cash']));
    await open('/broken', '{ "version": 1, "accounts": { ');
    const all = await combined();
    assert.equal(all?.snapshot?.equity, null);
    assert.equal(all?.snapshot?.knownEquity, 2000);
    assert.equal(all?.snapshot?.gaps.length, 1);
    await engine.close();
  });

  it('converts to the base currency of the first, and keeps simulated books out of real ones', async () => {
    const { clock, engine, open, combined, answers } = set();
    answers.set('cash', async () => ok(reading(clock.now(), { EUR: '100' })));
    answers.set('play', async () => ok(reading(clock.now(), { EUR: '900' }, { simulated: true })));
    await open('/one', text('One', ['cash'], 'EUR'));
    await open('/sim', text('Simulated', ['play'], 'EUR'));
    assert.equal(await combined(), null, 'one real book is no combination');
    await open('/two', text('Two', ['cash'], 'EUR'));
    assert.equal((await combined())?.snapshot?.equity, 200);
    assert.deepEqual((await combined())?.notices, ['Simulated, so not in this total: Simulated']);
    assert.equal((await combined())?.snapshot?.baseCurrency, 'EUR');
    await engine.close();
  });

  it('answers what it has not in words', async () => {
    const { clock, engine, open, answers } = set();
    answers.set('cash', async () => ok(reading(clock.now(), { USD: '1' })));
    await open('/one', text('One', ['cash']));
    await open('/two', text('Two', ['cash']));
    const window = {
      portfolio: combinedPortfolio,
      subject: { kind: 'portfolio', id: null },
      series: 'value',
      from: null,
      to: null,
      px: 100,
    } as const;
    assert.match((await engine.request('series', { ...window, rebase: false })).reason ?? '', /no history of its own/);
    assert.match(
      (await engine.request('headroom', { folder: combinedPortfolio, symbol: 'BTC' })).reason ?? '',
      /single/,
    );
    await engine.request('refresh', { folder: combinedPortfolio });
    await engine.close();
  });
});
