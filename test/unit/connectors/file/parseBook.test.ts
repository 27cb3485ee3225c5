import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBook } from '../../../../src/connectors/file/parseBook.ts';
import type { AccountReading } from '../../../../src/core/model/account.ts';

const options = { currency: 'USD', strategy: null, modifiedAt: 1_700_000_000_000 };

function read(text: string, path = 'book.json'): AccountReading {
  const parsed = parseBook(text, { ...options, path });
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.failure.reason);
  return parsed.value;
}

function reason(text: string, path = 'book.json'): string {
  const parsed = parseBook(text, { ...options, path });
  assert.ok(!parsed.ok, 'it was read');
  return parsed.failure.reason;
}

const quantities = (reading: AccountReading) => reading.balances.map(({ asset, quantity }) => [asset, quantity]);

describe('parseBook', () => {
  it('reads a plain dictionary of quantities', () => {
    const reading = read('{"USD": 10000.0, "QQQ": 5.5, "GLD": 10.0}');
    assert.deepEqual(quantities(reading), [
      ['USD', '10000'],
      ['QQQ', '5.5'],
      ['GLD', '10'],
    ]);
    assert.equal(reading.hasEquity, true);
    assert.equal(reading.at, options.modifiedAt);
    assert.equal(reading.flows, null);
  });

  it('keeps every digit a file gives', () => {
    const reading = read(
      '{"BTC": 0.1000000000000000055511151231257827, "SHIB": 123456789012345678901234567890, "E": 1e-18}',
    );
    assert.deepEqual(
      reading.balances.map(({ quantity }) => quantity),
      ['0.1000000000000000055511151231257827', '123456789012345678901234567890', '0.000000000000000001'],
    );
  });

  it('takes any decimal through JSON and back (parse ∘ print = identity)', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.stringMatching(/^\d{0,19}[1-9]$/))
      .map(([whole, fraction]) => `${whole}.${fraction}`);
    fc.assert(
      fc.property(decimal, (text) => {
        assert.equal(read(`{"X": ${text}}`).balances[0]?.quantity, text);
        assert.equal(read(`symbol,quantity\nX,${text}\n`, 'x.csv').balances[0]?.quantity, text);
      }),
      { numRuns: 200 },
    );
  });

  it('says what to do with a file that is no text', () => {
    const zip = 'PK\u0003\u0004\u0014\u0000';
    assert.match(reason(zip, 'backtest.zip'), /backtest\.zip is a ZIP archive or an Excel workbook: unpack it/);
    assert.match(reason('SQLite format 3\u0000\u0010', 'tradesv3.sqlite'), /is a database: export its trades first/);
  });

  it('reads times with the day first, and refuses those whose month nobody knows', () => {
    const trade = (time: string) => `time;symbol;side;quantity;price\n${time};BTC/EUR;buy;0,5;1.234,5\n`;
    const reading = read(trade('31.01.2024 12:30'), 'trades.csv');
    assert.equal(reading.trades?.[0]?.at, Date.UTC(2024, 0, 31, 12, 30));
    assert.deepEqual([reading.trades?.[0]?.quantity, reading.trades?.[0]?.price], ['0.5', '1234.5']);
    assert.equal(read(trade('1.2.2024, 08:00:05'), 'trades.csv').trades?.[0]?.at, Date.UTC(2024, 1, 1, 8, 0, 5));
    assert.match(
      reason(trade('01/02/2024'), 'trades.csv'),
      /row 1 has no time that can be read: write it as 2024-01-31/,
    );
  });

  it('knows pairs with a broker’s mark behind them', () => {
    const csv = (symbol: string) => `symbol,type,volume,price,current_price\n${symbol},sell,0.5,1.1,1.2\n`;
    for (const symbol of ['EURUSDm', 'EURUSD.ecn', 'EURUSD#', 'EURUSD-5', 'EURUSD']) {
      const [position] = read(csv(symbol), 'p.csv').positions;
      assert.deepEqual([position?.asset, position?.currency, position?.contractSize], ['EUR', 'USD', '100000'], symbol);
    }
    const [gold] = read(csv('XAUUSDm'), 'p.csv').positions;
    assert.deepEqual([gold?.asset, gold?.currency], ['XAU', 'USD']);
    const [coin] = read('symbol,side,size,entry_price,mark_price\nEURUSDT,long,1,1.1,1.2\n', 'p.csv').positions;
    assert.deepEqual([coin?.asset, coin?.currency], ['EUR', 'USDT']);
  });

  it('counts a negative quantity as owed, and says so', () => {
    const reading = read('{"USD": -250.5}');
    assert.deepEqual(reading.balances, [{ asset: 'USD', scope: 'spot', quantity: '0', borrowed: '250.5' }]);
    assert.deepEqual(reading.notes, ['USD is negative: counted as owed']);
  });

  it('reads the golden position snapshot (POS-3, S3)', () => {
    const reading = read(`{
      "as_of": "2025-06-01T12:00:00+02:00",
      "positions": [
        {"symbol": "BTC/EUR", "side": "long", "size": 0.5, "entry_price": 28000, "mark_price": 29500, "realized_pnl": 120},
        {"symbol": "ETH/EUR", "side": "short", "size": 2, "entry_price": 1800, "mark_price": 1750, "realized_pnl": 0}
      ],
      "account": {"equity": 50000, "cash": 31750, "margin_used": null}
    }`);
    assert.equal(reading.at, Date.UTC(2025, 5, 1, 10));
    assert.deepEqual(
      reading.positions.map((p) => [p.symbol, p.asset, p.currency, p.side, p.size, p.entryPrice, p.markPrice, p.at]),
      [
        ['BTC/EUR', 'BTC', 'EUR', 'long', '0.5', '28000', '29500', reading.at],
        ['ETH/EUR', 'ETH', 'EUR', 'short', '2', '1800', '1750', reading.at],
      ],
    );
    assert.deepEqual(reading.block, { currency: 'USD', equity: '50000', cash: '31750', marginUsed: null });
    assert.deepEqual([reading.realizedToday, reading.realizedCurrency], ['120', 'EUR']);
    assert.deepEqual(reading.balances, []);
  });

  it('gives a positions-only file no equity', () => {
    const holding = read('[{"symbol": "BTC/EUR", "size": 0.5, "entry_price": 28000}]');
    assert.equal(holding.hasEquity, true, 'symbol, size and entry price are a holding');
    assert.deepEqual(quantities(holding), [['BTC', '0.5']]);
    assert.equal(read('[{"symbol": "BTC/EUR", "size": -0.5, "entry_price": 28000}]').positions[0]?.side, 'short');
    const positions = read('[{"symbol": "BTC/EUR", "size": -0.5, "entry_price": 28000, "mark_price": 1}]');
    assert.equal(positions.hasEquity, false);
    assert.deepEqual([positions.positions[0]?.side, positions.positions[0]?.size], ['short', '0.5']);
    assert.equal(read('{"positions": [], "account": {"cash": 5}}').hasEquity, false);
  });

  it('takes the usual column names, separators and number formats', () => {
    const expected = [['BTC/EUR', 'short', '1234.5', '28000', '29500', 'grid']];
    for (const text of [
      'symbol,side,size,entry_price,mark_price,strategy\nBTC/EUR,short,1234.5,28000,29500,grid\n',
      'pair,direction,qty,avg_price,last_price,strategy\nBTC/EUR,sell,1234.5,28000,29500,grid',
      'ticker,quantity,average,current_price,bot\r\nBTC/EUR,-1234.5,28000,29500,grid\r\n',
      'Symbol;Side;Amount;Avg. Price;Mark Price;Strategy\nBTC/EUR;Short;1.234,5;28000;29500;grid\n',
      'symbol,side,size,avgPrice,markPrice,strategy\n"BTC/EUR",SHORT,"1,234.5",28000,29500,grid\n# a remark\n',
    ]) {
      assert.deepEqual(
        read(text, 'book.csv').positions.map((p) => [p.symbol, p.side, p.size, p.entryPrice, p.markPrice, p.strategy]),
        expected,
        text,
      );
    }
  });

  it('finds the mark from the notional or from the open P&L where the file has no mark', () => {
    const rows =
      '{"symbol":"BTC/EUR","side":"long","size":0.5,"notional":14750},{"symbol":"ETH/EUR","side":"short","size":2,"entry_price":1800,"unrealized_pnl":100}';
    assert.deepEqual(
      read(`[${rows}]`).positions.map((position) => position.markPrice),
      ['29500', '1750'],
    );
  });

  it('knows a symbol however it is written', () => {
    const [position] = read('[{"symbol":"btc/eur","side":"long","size":1,"mark_price":1}]').positions;
    assert.deepEqual([position?.symbol, position?.asset, position?.currency], ['BTC/EUR', 'BTC', 'EUR']);
  });

  it('counts what a flat row realised', () => {
    const reading = read('[{"symbol":"BTC/EUR","side":"long","size":1e-11,"mark_price":1,"realized_pnl":-400}]');
    assert.equal(reading.realizedToday, '-400');
  });

  it('takes rows without realised P&L for nothing realised where others tell it, and says so', () => {
    const row = (symbol: string, rest: string) => `{"symbol":"${symbol}","side":"long","size":1,"mark_price":1${rest}}`;
    const some = read(`[${row('BTC/EUR', ',"realized_pnl":5')},${row('ETH/EUR', '')},${row('SOL/USD', '')}]`);
    assert.deepEqual([some.realizedToday, some.realizedCurrency], ['5', 'EUR']);
    assert.deepEqual(some.notes, ['rows without realized_pnl count as having realised nothing today']);
    const none = read(`[${row('BTC/EUR', '')},${row('ETH/EUR', '')}]`);
    assert.equal(none.realizedToday, null);
    const mixed = read(`[${row('BTC/EUR', ',"realized_pnl":5')},${row('ETH/USD', ',"realized_pnl":5')}]`);
    assert.equal(mixed.realizedToday, null, 'two currencies have no sum before they are converted');
  });

  it('reads trades and implies balances from them', () => {
    const reading = read(
      `time,symbol,side,quantity,price,fee,fee_currency,id,strategy
2025-01-02,BTC/EUR,buy,0.5,30000,,,b,trend
2025-01-01,BTC/EUR,buy,0.5,28000,14,EUR,a,trend
2025-01-03T10:00:00Z,BTC/EUR,sell,0.25,40000,0.001,BTC,c,
`,
      'trades.csv',
    );
    assert.deepEqual(
      reading.trades?.map(({ id, at, fee, feeCurrency }) => [id, at, fee, feeCurrency]),
      [
        ['a', Date.UTC(2025, 0, 1), '14', 'EUR'],
        ['b', Date.UTC(2025, 0, 2), null, null],
        ['c', Date.UTC(2025, 0, 3, 10), '0.001', 'BTC'],
      ],
    );
    assert.deepEqual(reading.balances, [
      { asset: 'BTC', scope: 'spot', quantity: '0.749', entryPrice: '29000', entryCurrency: 'EUR' },
      { asset: 'EUR', scope: 'spot', quantity: '10000' },
    ]);
    assert.deepEqual(
      reading.flows?.map(({ asset, quantity, kind }) => [asset, quantity, kind]),
      [
        ['EUR', '14014', 'deposit'],
        ['EUR', '15000', 'deposit'],
      ],
    );
    assert.match(reading.notes.join(), /count as paid in/);
  });

  it('tells what each trade realised at average cost, where it is known', () => {
    const realized = (rows: string) =>
      read(`time,symbol,side,quantity,price\n${rows}`, 'trades.csv').trades?.map((trade) => trade.realizedPnl);
    assert.deepEqual(
      realized(
        '2025-01-01,BTC/USD,buy,1,50000\n2025-01-02,BTC/USD,buy,1,70000\n2025-01-03,BTC/USD,sell,0.5,80000\n2025-01-04,BTC/USD,sell,1.5,50000',
      ),
      ['0', '0', '10000', '-15000'],
    );
    assert.deepEqual(
      realized('2025-01-01,ETH/EUR,buy,1,1800\n2025-01-02,ETH/EUR,sell,2,2000'),
      ['0', undefined],
      'sold more than bought',
    );
    assert.deepEqual(
      realized('2025-01-01,ETH/EUR,buy,1,1800\n2025-01-02,ETH/USD,sell,1,2000'),
      ['0', undefined],
      'bought in another currency',
    );
  });

  it('counts as cost only what a purchase leaves after buying back', () => {
    const rows = '2025-01-01,ETH/EUR,sell,2,1800\n2025-01-02,ETH/EUR,buy,3,1000\n';
    const [ether] = read(`time,symbol,side,quantity,price\n${rows}`, 'trades.csv').balances;
    assert.deepEqual([ether?.asset, ether?.quantity, ether?.entryPrice], ['ETH', '1', '1000']);
  });

  it('keeps the strategy of trades where all trades of an asset name one', () => {
    const rows = '2025-01-01,ETH/EUR,buy,1,1800,grid\n2025-01-01,BTC/EUR,buy,1,1,a\n2025-01-01,BTC/EUR,buy,1,1,b\n';
    const { balances } = read(`time,symbol,side,quantity,price,strategy\n${rows}`, 'trades.csv');
    assert.deepEqual(
      balances.map(({ asset, strategy }) => [asset, strategy]),
      [
        ['ETH', 'grid'],
        ['BTC', undefined],
      ],
    );
  });

  it('never holds a negative quantity silently', () => {
    const reading = read('time,symbol,side,quantity,price\n2025-01-01,ETH/EUR,sell,2,1800\n', 'trades.csv');
    assert.deepEqual(reading.balances, [
      { asset: 'ETH', scope: 'spot', quantity: '0', borrowed: '2' },
      { asset: 'EUR', scope: 'spot', quantity: '3600' },
    ]);
    assert.match(reading.notes.join(), /more ETH was sold than bought/);
  });

  it('reads MetaTrader 5: an API answer and a terminal export', () => {
    const api =
      read(`{"account_info": {"login": 1, "balance": 10000.5, "equity": 10100.5, "margin": 110, "currency": "USD"},
      "positions": [{"ticket": 7, "time": 1704164645, "type": 1, "volume": 0.1, "price_open": 1.1, "price_current": 1.09, "profit": 100, "symbol": "EURUSD"}]}`);
    assert.deepEqual(api.block, { currency: 'USD', equity: '10100.5', cash: '10000.5', marginUsed: '110' });
    const [position] = api.positions;
    assert.deepEqual(
      [position?.asset, position?.currency, position?.side, position?.contractSize, position?.markPrice],
      ['EUR', 'USD', 'short', '100000', '1.09'],
    );
    assert.equal(position?.openedAt, 1_704_164_645_000);
    const csv = read(
      'Symbol,Ticket,Time,Type,Volume,Price,S / L,T / P,Price,Swap,Profit\nXAUUSD,1,2024.01.02 03:04:05,buy,0.10,2000,,,2010,0,100\n',
      'positions.csv',
    );
    assert.deepEqual([csv.positions[0]?.entryPrice, csv.positions[0]?.contract], ['2000', 'quanto']);
    assert.match(csv.notes.join(), /lots of unknown size: add a column contract_size/);
  });

  it('reads freqtrade open trades and hummingbot balances', () => {
    const freqtrade = read(
      '[{"trade_id":1,"pair":"BTC/USDT:USDT","amount":0.1,"open_rate":100.5,"current_rate":110,"is_short":true,"leverage":3,"open_timestamp":1700000000000,"strategy":"S"}]',
    );
    const [position] = freqtrade.positions;
    assert.deepEqual(
      [position?.scope, position?.side, position?.entryPrice, position?.leverage, position?.openedAt],
      ['swap', 'short', '100.5', '3', 1_700_000_000_000],
    );
    const hummingbot = read(
      '{"master_account":{"binance":[{"token":"BTC","units":0.5,"price":60000.1,"value":30000.05}]}}',
    );
    assert.deepEqual(quantities(hummingbot), [['BTC', '0.5']]);
    assert.deepEqual(
      hummingbot.marks.map(({ base, quote, price }) => [base, quote, price]),
      [['BTC', 'USDT', '60000.1']],
    );
  });

  it('reads a freqtrade balance and a hummingbot trade log', () => {
    const balance = read(`{"currencies": [
      {"currency": "USDT", "free": 900.5, "balance": 1000.5, "used": 100, "side": "long", "position": 0, "is_position": false, "leverage": 1},
      {"currency": "BTC/USDT:USDT", "free": 0, "balance": 0, "side": "short", "position": 0.02, "is_position": true, "leverage": 3}
    ], "total": 1000.5, "stake": "USDT"}`);
    assert.deepEqual(quantities(balance), [['USDT', '1000.5']]);
    assert.deepEqual(
      balance.positions.map(({ symbol, side, size, leverage }) => [symbol, side, size, leverage]),
      [['BTC/USDT:USDT', 'short', '0.02', '3']],
    );
    const log = read(
      'exchange_trade_id,timestamp,symbol,trade_type,order_type,price,amount,leverage,trade_fee,position\n' +
        'x1,1700000000000,BTC-USDT,BUY,LIMIT,30000,0.1,1,"{""percent"": 0}",NIL\n',
      'trades_grid.csv',
    );
    assert.deepEqual(
      log.trades?.map(({ id, base, quote, side, quantity, fee }) => [id, base, quote, side, quantity, fee]),
      [['x1', 'BTC', 'USDT', 'buy', '0.1', null]],
    );
  });

  it('reads holdings with a time, with a class of asset, and as objects by symbol', () => {
    const dated = read('{"as_of": "2025-06-01", "USD": 5}');
    assert.equal(dated.at, Date.UTC(2025, 5, 1));
    assert.deepEqual(quantities(dated), [['USD', '5']]);
    const typed = read('symbol,type,quantity,price\nVWCE,etf,12,110.5\nBTC,crypto,0.1,60000\n', 'holdings.csv');
    assert.equal(typed.hasEquity, true);
    assert.deepEqual(quantities(typed), [
      ['VWCE', '12'],
      ['BTC', '0.1'],
    ]);
    assert.deepEqual(
      typed.marks.map(({ base, quote, price }) => [base, quote, price]),
      [
        ['VWCE', 'USD', '110.5'],
        ['BTC', 'USD', '60000'],
      ],
    );
    const objects = read('{"BTC": {"quantity": 0.5, "avg_price": 30000}, "eth": {"amount": 2}}');
    assert.deepEqual(
      objects.balances.map(({ asset, quantity, entryPrice }) => [asset, quantity, entryPrice]),
      [
        ['BTC', '0.5', '30000'],
        ['ETH', '2', undefined],
      ],
    );
  });

  it('says what is wrong and where, never what is in the file', () => {
    const secret = 'sEcReT';
    for (const [text, path, expected] of [
      [`{"a": 1,\n "${secret}"`, 'a.json', /^a\.json is not valid JSON \(line 2\)/],
      [`{"a": "${secret}"}`, 'a.json', /^a\.json: entry 1 is not a quantity$/],
      [`"${secret}"`, 'a.json', /neither holdings nor positions/],
      ['', 'a.json', /ends too early, or is empty/],
      [`[{"symbol":"${secret}","side":"long","mark_price":1}]`, 'a.json', /^a\.json: row 1 has no size$/],
      [`symbol,size,side\nA,1,long\nB,${secret},long\n`, 'a.csv', /^a\.csv: row 2 has a field that is no number$/],
      [`symbol,size,side\nB,1,${secret}\n`, 'a.csv', /row 1 has a side that is neither long nor short/],
      [`time,symbol,side,quantity,price\n${secret},A,buy,1,1\n`, 'a.csv', /row 1 has no time/],
      [`${secret}\n1\n`, 'a.csv', /needs a column symbol and a column quantity/],
      [`symbol,size\n"${secret}\n`, 'a.csv', /^a\.csv is not valid CSV/],
    ] as const) {
      const said = reason(text, path);
      assert.match(said, expected);
      assert.ok(!said.includes(secret), said);
      assert.ok(!said.endsWith('.'), said);
    }
  });

  it('never throws, whatever a file holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.string().map((text) => `symbol,size,side\n${text}`),
        ),
        (text) => {
          for (const path of ['a.json', 'a.csv', 'a']) {
            const parsed = parseBook(text, { ...options, path });
            if (!parsed.ok) assert.equal(typeof parsed.failure.reason, 'string');
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
