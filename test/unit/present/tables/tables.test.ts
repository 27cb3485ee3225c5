import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import type { TableName, TablePage, TableQuery } from '../../../../src/core/model/tables.ts';
import { createTableIndex } from '../../../../src/core/tables/createTableIndex.ts';
import { tables } from '../../../../src/core/tables/index.ts';
import { pageOf } from '../../../../src/core/tables/pageOf.ts';
import type { TableScene } from '../../../../src/core/tables/table.ts';
import { neutralText } from '../../../../src/present/csv.ts';
import { hidden } from '../../../../src/present/format.ts';
import { presentTable } from '../../../../src/present/tables/presentTable.ts';
import { tableText } from '../../../../src/present/tables/tableText.ts';
import { lastFill, ownTrade, tableScene } from '../../../support/tableScene.ts';

const names = Object.keys(tables) as TableName[];

function pageOfAll(table: TableName, scene: Partial<TableScene> = {}, more: Partial<TableQuery> = {}): TablePage {
  const query: TableQuery = {
    portfolio: '/book',
    table,
    subject: { kind: 'portfolio', id: null },
    search: '',
    sort: null,
    from: null,
    to: null,
    offset: 0,
    limit: null,
    privacy: false,
    ...more,
  };
  const index = createTableIndex(tables[table], tableScene(scene));
  return pageOf(tables[table], index, query, { baseCurrency: 'USD', notes: ['main: 1,200.50 USD came in'] });
}

