import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Income, LedgerBatch, LedgerCoverage, Order } from '../../src/core/model/ledger.ts';
import type { DailyCloses } from '../../src/core/model/quote.ts';
import type { Snapshot } from '../../src/core/model/snapshot.ts';
import type { CashFlow, Trade } from '../../src/core/model/trade.ts';
import type { HistoryRecord } from '../../src/core/ports.ts';
import type { StoredHistory } from '../../src/storage/history.ts';
import { historyPlaces } from '../support/historyPlaces.ts';
import { postgresAbsent } from '../support/postgres.ts';
import { syntheticDefaults, writeSynthetic } from '../support/syntheticHistory.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 1);

function record(at: number, equity: number, flow: number | null = 0, currency = 'USD'): HistoryRecord {
  return {
    at,
    currency,
    portfolio: { equity, flow },
    accounts: [{ account: 'bot', equity: equity / 2, flow }],
    holdings: [{ account: 'bot', asset: 'BTC', quantity: '0.1234567890123456789', price: equity, value: equity / 10 }],
  };
}

for (const { name, place } of historyPlaces) {
  describe(`a history in ${name}`, function () {
    this.timeout(120_000);
    let where: NonNullable<Awaited<ReturnType<typeof place>>>;
    let history: StoredHistory;

    const open = async () => {
      const opened = await where.open();
      assert.ok(opened.ok, opened.ok ? '' : opened.failure.reason);
      return opened.value;
    };
    before(async function () {
      const there = await place();
      if (there === null) {
        console.log(`      ${postgresAbsent}`);
        this.skip();
      }
      await there.remove();
    });
    beforeEach(async () => {
      const there = await place();
      assert.ok(there !== null);
      where = there;
      history = await open();
    });
    afterEach(async () => {
      await history.close();
      await where.remove();
    });

    it('gives back what was appended, for the portfolio and for an account, after a restart too', async () => {
      await history.append(record(start, 1000.1));
      await history.append(record(start + minute, 1001.25, 12.5));
      await history.close();
      history = await open();
      assert.deepEqual(await history.values(null, start, start + hour), [
        { at: start, equity: 1000.1, flow: 0, origin: 'recorded' },
        { at: start + minute, equity: 1001.25, flow: 12.5, origin: 'recorded' },
      ]);
      assert.deepEqual(
        (await history.values('bot', start, start + hour)).map(({ equity }) => equity),
        [500.05, 500.625],
      );
      assert.deepEqual(await history.values('nobody', start, start + hour), []);
    });

    it('upserts on account and time, so two writers of one moment leave one point', async () => {
      await history.append(record(start, 1000));
      await history.append(record(start, 1002, 5));
      assert.deepEqual(await history.values(null, 0, start + day), [
        { at: start, equity: 1002, flow: 5, origin: 'recorded' },
      ]);
      assert.equal((await history.stats()).rows, 2);
    });

    it('keeps whole numbers, fractions and unknown flows as they are', async () => {
      await history.append(record(start, 0.1 + 0.2, null));
      await history.append(record(start + minute, 2 ** 53 + 2, -3));
      const points = await history.values(null, start, start + hour);
      assert.deepEqual(
        points.map(({ equity, flow }) => [equity, flow]),
        [
          [0.1 + 0.2, null],
          [2 ** 53 + 2, -3],
        ],
      );
    });

    it('refuses a value that is no number, in words, and keeps the rest of the record out', async () => {
      await assert.rejects(history.append(record(start, Number.NaN)), { name: 'HistoryError', message: /number/ });
      assert.equal((await history.stats()).rows, 0);
    });

    it('finds the last point at or before a time', async () => {
      await history.append(record(start, 1));
      await history.append(record(start + hour, 2));
      assert.equal(await history.valueAt(null, start - 1), null);
      assert.equal((await history.valueAt(null, start))?.equity, 1);
      assert.equal((await history.valueAt(null, start + hour - 1))?.equity, 1);
      assert.equal((await history.valueAt(null, start + day))?.equity, 2);
    });

    it('folds raw into hours and days: last values kept, flows add up, unknown flows stay unknown', async () => {
      const flows: (number | null)[] = [];
      for (let index = 0; index < 12 * 24 * 6; index++) {
        const flow = index === 700 ? null : index % 97 === 0 ? 10 : 0;
        flows.push(flow);
        await history.append(record(start + index * 10 * minute, 1000 + Math.sin(index / 9) * 50, flow));
      }
      const now = start + 12 * day;
      const before = await history.values(null, start, now);
      assert.equal(before.length, 12 * 24 * 6);
      await history.maintain(now, 365);
      await history.maintain(now, 365);

      const raw = await history.values(null, now - 6 * day, now);
      assert.deepEqual(raw, before.slice(-6 * 24 * 6));

      const folded = await history.values(null, start, now);
      assert.ok(folded.length < 7 * 24 * 6 + 5 * 24 * 3, `${folded.length} points`);
      assert.deepEqual(folded.slice(-7 * 24 * 6), before.slice(-7 * 24 * 6), 'the last week stays as it was');
      assert.ok(folded.every((point, index) => index === 0 || point.at > (folded[index - 1]?.at ?? 0)));
      const known = (points: typeof folded) => points.reduce((total, point) => total + (point.flow ?? 0), 0);
      const unknown = folded.filter((point) => point.flow === null);
      assert.equal(unknown.length, 1);
      const hourOf700 = flows.slice(696, 702).reduce<number>((total, flow) => total + (flow ?? 0), 0);
      assert.equal(known(folded) + hourOf700, known(before));
      for (let index = 5; index < before.length; index += 6) {
        const last = before[index];
        assert.equal(folded.find((point) => point.at === last?.at)?.equity, last?.equity);
      }
      const early = (points: typeof folded) => points.filter((point) => point.at < start + 4 * day);
      const highest = (points: typeof folded) => Math.max(...early(points).map(({ equity }) => equity));
      assert.equal(highest(folded), highest(before));
    });

    it('drops recorded points past the retention, and keeps the daily ones before it', async () => {
      for (let index = 0; index < 60; index++) await history.append(record(start + index * day + hour, index));
      const now = start + 60 * day;
      await history.maintain(now, 30);
      const points = await history.values(null, start, now);
      assert.equal(points[0]?.equity, 30);
      assert.equal(points.at(-1)?.equity, 59);
      assert.equal(points.length, 30);
    });

    it('backfills only before what was recorded, and replaces earlier rebuilt points', async () => {
      await history.append(record(start, 1000));
      const past = (equity: number) =>
        [-2, -1, 0, 1].map((days) => ({
          at: start + days * day,
          equity: equity + days,
          flow: 0,
          origin: 'simulated' as const,
        }));
      await history.backfill(null, past(500));
      await history.backfill(null, past(600));
      assert.deepEqual(
        (await history.values(null, 0, start + 9 * day)).map(({ equity, origin }) => [equity, origin]),
        [
          [598, 'simulated'],
          [599, 'simulated'],
          [1000, 'recorded'],
        ],
      );
      await history.maintain(start + 400 * day, 30);
      assert.equal((await history.valueAt(null, start - 1))?.equity, 599);
    });

    it('shows values of the current base currency only', async () => {
      await history.append(record(start, 1000, 0, 'USD'));
      await history.append(record(start + minute, 900, 0, 'EUR'));
      assert.deepEqual(
        (await history.values(null, 0, start + day)).map(({ equity }) => equity),
        [900],
      );
      await history.saveNote('baseCurrency', 'USD');
      assert.equal((await history.valueAt(null, start + day))?.equity, 1000);
    });

    it('keeps the last snapshot, closes and notes', async () => {
      assert.equal(await history.lastSnapshot(), null);
      assert.equal(await history.note('peak'), null);
      assert.equal(await history.closes('BTC', 'USD'), null);
      const snapshot = { asOf: start, baseCurrency: 'USD', equity: 0.1, accounts: [] } as unknown as Snapshot;
      const closes: DailyCloses = {
        asset: 'BTC',
        currency: 'USD',
        source: 'simulated market',
        closes: [{ day: start, close: 60_000.5 }],
      };
      await history.saveLastSnapshot(snapshot);
      await history.saveNote('peak', '1');
      await history.saveNote('peak', '2');
      await history.saveCloses(closes, start + 1);
      await history.close();
      history = await open();
      assert.deepEqual(await history.lastSnapshot(), snapshot);
      assert.equal(await history.note('peak'), '2');
      assert.deepEqual(await history.closes('BTC', 'USD'), { fetchedAt: start + 1, closes });
    });

    it('serves many askers at once without mixing their transactions', async () => {
      const second = await open();
      try {
        await Promise.all(
          Array.from({ length: 60 }, (_, index) =>
            (index % 2 ? history : second).append(record(start + index * minute, index)),
          ),
        );
        assert.equal((await history.values(null, 0, start + day)).length, 60);
      } finally {
        await second.close();
      }
    });

    const trade = (id: string, at: number, more: Partial<Trade> = {}): Trade => ({
      id,
      at,
      symbol: 'BTC/USDT',
      base: 'BTC',
      quote: 'USDT',
      side: 'buy',
      quantity: '0.1234567890123456789',
      price: '60000.10',
      fee: '-0.0000001',
      feeCurrency: 'BNB',
      strategy: null,
      ...more,
    });
    const order = (id: string, updatedAt: number, more: Partial<Order> = {}): Order => ({
      id,
      clientOrderId: null,
      at: start,
      updatedAt,
      symbol: 'BTC/USDT',
      side: 'sell',
      type: 'limit',
      quantity: '1.50',
      filled: '0',
      price: '70000',
      averagePrice: null,
      stopPrice: null,
      reduceOnly: false,
      status: 'working',
      ...more,
    });
    const coverage: LedgerCoverage = {
      trades: { from: 0, until: start },
      flows: { from: start - day, until: start },
      income: { reason: 'the exchange tells none' },
    };
    const batch = (more: Partial<LedgerBatch>): LedgerBatch => ({
      trades: [],
      flows: [],
      income: [],
      orders: [],
      cursor: '1',
      coverage,
      more: false,
      notes: [],
      ...more,
    });

    it('keeps entries of the ledger to the last digit, with the cursor, after a restart too', async () => {
      const whole = trade('b', start + 2, {
        realizedPnl: '-12.50',
        realizedReason: 'bought before trades are known',
        orderId: 'o1',
        clientOrderId: 'grid-1',
        scope: 'swap',
        contract: 'inverse',
        contractSize: '100',
        strategy: 'grid',
      });
      const plain = trade('a', start + 1, { fee: null, feeCurrency: null });
      const flow: CashFlow = {
        id: 'd1',
        at: start,
        asset: 'USDT',
        quantity: '1000.000000000000000001',
        kind: 'deposit',
      };
      const funding: Income = {
        id: 'i1',
        at: start,
        asset: 'USDT',
        quantity: '-0.5',
        kind: 'funding',
        symbol: 'BTC',
        scope: 'swap',
      };
      const interest: Income = {
        id: 'i2',
        at: start + 1,
        asset: 'ETH',
        quantity: '1e-8',
        kind: 'interest',
        symbol: null,
      };
      assert.equal(await history.ledgerState('bot'), null);
      const given = batch({ trades: [whole, plain], flows: [flow], income: [interest, funding], cursor: '{"page":2}' });
      assert.deepEqual(await history.appendLedger('bot', given), { added: 5 });
      await history.close();
      history = await open();
      const account = 'bot';
      assert.deepEqual(await history.ledger('bot', start, start + 2), {
        trades: [
          { ...plain, account },
          { ...whole, account },
        ],
        flows: [{ ...flow, account }],
        income: [
          { ...funding, account },
          { ...interest, account },
        ],
      });
      assert.deepEqual(await history.ledgerState('bot'), { cursor: '{"page":2}', coverage });
      assert.deepEqual(
        (await history.ledger(null, start + 2, start + 2)).trades.map(({ id }) => id),
        ['b'],
      );
      assert.deepEqual((await history.ledger('other', 0, start + day)).trades, []);
    });

    it('counts an entry once however often it comes, within its account and kind', async () => {
      const same = trade('1', start);
      const flow: CashFlow = { id: '1', at: start, asset: 'USDT', quantity: '5', kind: 'transfer' };
      const given = batch({ trades: [same, same], flows: [flow], cursor: 'a' });
      assert.deepEqual(await history.appendLedger('bot', given), { added: 2 });
      assert.deepEqual(await history.appendLedger('bot', { ...given, cursor: 'b' }), { added: 0 });
      const changed = batch({ trades: [{ ...same, quantity: '9' }, trade('2', start + 1)] });
      assert.deepEqual(await history.appendLedger('bot', changed), { added: 1 });
      assert.deepEqual(await history.appendLedger('other', given), { added: 2 });
      const { trades, flows } = await history.ledger(null, 0, start + day);
      assert.deepEqual(
        trades.map(({ account, id, quantity }) => [account, id, quantity]),
        [
          ['bot', '1', same.quantity],
          ['other', '1', same.quantity],
          ['bot', '2', same.quantity],
        ],
      );
      assert.equal(flows.length, 2);
    });

    it('takes thousands of entries at once', async () => {
      const trades = Array.from({ length: 4_321 }, (_, index) => trade(`t${index}`, start + index));
      assert.deepEqual(await history.appendLedger('bot', batch({ trades })), { added: 4_321 });
      const stored = (await history.ledger('bot', 0, start + day)).trades;
      assert.deepEqual(
        stored.map(({ id }) => id),
        trades.map(({ id }) => id),
      );
    });

    it('stores a batch and its cursor, both or neither', async () => {
      await history.appendLedger('bot', batch({ trades: [trade('1', start)], cursor: 'first' }));
      const broken = { ...trade('3', start), price: undefined } as unknown as Trade;
      const bad = batch({ trades: [trade('2', start), broken], cursor: 'second' });
      await assert.rejects(history.appendLedger('bot', bad), { name: 'HistoryError' });
      assert.equal((await history.ledgerState('bot'))?.cursor, 'first');
      assert.deepEqual(
        (await history.ledger('bot', 0, start + day)).trades.map(({ id }) => id),
        ['1'],
      );
    });

    it('keeps the newest state of an order, in whatever order states come', async () => {
      await history.appendLedger(
        'bot',
        batch({ orders: [order('1', start + 2, { filled: '1' }), order('1', start + 1)] }),
      );
      await history.appendLedger('bot', batch({ orders: [order('1', start + 1, { filled: '0.5' })] }));
      await history.appendLedger(
        'bot',
        batch({ orders: [order('2', start + 5), order('3', start + 9, { status: 'expired' })] }),
      );
      // An exchange without a time of update says the same moment: what is final stays final.
      await history.appendLedger(
        'bot',
        batch({ orders: [order('2', start + 5, { status: 'filled', filled: '1.50' })] }),
      );
      await history.appendLedger('bot', batch({ orders: [order('2', start + 5)] }));
      const states = (orders: readonly Order[]) => orders.map(({ id, status, filled }) => [id, status, filled]);
      assert.deepEqual(states(await history.orders('bot', 'working')), [['1', 'working', '1']]);
      assert.deepEqual(states(await history.orders(null, { from: start + 2, to: start + 5 })), [
        ['1', 'working', '1'],
        ['2', 'filled', '1.50'],
      ]);
      assert.deepEqual(await history.orders('other', 'working'), []);
      const whole = order('4', start + 20, {
        clientOrderId: 'c',
        averagePrice: '1.5',
        stopPrice: '1.4',
        reduceOnly: true,
        scope: 'margin',
      });
      await history.appendLedger('bot', batch({ orders: [whole] }));
      assert.deepEqual(await history.orders('bot', { from: start + 20, to: start + 20 }), [
        { ...whole, account: 'bot' },
      ]);
    });

    it('forgets the ledger of one account only', async () => {
      for (const account of ['bot', 'other']) {
        await history.appendLedger(account, batch({ trades: [trade('1', start)], orders: [order('1', start)] }));
      }
      await history.forgetLedger('bot');
      assert.equal(await history.ledgerState('bot'), null);
      assert.deepEqual(await history.orders('bot', 'working'), []);
      assert.deepEqual(
        (await history.ledger(null, 0, start + day)).trades.map(({ account }) => account),
        ['other'],
      );
      assert.equal((await history.ledgerState('other'))?.cursor, '1');
      assert.deepEqual(await history.appendLedger('bot', batch({ trades: [trade('1', start)] })), { added: 1 });
    });

    const book = (at: number, holdings: readonly (readonly [string, string, string])[]): HistoryRecord => ({
      at,
      currency: 'USD',
      portfolio: { equity: 100, flow: 0 },
      accounts: ['bot', 'cold'].map((account) => ({ account, equity: 50, flow: 0 })),
      holdings: holdings.map(([account, asset, quantity]) => ({ account, asset, quantity, price: 2, value: 4 })),
    });
    const quantities = (records: readonly { account: string; asset: string; quantity: string }[]) =>
      records.map(({ account, asset, quantity }) => `${account} ${asset} ${quantity}`);

    it('tells what was held at a time: each account by its last record, sold assets and emptied accounts not', async () => {
      await history.append(
        book(start, [
          ['bot', 'BTC', '1'],
          ['bot', 'ETH', '2'],
          ['cold', 'BTC', '3'],
        ]),
      );
      await history.append(
        book(start + hour, [
          ['bot', 'BTC', '1.5'],
          ['cold', 'BTC', '3'],
        ]),
      );
      await history.append(book(start + 2 * hour, [['cold', 'BTC', '3']]));
      assert.deepEqual(await history.holdingsAt(null, start - 1), []);
      assert.deepEqual(quantities(await history.holdingsAt(null, start + hour - 1)), [
        'bot BTC 1',
        'bot ETH 2',
        'cold BTC 3',
      ]);
      assert.deepEqual(quantities(await history.holdingsAt('bot', start + hour)), ['bot BTC 1.5']);
      assert.deepEqual(quantities(await history.holdingsAt(null, start + day)), ['cold BTC 3']);
      assert.deepEqual((await history.holdingsAt('cold', start + hour + 5))[0], {
        at: start + hour,
        account: 'cold',
        asset: 'BTC',
        quantity: '3',
        price: 2,
        value: 4,
      });
    });

    it('does not tell of an account that left the book days before', async () => {
      await history.append(
        book(start, [
          ['bot', 'BTC', '1'],
          ['cold', 'BTC', '3'],
        ]),
      );
      const left = book(start + 3 * day, [['bot', 'BTC', '1']]);
      await history.append({ ...left, accounts: left.accounts.filter(({ account }) => account === 'bot') });
      assert.deepEqual(quantities(await history.holdingsAt(null, start + 3 * day)), ['bot BTC 1']);
      assert.deepEqual(quantities(await history.holdingsAt(null, start + day)), ['bot BTC 1', 'cold BTC 3']);
    });

    it('gives holdings of a span, the last record of each stretch, ascending', async () => {
      for (let index = 0; index < 9; index++) {
        await history.append(
          book(start + index * 20 * minute, [
            ['bot', 'BTC', String(index)],
            ['cold', 'ETH', String(index)],
          ]),
        );
      }
      assert.deepEqual(quantities(await history.holdings('bot', start, start + day, hour)), [
        'bot BTC 2',
        'bot BTC 5',
        'bot BTC 8',
      ]);
      assert.equal((await history.holdings(null, start + hour, start + 2 * hour, 1)).length, 8);
      const all = await history.holdings(null, start, start + day, hour);
      assert.deepEqual(
        all.map(({ at }) => at),
        [...all.map(({ at }) => at)].sort((a, b) => a - b),
      );
      assert.equal(all.length, 6);
    });

    it('thins holdings with their age: the last record of an hour, then of a day, whole', async () => {
      const records = [];
      for (let at = start; at < start + 40 * day; at += 20 * minute) {
        records.push(
          book(at, [['bot', 'BTC', String(at)], ...(at % hour === 0 ? [['bot', 'ETH', '1'] as const] : [])]),
        );
      }
      await history.appendAll(records);
      const now = start + 40 * day;
      await history.maintain(now, 365);
      await history.maintain(now, 365);
      const times = async (from: number, to: number) => [
        ...new Set((await history.holdings('bot', from, to, 1)).map(({ at }) => at)),
      ];
      assert.equal((await times(now - day, now)).length, 72);
      assert.equal((await times(start + 20 * day, start + 21 * day - 1)).length, 24);
      assert.deepEqual(await times(start + 3 * day, start + 5 * day - 1), [
        start + 4 * day - 20 * minute,
        start + 5 * day - 20 * minute,
      ]);
      assert.deepEqual(
        (await history.holdingsAt('bot', start + 4 * day)).map(({ asset }) => asset),
        ['BTC'],
      );
    });

    it('mends flows that were not known, also in the hours and days made from them', async () => {
      for (let index = 0; index < 3 * 24; index++) {
        await history.append(record(start + index * hour + minute, 1000 + index, index === 5 ? null : 1));
      }
      const now = start + 3 * day;
      await history.maintain(now, 365);
      await history.mendFlows(null, [
        { at: start + 5 * hour + minute, flow: 40 },
        { at: start + 6 * hour + minute, flow: 99 },
        { at: start + 7 * hour, flow: 99 },
      ]);
      await history.maintain(now + 10 * day, 365);
      const points = await history.values(null, start, now);
      assert.equal(points.find(({ at }) => at === start + 5 * hour + minute)?.flow, 40);
      assert.equal(
        points.reduce((sum, { flow }) => sum + (flow ?? Number.NaN), 0),
        71 + 40,
      );
      const days = await history.values(null, start, start + 4000 * day, 1000);
      assert.equal(
        days.reduce((sum, { flow }) => sum + (flow ?? Number.NaN), 0),
        71 + 40,
      );
      assert.equal((await history.values('bot', start, now)).filter(({ flow }) => flow === null).length, 1);
    });

    it('gives a screen of years with the extremes, the ends and the flows of every pixel', async () => {
      const years = { ...syntheticDefaults, years: 0.5, everyMs: 10 * minute, accounts: 1, assets: 0, until: start };
      await writeSynthetic(history, years);
      await history.maintain(start, 3650);
      const from = start - 182 * day;
      const whole = await history.values(null, from, start);
      for (const px of [50, 800]) {
        const screen = await history.values(null, from, start, px);
        assert.ok(screen.length < whole.length, `${screen.length} of ${whole.length}`);
        assert.ok(px > 100 || screen.length >= 3 * px, `${screen.length} points for ${px} pixels`);
        assert.ok(screen.every((point, index) => index === 0 || point.at > (screen[index - 1]?.at ?? 0)));
        assert.deepEqual(screen.at(-1), whole.at(-1));
        const known = (points: typeof screen) => points.reduce((sum, { flow }) => sum + (flow ?? 0), 0);
        assert.ok(Math.abs(known(screen) - known(whole)) < 1e-6);
        const high = (points: typeof screen) => Math.max(...points.map(({ equity }) => equity));
        assert.equal(high(screen), high(whole));
      }
      const hours = await history.values(null, start - 3 * day, start, 50);
      assert.ok(hours.length <= 3 * 24 * 3 + 6, `${hours.length} points for three days on 50 pixels`);
      const all = await history.values(null, start - 3 * day, start, 1000);
      assert.deepEqual(
        all,
        whole.filter(({ at }) => at >= start - 3 * day),
      );
    });

    it('folds what nobody folded for years in steps that others can write between', async () => {
      await writeSynthetic(history, {
        ...syntheticDefaults,
        years: 2,
        everyMs: 30 * minute,
        accounts: 1,
        until: start,
      });
      const second = await open();
      try {
        const upkeep = history.maintain(start, 3650);
        let longest = 0;
        let done = false;
        void upkeep.finally(() => {
          done = true;
        });
        for (let index = 0; !done; index++) {
          const began = performance.now();
          await second.append(record(start + index, 5));
          longest = Math.max(longest, performance.now() - began);
          await wait(2);
        }
        await upkeep;
        assert.ok(longest < 5_000, `a record waited ${longest} ms`);
        assert.ok((await history.values(null, 0, start - 1)).length < 730 * 3 + 90 * 24 * 3 + 8 * 48);
      } finally {
        await second.close();
      }
    });
  });
}
