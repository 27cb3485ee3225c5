import assert from 'node:assert/strict';
import { assumedFlow } from '../../../../src/core/ledger/assumedFlow.ts';
import type { CellValue, TableName, TableQuery } from '../../../../src/core/model/tables.ts';
import { createTableIndex } from '../../../../src/core/tables/createTableIndex.ts';
import { tables } from '../../../../src/core/tables/index.ts';
import { pageOf } from '../../../../src/core/tables/pageOf.ts';
import type { TableScene } from '../../../../src/core/tables/table.ts';
import { lastFill, tableScene } from '../../../support/tableScene.ts';

const hour = 3_600_000;

/** Rows as objects of the values of these columns. */
function rowsOf(
  table: TableName,
  columns: readonly string[],
  more: Partial<TableQuery> = {},
  scene?: Partial<TableScene>,
) {
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
  const index = createTableIndex(tables[table], tableScene({ subject: query.subject, ...scene }));
  const page = pageOf(tables[table], index, query, { baseCurrency: 'USD', notes: [] });
  const places = columns.map((id) => page.columns.findIndex((column) => column.id === id));
  return page.rows.map(({ cells }) => places.map((place) => cells[place]?.value ?? null));
}

function cellOf(table: TableName, row: number, column: string): CellValue | undefined {
  const open = tables[table].open(tableScene());
  return open.cellAt(
    row,
    tables[table].columns.findIndex(({ id }) => id === column),
  );
}