describe('every table of the list', () => {
  for (const name of names) {
    const page = pageOfAll(name);

    it(`${name}: is called by its key, has rows, and each row has an id of its own and a cell for each column`, () => {
      assert.equal(tables[name].id, name);
      assert.ok(page.rows.length > 0, 'the scene has something for it');
      assert.equal(new Set(page.rows.map(({ id }) => id)).size, page.rows.length);
      for (const { cells } of page.rows) assert.equal(cells.length, page.columns.length);
      assert.ok(page.title.length > 0 && page.empty.endsWith('.'));
      assert.ok(page.columns.some(({ id }) => id === tables[name].order));
    });

    it(`${name}: every column says what it is and how it comes about, and numbers that tell the size of a book are amounts`, () => {
      assert.equal(new Set(page.columns.map(({ id }) => id)).size, page.columns.length);
      for (const column of page.columns) {
        assert.match(column.explain ?? '', /^\p{Lu}.*\.$|^\(mark|^\|size/u, column.id);
        assert.ok(column.title.length > 0);
        if (['money', 'pnl', 'quantity'].includes(column.kind))
          assert.ok(column.amount, `${column.id} tells an amount`);
        if (column.kind === 'time') assert.match(column.title, /\(UTC\)$/);
      }
      assert.equal(page.columns[0]?.amount, false, 'the first column orders the rows in privacy');
    });

    it(`${name}: a cell without a value says why`, () => {
      for (const { cells } of page.rows) {
        for (const [index, cell] of cells.entries()) {
          assert.ok(
            cell.value !== null || (cell.note ?? '') !== '',
            `${page.columns[index]?.id} is null without a reason`,
          );
          if (typeof cell.value === 'number') assert.ok(Number.isFinite(cell.value));
        }
      }
    });

    it(`${name}: in privacy no amount is in the view, nor in what is searched`, () => {
      const view = presentTable(pageOfAll(name, {}, { privacy: true }), { privacy: true });
      for (const { cells } of view.rows) {
        for (const [index, cell] of cells.entries()) {
          const { amount, id } = page.columns[index] ?? { amount: false, id: '' };
          if (amount) assert.match(cell.text, new RegExp(`^(${hidden}|–)$`), id);
          assert.equal(cell.sort, null);
        }
      }
      assert.ok(!JSON.stringify(view).includes('1,200.50'));
      for (const [index, { amount, kind }] of page.columns.entries()) {
        const digits = page.rows.flatMap(
          ({ cells }) => String(cells[index]?.value ?? '').match(/^\d{2,}\.\d{2,}$/) ?? [],
        );
        if (!amount || kind === 'time') continue;
        const others = page.rows.flatMap(({ cells }) =>
          cells.flatMap(({ value }, place) => (page.columns[place]?.amount ? [] : [String(value)])),
        );
        for (const text of digits.filter((each) => !others.some((other) => other.includes(each)))) {
          assert.equal(pageOfAll(name, {}, { privacy: true, search: text }).matching, 0, `${text} was found`);
        }
      }
    });

    it(`${name}: comes back from CSV and JSON as it was`, () => {
      const csv: Record<string, string>[] = parse(tableText(page, 'csv', { privacy: false }), { columns: true });
      const json = JSON.parse(tableText(page, 'json', { privacy: false })) as {
        readonly version: number;
        readonly rows: readonly Record<string, unknown>[];
      };
      assert.equal(json.version, 1);
      assert.equal(csv.length, page.rows.length);
      for (const [place, { cells }] of page.rows.entries()) {
        for (const [index, { id, kind }] of page.columns.entries()) {
          const key = id.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
          const { value = null } = cells[index] ?? {};
          const raw = kind === 'time' && value !== null ? new Date(Number(value)).toISOString() : value;
          assert.equal(csv[place]?.[key], raw === null ? '' : typeof raw === 'number' ? String(raw) : neutralText(raw));
          assert.equal(json.rows[place]?.[key], raw);
          if (['money', 'pnl', 'price'].includes(kind) && raw !== null) {
            assert.equal(csv[place]?.[`${key}_currency`], cells[index]?.currency ?? 'USD');
          }
        }
      }
    });
  }
});

describe('tables in words', () => {
  const cell = (table: TableName, id: string, row = 0, scene: Partial<TableScene> = {}) => {
    const view = presentTable(pageOfAll(table, scene), { privacy: false });
    return view.rows[row]?.cells[view.columns.findIndex((column) => column.id === id)];
  };

  it('writes times in UTC, sides and states with capitals, money in its currency with U+2212', () => {
    const trades = [
      ownTrade('1', { side: 'sell', quantity: '27', price: '192.54', quote: 'USD', realizedPnl: '-84.1' }),
    ];
    assert.equal(cell('trades', 'time', 0, { trades })?.text, '19 Nov 2026 19:54');
    assert.equal(cell('trades', 'side', 0, { trades })?.text, 'Sell');
    assert.equal(cell('trades', 'value', 0, { trades })?.text, '$5,198.58');
    assert.deepEqual(cell('trades', 'realized', 0, { trades }), { text: '\u2212$84.10', sort: null, tone: 'down' });
    assert.equal(cell('trades', 'fee', 0, { trades })?.text, '30.00 USDT');
    assert.equal(cell('trades', 'price', 0, { trades })?.text, '192.54');
    assert.equal(cell('tradeLog', 'state', 1)?.text, 'Not sent');
    assert.equal(cell('closedPositions', 'held', 1)?.text, '2 d');
    assert.equal(cell('closedPositions', 'net', 1)?.text, '+$939.00');
  });

  it('shows "–" with its reason for what is not known, and for fills that only opened', () => {
    assert.deepEqual(cell('positions', 'realized', 1), {
      text: '–',
      sort: null,
      tone: 'muted',
      title: 'The source does not tell it',
    });
    assert.match(cell('trades', 'realized', 2)?.title ?? '', /^It realised nothing/);
    assert.equal(cell('trades', 'realized', 2)?.text, '–');
    assert.equal(cell('assets', 'state', 1)?.tone, 'warning');
  });

  it('an amount of the base currency and one of another stand in their own', () => {
    const trades = [ownTrade('1', { quote: 'EUR', symbol: 'BTC/EUR', at: lastFill })];
    assert.equal(cell('trades', 'value', 0, { trades })?.text, '€30,000.25');
    assert.equal(cell('positions', 'notional')?.text, '$14,750.00');
  });

  it('leaves cents out in a large book, where they are noise, but not below a unit nor of other currencies', () => {
    const view = presentTable({ ...pageOfAll('positions'), scale: 250_000 }, { privacy: false });
    const texts = view.rows[0]?.cells.map(({ text }) => text) ?? [];
    assert.ok(texts.includes('$14,750') && texts.includes('+$750'));
  });

  it('neutralises formulas that a source put into its texts, and leaves amounts out in privacy', () => {
    const trades = [ownTrade('=1+1', { strategy: '@SUM(A1)' })];
    const text = tableText(pageOfAll('trades', { trades }), 'csv', { privacy: false });
    const [row] = parse(text, { columns: true }) as Record<string, string>[];
    assert.equal(row?.['id'], "'=1+1");
    assert.equal(row?.['strategy'], "'@SUM(A1)");
    const json = JSON.parse(tableText(pageOfAll('trades', { trades }), 'json', { privacy: true })) as {
      readonly rows: readonly Record<string, unknown>[];
    };
    assert.equal(json.rows[0]?.['quantity'], null);
    assert.equal(json.rows[0]?.['price'], '60000.5');
    assert.equal((json.rows[0]?.['missing'] as Record<string, string> | undefined)?.['quantity'], 'hidden');
  });
});
