import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byId } from '../../../../../src/connectors/exchange/ledger/byId.ts';
import { byOffset } from '../../../../../src/connectors/exchange/ledger/byOffset.ts';
import { bySince } from '../../../../../src/connectors/exchange/ledger/bySince.ts';
import { byWindow } from '../../../../../src/connectors/exchange/ledger/byWindow.ts';
import { type Json, nothing, type Page, type Pass } from '../../../../../src/connectors/exchange/ledger/stream.ts';
import type { CashFlow } from '../../../../../src/core/model/trade.ts';
import { reading } from '../../../../support/book.ts';

const begin = Date.UTC(2024, 0, 1);
const second = 1000;

interface Row {
  readonly at: number;
  readonly id: string;
}

const flow = ({ at, id }: Row): CashFlow => ({ id, at, asset: 'BTC', quantity: '1', kind: 'deposit' });

/** Seconds after the beginning, any number at one time, in any order. */
const histories = fc
  .array(fc.integer({ min: 0, max: 4000 }), { maxLength: 60 })
  .map((times) => times.map((time, index): Row => ({ at: begin + time * second, id: `e${index}` })));

function passAt(now: number, first: boolean, older = false): Pass {
  const request = { cursor: null, reading: reading(), symbols: [], assets: [], thorough: false };
  return { now, readAt: now, request, symbols: [], first, older, thorough: false };
}

/** Pages until done; the state goes through JSON each time, as the cursor does. */
async function run(page: (state: Json, pass: Pass) => Promise<Page>, now: number, from: Json = null) {
  const seen = new Set<string>();
  let state = from;
  let older = false;
  let known = Number.POSITIVE_INFINITY;
  for (let pages = 1; pages < 5000; pages += 1) {
    const answer = await page(JSON.parse(JSON.stringify(state)) as Json, passAt(now, pages === 1, older));
    for (const { id } of answer.entries.flows) seen.add(id);
    state = answer.state;
    assert.ok(!older || answer.done, 'what is new is read by then');
    assert.ok(!older || answer.from <= known, 'what is older takes nothing back');
    if (answer.done) known = answer.from;
    older = answer.done;
    if (answer.done && answer.older !== true) return { seen, state, from: answer.from, pages };
  }
  throw new Error('it has no end');
}