describe('tables', () => {
  it('positions: the largest first, in base currency, with the reason of what is not known (POS-3)', () => {
    assert.deepEqual(rowsOf('positions', ['symbol', 'account', 'side', 'size', 'notional', 'unrealized', 'realized']), [
      ['BTC/EUR', 'Binance · main', 'long', '0.5', 14_750, 750, 120],
      ['BTC/EUR', 'Bot', 'short', '2', 5900, -50, null],
      ['ETH/EUR', 'Binance · main', 'short', '2', 3500, 100, 0],
    ]);
    assert.equal(cellOf('positions', 1, 'realized')?.note, 'the source does not tell it');
    assert.equal(cellOf('positions', 0, 'entry')?.currency, 'EUR');
  });

  it('positions balance: long and short of a symbol take each other back, in units of the asset', () => {
    // 0.5 BTC long; two contracts of 0.1 BTC short: 5,900 / 29,500 = 0.2 BTC.
    assert.deepEqual(
      rowsOf('positionsBalance', [
        'symbol',
        'side',
        'net',
        'long',
        'short',
        'netNotional',
        'gross',
        'unrealized',
        'count',
      ]),
      [
        ['BTC/EUR', 'long', '0.3', '0.5', '0.2', 8850, 20_650, 700, 2],
        ['ETH/EUR', 'short', '-2', '0', '2', -3500, 3500, 100, 1],
      ],
    );
    assert.deepEqual(cellOf('positionsBalance', 0, 'realized'), { value: null, note: 'the source does not tell it' });
    assert.deepEqual(rowsOf('positionsBalance', ['symbol', 'net'], { subject: { kind: 'account', id: 'bot' } }), [
      ['BTC/EUR', '-0.2'],
    ]);
  });

  it('assets: of an account or strategy only what is there is summed', () => {
    assert.deepEqual(rowsOf('assets', ['asset', 'quantity', 'value', 'share', 'state']), [
      ['BTC', '0.15', 9000, 0.9, 'ok'],
      ['ETHW', '7', null, null, 'unpriced'],
    ]);
    assert.deepEqual(
      rowsOf('assets', ['asset', 'quantity', 'value', 'share'], { subject: { kind: 'account', id: 'bot' } }),
      [['BTC', '0.05', 3000, 0.3]],
    );
    assert.deepEqual(rowsOf('assets', ['asset', 'quantity'], { subject: { kind: 'strategy', id: 'Carry' } }), [
      ['BTC', '0.05'],
    ]);
    assert.equal(cellOf('assets', 1, 'value')?.note, 'no price leads from ETHW to USD');
  });

  it('trades: exact values, of inverse contracts their face; an opening fill realised nothing, an unknown gain says why', () => {
    assert.deepEqual(
      rowsOf('trades', [
        'time',
        'order',
        'symbol',
        'side',
        'quantity',
        'price',
        'value',
        'fee',
        'realized',
        'strategy',
      ]),
      [
        [lastFill, '3', 'NVDA/USD', 'sell', '27', '192.54', '5198.58', null, null, 'Carry'],
        [lastFill - hour, '2', 'BTC/USD:BTC', 'sell', '12', '61000', '1200', '-0.00001', '0.0004', null],
        [lastFill - 3 * hour, '493676', 'BTC/USDT', 'buy', '0.5', '60000.5', '30000.25', '30.00025', '0', null],
      ],
    );
    assert.equal(cellOf('trades', 0, 'realized')?.note, 'bought before 3 Nov 2024, from when trades are known');
    assert.deepEqual(cellOf('trades', 1, 'realized'), { value: '0.0004', currency: 'BTC' });
    assert.match(cellOf('trades', 2, 'realized')?.note ?? '', /opened or added/);
  });

  it('trades are ordered by what their currencies are worth now', () => {
    // 30,000.25 USDT × 0.999 > 5,198.58 USD > 1,200 USD; a gain of 0.0004 BTC is 24 USD.
    assert.deepEqual(rowsOf('trades', ['symbol'], { sort: { column: 'value', descending: true } }).flat(), [
      'BTC/USDT',
      'NVDA/USD',
      'BTC/USD:BTC',
    ]);
    assert.deepEqual(rowsOf('trades', ['symbol'], { sort: { column: 'realized', descending: true } }).flat(), [
      'BTC/USD:BTC',
      'BTC/USDT',
      'NVDA/USD',
    ]);
  });

  it('operations: flows and income with their worth on their day; without a price there is none', () => {
    assert.deepEqual(rowsOf('operations', ['kind', 'asset', 'quantity', 'value', 'symbol']), [
      ['Staking', 'XYZ', '3', null, null],
      ['Funding', 'USDT', '-1.25', -1.24875, 'BTC/USDT:USDT'],
      ['Withdrawal', 'BTC', '-0.1', -6000, null],
      ['Network fee', 'BTC', '-0.0001', -6, null],
      ['Deposit', 'USD', '1000', 1000, null],
    ]);
    assert.equal(cellOf('operations', 0, 'value')?.note, 'no price of XYZ is known for 2026-11-19');
    const told = { at: 1, asset: 'USD', quantity: '5', kind: 'deposit', account: 'bot' } as const;
    const flows = [
      { ...told, id: assumedFlow('fill 1', 'USD') },
      { ...told, id: 'wire' },
    ];
    assert.deepEqual(rowsOf('operations', ['kind'], {}, { flows, income: [] }), [['Deposit (assumed)'], ['Deposit']]);
    // Funding of a BTC market belongs to BTC, too.
    assert.equal(rowsOf('operations', ['kind'], { subject: { kind: 'asset', id: 'BTC' } }).length, 3);
  });

  it('closed positions: net of fees in base currency, the last closed first', () => {
    assert.deepEqual(rowsOf('closedPositions', ['symbol', 'side', 'entry', 'exit', 'net', 'held', 'fills']), [
      ['ETH/USDT', 'long', null, 2500, null, null, 1],
      ['BTC/USDT', 'long', 58_000, 60_000, 939, 48 * hour, 4],
    ]);
    assert.equal(cellOf('closedPositions', 0, 'net')?.note, 'its purchase is not known');
  });

  it('orders: those of accounts, and those that Quantfolio sent where no account tells them', () => {
    assert.deepEqual(
      rowsOf('orders', ['symbol', 'type', 'quantity', 'filled', 'price', 'average', 'state', 'account']),
      [
        ['BTC/USD', 'market', '0.2', '0.2', null, '59970', 'filled', 'Paper (simulated)'],
        ['ETH/USDT', 'limit', '2', '0.5', '2500', '2499.5', 'working', 'Binance · main'],
      ],
    );
    const told = { ...tableScene().orders[0], id: '77', account: 'paper', clientOrderId: 'qfabcdef00' };
    const orders = [told] as TableScene['orders'];
    assert.equal(rowsOf('orders', ['id'], {}, { orders }).length, 1, 'an order that its account tells is there once');
  });

  it('trade log: every order with its check, fill and P&L, those that were not sent too (REB-3)', () => {
    assert.deepEqual(
      rowsOf('tradeLog', ['plan', 'symbol', 'filled', 'average', 'fee', 'realized', 'check', 'state', 'money']),
      [
        ['Sell all BTC on Paper', 'BTC/USD', '0.2', '59970', '11.994', '194', 'allowed', 'filled', 'paper'],
        ['Sell all BTC on Paper', 'ETH/USD', '0', null, null, null, 'allowed', 'notSent', 'paper'],
      ],
    );
    assert.equal(cellOf('tradeLog', 1, 'state')?.note, 'trading was turned off');
  });

  it('spans and subjects are picked out, and the totals are theirs', () => {
    const span = { from: lastFill - 2 * hour, to: lastFill - 1 };
    assert.deepEqual(rowsOf('trades', ['symbol'], span).flat(), ['BTC/USD:BTC']);
    assert.deepEqual(rowsOf('trades', ['symbol'], { subject: { kind: 'strategy', id: 'Carry' } }).flat(), ['NVDA/USD']);
    assert.deepEqual(rowsOf('trades', ['symbol'], { subject: { kind: 'asset', id: 'BTC/USDT' } }).flat(), ['BTC/USDT']);
  });
});
