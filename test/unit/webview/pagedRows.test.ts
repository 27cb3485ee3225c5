import assert from 'node:assert/strict';
import type { PageTableQuery, TablePageView } from '../../../src/protocol/tradingView.ts';
import { createPagedRows, type PagedQuery } from '../../../webview/kit/pagedRows.ts';

const query: PagedQuery = {
  portfolio: '/book',
  table: 'trades',
  subject: { kind: 'portfolio', id: null },
  search: '',
  sort: null,
  from: null,
  to: null,
};

/** A host that answers when the test says so. */
function fakeHost(count: () => number) {
  const waiting: { readonly query: PageTableQuery; answer(): void; fail(words: string): void }[] = [];
  const asked: PageTableQuery[] = [];
  return {
    asked,
    waiting,
    request(question: PageTableQuery) {
      asked.push(question);
      return new Promise<TablePageView>((resolve, reject) => {
        waiting.push({
          query: question,
          answer: () => resolve(page(question, count())),
          fail: (words) => reject(new Error(words)),
        });
      });
    },
    /** Answers what waits, and what that leads to, until nothing is asked any more. */
    async settle() {
      do {
        for (const one of waiting.splice(0)) one.answer();
        await new Promise((resolve) => setImmediate(resolve));
      } while (waiting.length > 0);
    },
  };
}

function page(question: PageTableQuery, count: number): TablePageView {
  const rows = Array.from({ length: Math.max(0, Math.min(question.limit, count - question.offset)) }, (_, index) => ({
    id: `${question.search}${question.offset + index}`,
    cells: [{ text: String(question.offset + index), sort: null }],
  }));
  const head = { table: question.table, title: 'Trades', columns: [], notes: [], empty: '' };
  return { ...head, rows, offset: question.offset, total: count, matching: count };
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('rows that stay in the engine', () => {
  it('ask for what is in sight and its neighbours, and for no more', async () => {
    const host = fakeHost(() => 100_000);
    const rows = createPagedRows(host.request, () => {});
    rows.see(0, 40);
    rows.ask(query, 'a');
    await host.settle();
    assert.deepEqual(
      host.asked.map((one) => one.offset),
      [0, 100],
    );
    assert.equal(rows.read().head?.matching, 100_000);
    assert.equal(rows.read().rowAt(99)?.id, '99');
    assert.equal(rows.read().rowAt(250), null);
    rows.see(50_000, 50_040);
    await host.settle();
    assert.deepEqual(host.asked.map((one) => one.offset).slice(2), [50_000, 50_100, 49_900]);
    assert.equal(rows.read().rowAt(50_020)?.id, '50020');
    assert.equal(rows.read().indexOf('50020'), 50_020);
    assert.equal(rows.read().indexOf('7000'), -1);
  });

  it('never ask for a page twice while it is on its way, and for two at once at most', async () => {
    const host = fakeHost(() => 100_000);
    const rows = createPagedRows(host.request, () => {});
    rows.ask(query, 'a');
    await host.settle();
    host.asked.length = 0;
    for (let at = 0; at < 60_000; at += 300) rows.see(at, at + 40);
    assert.equal(host.asked.length, 2);
    await host.settle();
    // The last place is there, what was flown over was not asked for.
    assert.equal(rows.read().rowAt(59_720)?.id, '59720');
    assert.ok(host.asked.length <= 6, String(host.asked.length));
  });

  it('show nothing of an answer to a question that is no longer asked', async () => {
    const host = fakeHost(() => 500);
    const rows = createPagedRows(host.request, () => {});
    rows.ask(query, 'a');
    await host.settle();
    rows.ask({ ...query, search: 'n' }, 'a');
    rows.ask({ ...query, search: 'nv' }, 'a');
    rows.ask({ ...query, search: 'nvda' }, 'a');
    const late = host.waiting.splice(0);
    assert.deepEqual(
      late.map((one) => one.query.search),
      ['n'],
      'one question is on its way at a time',
    );
    late[0]?.answer();
    await tick();
    assert.equal(rows.read().rowAt(0)?.id, '0', 'the rows before stay');
    assert.equal(rows.read().query?.search, '');
    await host.settle();
    assert.equal(rows.read().rowAt(0)?.id, 'nvda0');
    assert.deepEqual(
      [...new Set(host.asked.map((one) => one.search))],
      ['', 'n', 'nvda'],
      'what was typed over is never asked for',
    );
  });

  it('replace the rows in sight together when the book changed, and keep the old ones when that fails', async () => {
    let count = 1_000;
    const host = fakeHost(() => count);
    const rows = createPagedRows(host.request, () => {});
    rows.see(150, 260);
    rows.ask(query, 'a');
    await host.settle();
    const { turn } = rows.read();
    count = 1_001;
    rows.refresh();
    assert.deepEqual(
      host.waiting.map((one) => one.query.offset),
      [100, 200],
    );
    host.waiting[0]?.answer();
    await tick();
    assert.equal(rows.read().head?.matching, 1_000, 'half of it is nothing yet');
    await host.settle();
    assert.equal(rows.read().head?.matching, 1_001);
    assert.equal(rows.read().turn, turn + 1);

    rows.refresh();
    for (const one of host.waiting.splice(0)) one.fail('The engine stopped.');
    await tick();
    assert.equal(rows.read().error, 'The engine stopped.');
    assert.equal(rows.read().rowAt(160)?.id, '160');
    rows.retry();
    await host.settle();
    assert.equal(rows.read().error, null);
  });

  it('drop rows of another scope at once', async () => {
    const host = fakeHost(() => 10);
    const rows = createPagedRows(host.request, () => {});
    rows.ask(query, 'amounts shown');
    await host.settle();
    rows.ask(query, 'amounts hidden');
    assert.equal(rows.read().head, null);
    await host.settle();
    assert.equal(rows.read().head?.matching, 10);
  });

  it('keep few pages in memory however far somebody scrolls', async () => {
    const host = fakeHost(() => 100_000);
    const rows = createPagedRows(host.request, () => {});
    rows.ask(query, 'a');
    await host.settle();
    for (let at = 0; at < 20_000; at += 100) {
      rows.see(at, at + 40);
      await host.settle();
    }
    assert.equal(rows.read().rowAt(0), null);
    assert.equal(rows.read().rowAt(19_910)?.id, '19910');
  });
});