describe('pages of a ledger', () => {
  it('windows: every entry is found, whatever the order of rows and where a full page is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.boolean(),
        fc.integer({ min: 200, max: 5000 }),
        async (history, newest, windowSeconds) => {
          const later = { at: begin + 4500 * second, id: 'later' };
          let told: readonly Row[] = history;
          const page = byWindow({
            windowMs: windowSeconds * second,
            limit: 61,
            overlapMs: 100 * second,
            memoryMs: null,
            epoch: begin,
            async fetch(start, end, limit) {
              const found = told
                .filter(({ at }) => at >= start && at <= end)
                .sort((a, b) => (newest ? b.at - a.at : a.at - b.at));
              const shown = found.slice(0, limit);
              return { entries: { ...nothing, flows: shown.map(flow) }, count: shown.length };
            },
          });
          const first = await run(page, begin + 4400 * second);
          assert.equal(first.seen.size, history.length);
          assert.equal(first.from, 0);
          told = [...history, later];
          const second_ = await run(page, begin + 5000 * second, first.state);
          assert.ok(second_.seen.has('later'));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('windows: full pages are halved until nothing is hidden', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { maxLength: 60 }),
        fc.boolean(),
        async (times, newest) => {
          const rows = times.map((time): Row => ({ at: begin + time * 2 * second, id: `e${time}` }));
          const page = byWindow({
            windowMs: 10_000 * second,
            limit: 3,
            overlapMs: 0,
            memoryMs: null,
            epoch: begin,
            async fetch(start, end, limit) {
              const found = rows
                .filter(({ at }) => at >= start && at <= end)
                .sort((a, b) => (newest ? b.at - a.at : a.at - b.at));
              return {
                entries: { ...nothing, flows: found.slice(0, limit).map(flow) },
                count: Math.min(found.length, limit),
              };
            },
          });
          assert.equal((await run(page, begin + 4400 * second)).seen.size, rows.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('windows: what the exchange has forgotten is no part of what is known, and stays so', async () => {
    const page = byWindow({
      windowMs: 1000 * second,
      limit: 10,
      overlapMs: 0,
      memoryMs: 2000 * second,
      epoch: begin,
      async fetch() {
        return { entries: nothing, count: 0 };
      },
    });
    const first = await run(page, begin + 5000 * second);
    assert.equal(first.from, begin + 3000 * second);
    const soon = await run(page, begin + 5500 * second, first.state);
    assert.equal(soon.from, begin + 3000 * second, 'stored entries are older than what the exchange still tells');
    const late = await run(page, begin + 9000 * second, soon.state);
    assert.equal(late.from, begin + 7000 * second, 'a gap that nobody can fill any more');
  });

  it('since: every entry of an exchange that tells all, oldest first', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const page = bySince({
          limit: 61,
          overlapMs: 10 * second,
          memoryMs: null,
          whole: true,
          async fetch(since, _until, limit) {
            const rows = history
              .filter(({ at }) => at >= since)
              .sort((a, b) => a.at - b.at)
              .slice(0, limit);
            return { entries: { ...nothing, flows: rows.map(flow) }, rows };
          },
        });
        const { seen, from } = await run(page, begin + 5000 * second);
        assert.equal(seen.size, history.length);
        assert.equal(from, 0);
      }),
      { numRuns: 60 },
    );
  });

  it('since: an exchange that tells only its newest entries is known from there, and from after a hole', async () => {
    let history: readonly Row[] = Array.from({ length: 30 }, (_, index) => ({
      at: begin + index * second,
      id: `e${index}`,
    }));
    const page = bySince({
      limit: 10,
      overlapMs: second,
      memoryMs: null,
      whole: false,
      async fetch(_since, _until, limit) {
        const rows = history.slice(-limit);
        return { entries: { ...nothing, flows: rows.map(flow) }, rows };
      },
    });
    const first = await run(page, begin + 100 * second);
    assert.equal(first.from, begin + 20 * second);
    history = [
      ...history,
      ...Array.from({ length: 5 }, (_, index) => ({ at: begin + (50 + index) * second, id: `f${index}` })),
    ];
    const soon = await run(page, begin + 200 * second, first.state);
    assert.equal(soon.from, first.from, 'the page reached back to what was known');
    history = [
      ...history,
      ...Array.from({ length: 40 }, (_, index) => ({ at: begin + (300 + index) * second, id: `g${index}` })),
    ];
    const late = await run(page, begin + 400 * second, soon.state);
    assert.equal(late.from, begin + 330 * second, 'entries between were never seen');
  });

  it('offset: pages do not move while new entries arrive, and the next pass begins with them', async () => {
    let history: readonly Row[] = Array.from({ length: 120 }, (_, index) => ({
      at: begin + index * second,
      id: `e${index}`,
    }));
    const page = byOffset({
      pageSize: 50,
      overlapMs: 5 * second,
      async fetch(since, until, offset) {
        const found = history.filter(({ at }) => at > since && at <= until).sort((a, b) => b.at - a.at);
        const shown = found.slice(offset, offset + 50);
        // Each question is followed by a new entry.
        history = [...history, { at: begin + (200 + history.length) * second, id: `n${history.length}` }];
        const times = shown.map(({ at }) => at);
        return { entries: { ...nothing, flows: shown.map(flow) }, count: shown.length, total: found.length, times };
      },
    });
    const first = await run(page, begin + 150 * second);
    assert.equal(first.seen.size, 120);
    const next = await run(page, begin + 1000 * second, first.state);
    assert.deepEqual([...next.seen].filter((id) => id.startsWith('n')).length, 3);
  });

  it('ids: gaps, full pages, and a page that leads nowhere', async () => {
    const rows = [5n, 6n, 9n, 100n, 101n, 102n, 2n ** 60n].map(String);
    const page = byId({
      limit: 3,
      from: 0,
      async fetch(from, limit) {
        return { entries: nothing, ids: rows.filter((id) => BigInt(id) >= BigInt(from)).slice(0, limit) };
      },
    });
    let state: Json = null;
    let pages = 0;
    for (let done = false; !done; pages += 1) ({ state, done } = await page(state));
    assert.equal(pages, 3);
    assert.deepEqual(state, { id: String(2n ** 60n + 1n), from: 0 });
    const stuck = byId({ limit: 1, from: 0, fetch: async () => ({ entries: nothing, ids: ['3'] }) });
    assert.equal((await stuck({ id: '7', from: 0 })).done, true);
  });
});
