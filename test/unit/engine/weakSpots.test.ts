import assert from 'node:assert/strict';
import { failed, ok } from '../../../src/core/model/reading.ts';
import type { PortfolioState } from '../../../src/core/model/state.ts';
import { createEngine } from '../../../src/engine/createEngine.ts';
import type { EngineOptions, HistoryChoice } from '../../../src/engine/engine.ts';
import { fakePorts, manualClock, memoryHistory, reading, settle } from '../../support/fakeEngine.ts';

const folder = '/book';
const text = (more: object = {}): string =>
  JSON.stringify({
    version: 1,
    accounts: { a: { kind: 'file', path: 'a.json' } },
    prices: { source: 'binance' },
    ...more,
  });

function set(history = memoryHistory(), options: Partial<EngineOptions> = {}) {
  const clock = manualClock();
  const fake = fakePorts(clock, history);
  const engine = createEngine(fake.ports, options);
  const open = async (content: string): Promise<void> => {
    await engine.request('open', { folder, configPath: `${folder}/quantfolio.json`, text: content });
    if (options.mode === 'once') await engine.request('refresh', { folder });
    await settle();
  };
  const state = async (): Promise<PortfolioState> => {
    const [first] = await engine.request('states', null);
    assert.ok(first);
    return first;
  };
  const price = (value: string): void => {
    fake.prices.quotes = [{ base: 'AAA', quote: 'USD', price: value, at: clock.now(), source: 'binance AAA/USD' }];
  };
  return { clock, fake, engine, open, state, price, history };
}

describe('the last prices survive a restart', () => {
  it('a run of the command line with accounts and prices down shows old prices, not holdings without one', async () => {
    const first = set(memoryHistory(), { mode: 'once' });
    first.fake.answers.set('a', async () => ok(reading(first.clock.now(), { AAA: '2', USD: '5' })));
    first.price('10');
    await first.open(text());
    assert.equal((await first.state()).snapshot?.equity, 25);
    await first.engine.close();

    const second = set(first.history, { mode: 'once' });
    second.fake.answers.set('a', async () => failed('unavailable', 'it is down'));
    second.fake.prices.fails = 'it is down, too';
    await second.open(text());
    const { snapshot } = await second.state();
    assert.equal(snapshot?.knownEquity, 25);
    assert.deepEqual(
      snapshot?.gaps.map(({ state }) => state),
      ['stale'],
    );
    assert.equal(snapshot?.assets.find(({ asset }) => asset === 'AAA')?.price?.source, 'binance AAA/USD');
    await second.engine.close();
  });

  it('a damaged note of them costs the note', async () => {
    const { open, engine, state, history, fake } = set();
    await history.saveNote('quotes', '{"not": ');
    await open(text());
    assert.equal((await state()).snapshot?.equity, 1000);
    assert.ok(fake.logs.some((line) => /last prices could not be read/.test(line)));
    await engine.close();
  });
});

describe('a price file that is saved', () => {
  it('is read at once, though no account changed', async () => {
    const { clock, fake, price } = set();
    fake.answers.set('a', async () => ok(reading(clock.now(), { AAA: '1' })));
    let saved: () => void = () => assert.fail('nobody watches');
    let closed = 0;
    const openPriceSource = fake.ports.openPriceSource.bind(fake.ports);
    const watching = createEngine({
      ...fake.ports,
      openPriceSource(context, link) {
        const source = openPriceSource(context, link);
        if (!source.ok) return source;
        const watch = (changed: () => void) => {
          saved = changed;
          const close = (): void => {
            closed += 1;
          };
          return { close };
        };
        return ok({ ...source.value, watch });
      },
    });
    price('10');
    await watching.request('open', { folder, configPath: 'x', text: text() });
    await settle();
    price('11');
    saved();
    await settle();
    const [after] = await watching.request('states', null);
    assert.equal(after?.snapshot?.equity, 11);
    await watching.close();
    assert.equal(closed, 1);
  });
});

describe('the history that the configuration wants (HIST-2)', () => {
  it('is opened with it, another one when it changes, and a good text is kept where a broken file finds it', async () => {
    const clock = manualClock();
    const fake = fakePorts(clock);
    const asked: (HistoryChoice | null)[] = [];
    const embedded = memoryHistory();
    const shared = memoryHistory();
    const engine = createEngine({
      ...fake.ports,
      openHistory: async (_, wanted = null) => {
        asked.push(wanted);
        return ok(wanted?.storage === 'postgres' ? shared : embedded);
      },
    });
    const open = async (content: string): Promise<void> => {
      await engine.request('open', { folder, configPath: 'x', text: content });
      await settle();
    };
    await open(text({ name: 'One' }));
    assert.deepEqual(asked, [{ storage: 'embedded', name: 'One' }]);
    await open(text({ name: 'Two' }));
    assert.equal(asked.length, 1, 'another name is no other file');
    const team = text({ name: 'Two', history: { storage: 'postgres' } });
    await open(team);
    assert.deepEqual(asked.slice(1), [{ storage: 'postgres', name: 'Two' }, null]);
    assert.equal(shared.records.length, 1);
    assert.equal(await embedded.note('goodConfig'), team);
    await engine.close();
  });
});

describe('correlation by choice (RISK-9)', () => {
  it('asks for the closes it needs, by method and window, and once', async () => {
    const { clock, fake, engine, open } = set();
    fake.answers.set('a', async () => ok(reading(clock.now(), { AAA: '1', BBB: '1' })));
    fake.prices.quotes = ['AAA', 'BBB'].map((base) => ({
      base,
      quote: 'USD',
      price: '10',
      at: clock.now(),
      source: 'binance',
    }));
    // Ranks agree everywhere, amounts do not.
    fake.prices.closes = (_, asset) => {
      let level = 100;
      return Array.from({ length: 400 }, (_each, n) => {
        const move = Math.sin(n) / 20;
        level *= 1 + (asset === 'AAA' ? move : move ** 3 * 100);
        return level;
      });
    };
    await open(text());
    const query = { portfolio: folder, window: 200, assets: null } as const;
    const spearman = await engine.request('correlation', { ...query, method: 'spearman' });
    assert.equal(spearman.matrix?.method, 'spearman');
    assert.ok(Math.abs((spearman.matrix?.rows[0]?.[1] ?? 0) - 1) < 1e-9);
    const pearson = await engine.request('correlation', { ...query, method: 'pearson' });
    const rho = pearson.matrix?.rows[0]?.[1] ?? 0;
    assert.ok(rho > 0.8 && rho < 0.99, String(rho));
    assert.equal(pearson.flags.length, 1);
    const asks = fake.prices.closesAsked.length;
    await engine.request('correlation', { ...query, method: 'ewma', window: 90 });
    assert.equal(fake.prices.closesAsked.length, asks);
    const other = await engine.request('correlation', { ...query, method: 'pearson', assets: ['AAA', 'CCC'] });
    assert.equal(other.matrix?.assets.length, 2);
    await engine.close();
  });
});
