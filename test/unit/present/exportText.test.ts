import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvText, neutralText } from '../../../src/present/csv.ts';
import { exportText } from '../../../src/present/exportText.ts';

const at = Date.UTC(2026, 10, 20);

describe('CSV for other programs', () => {
  it('comes back as it was, whatever is in it', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a,b', '"', 'x\r\ny', ' ', '\n'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const back: string[][] = parse(csvText(['a', 'b', 'c'], rows), {
          record_delimiter: '\r\n',
          relax_column_count: false,
        });
        assert.deepEqual(
          back.slice(1),
          rows.map((row) => row.map(neutralText)),
        );
      }),
    );
  });

  it('never holds a formula, and leaves numbers, money and percentages alone', () => {
    for (const text of ['=1+1', '@SUM(A1)', '+cmd|x', '-2+3', '\t=1', '\r=1', '=HYPERLINK("http://x")']) {
      assert.equal(neutralText(text), `'${text}`);
    }
    for (const text of ['-5.5', '+1,234.50', '-1e-7', '+$3.00', '−$3.00', '-2.5%', 'BTC', '', 'a=b']) {
      assert.equal(neutralText(text), text);
    }
  });
});

describe('exports', () => {
  const ledger = {
    trades: [
      {
        id: '=1',
        at,
        account: 'main',
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        side: 'buy',
        quantity: '0.10000000000000000001',
        price: '67000',
        fee: null,
        feeCurrency: null,
        strategy: 'a,b',
      },
    ],
    flows: [{ id: 'd1', at, account: 'main', asset: 'USDT', quantity: '-50', kind: 'withdrawal' }],
    income: [{ id: 'f1', at, account: 'main', asset: 'USDT', quantity: '1.5', kind: 'funding', symbol: null }],
  } as const;

  it('write trades with exact quantities and neutral ids', () => {
    assert.deepEqual(exportText({ kind: 'trades', ledger }, 'csv'), {
      rows: 1,
      text:
        'time,account,id,symbol,side,quantity,price,fee,fee_currency,realized_pnl,strategy,order_id,scope\r\n' +
        '2026-11-20T00:00:00.000Z,main,\'=1,BTC/USDT,buy,0.10000000000000000001,67000,,,,"a,b",,spot\r\n',
    });
  });

  it('write deposits, withdrawals and income', () => {
    assert.equal(
      exportText({ kind: 'flows', ledger }, 'csv').text,
      'time,account,id,kind,asset,quantity\r\n2026-11-20T00:00:00.000Z,main,d1,withdrawal,USDT,-50\r\n',
    );
    assert.deepEqual(JSON.parse(exportText({ kind: 'income', ledger }, 'json').text), [
      {
        time: '2026-11-20T00:00:00.000Z',
        account: 'main',
        id: 'f1',
        kind: 'funding',
        asset: 'USDT',
        quantity: '1.5',
        symbol: null,
      },
    ]);
  });

  it('write values and holdings with their currency; what is not known is empty', () => {
    const history = {
      currency: 'EUR',
      values: [
        { at, equity: 1000.5, flow: null, origin: 'recorded', account: null },
        { at, equity: 500, flow: 0, origin: 'reconstructed', account: 'main' },
      ],
      holdings: [{ at, account: 'main', asset: 'ETHW', quantity: '0.42', price: null, value: null }],
    } as const;
    assert.equal(
      exportText({ kind: 'values', history }, 'csv').text,
      'time,account,equity,net_flow,currency,origin\r\n' +
        '2026-11-20T00:00:00.000Z,,1000.5,,EUR,recorded\r\n2026-11-20T00:00:00.000Z,main,500,0,EUR,reconstructed\r\n',
    );
    assert.equal(
      exportText({ kind: 'holdings', history }, 'csv').text,
      'time,account,asset,quantity,price,value,currency\r\n2026-11-20T00:00:00.000Z,main,ETHW,0.42,,,EUR\r\n',
    );
  });
});
