import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileConnector } from '../../../../src/connectors/file/fileConnector.ts';
import { parseBook } from '../../../../src/connectors/file/parseBook.ts';
import type { AccountReading } from '../../../../src/core/model/account.ts';
import { connectorContext } from '../../../support/connectorContext.ts';

const at = Date.UTC(2026, 5, 1);
const parse = (text: string, path: string, currency = 'USD') =>
  parseBook(text, { path, currency, strategy: null, modifiedAt: at });
const fixture = (name: string) => readFile(join(import.meta.dirname, '../../../fixtures/exports', name), 'utf8');
const book = async (name: string, change: (text: string) => string = (text) => text): Promise<AccountReading> => {
  const reading = parse(change(await fixture(name)), name);
  assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
  return reading.value;
};
const reasonOf = async (name: string, from: string | RegExp, to: string): Promise<string> => {
  const text = await fixture(name);
  const changed = text.replace(from, to);
  assert.notEqual(changed, text);
  const reading = parse(changed, name);
  return reading.ok ? 'read' : reading.failure.reason;
};
const held = ({ balances }: AccountReading) =>
  Object.fromEntries(balances.map(({ asset, quantity, borrowed }) => [asset, borrowed ? `-${borrowed}` : quantity]));
const fills = ({ trades }: AccountReading) =>
  (trades ?? []).map(({ symbol, side, quantity, price, fee, feeCurrency, strategy, realizedPnl }) =>
    [symbol, side, quantity, price, `${fee} ${feeCurrency}`, strategy, realizedPnl].join(' '),
  );

describe('exports of hummingbot', () => {
  it('trades of today: strategy, fees in the token they were paid in, perpetuals as contracts; a row twice is one', async () => {
    const reading = await book('hummingbot-trades.csv');
    assert.deepEqual(fills(reading), [
      'ETH/USDT buy 0.5 3000 1.5 USDT pure_market_making 0',
      'ETH/USDT sell 0.2 3100 0.001 BNB pure_market_making 20',
      'BTC/USDT:USDT sell 0.01 60000 0.24 USDT perp_mm 0',
      'BTC/USDT:USDT buy 0.004 59000 0.0944 USDT perp_mm 4',
    ]);
    assert.deepEqual(held(reading), { ETH: '0.3', USDT: '623.6656' });
    const [short, ...others] = reading.positions;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [short?.symbol, short?.side, short?.size, short?.entryPrice, short?.realizedPnl, short?.strategy],
      ['BTC/USDT:USDT', 'short', '0.006', '60000', '4', 'perp_mm'],
    );
    assert.deepEqual(
      reading.flows?.map(({ asset, quantity, kind }) => [asset, quantity, kind]),
      [
        ['USDT', '1501.5', 'deposit'],
        ['BNB', '0.001', 'deposit'], // a fee that was paid was there
      ],
    );
    assert.equal(reading.trades?.[0]?.at, 1_717_236_000_000);
    assert.equal(reading.trades?.[0]?.orderId, 'x-1');
  });

  it('trades of 2020, with fees as Python wrote them', async () => {
    const reading = await book('hummingbot-trades-2020.csv');
    assert.deepEqual(fills(reading), [
      'COTI/BNB buy 300 0.0032 0.00096 BNB pure_market_making 0',
      'COTI/BNB sell 100 0.0034 0.0003 BNB pure_market_making 0.02',
    ]);
  });

  it('position snapshots: of each position the newest', async () => {
    const { positions } = await book('hummingbot-positions.csv');
    assert.deepEqual(
      positions.map(({ symbol, side, size, entryPrice, strategy, realizedPnl }) => [
        symbol,
        side,
        size,
        entryPrice,
        strategy,
        realizedPnl,
      ]),
      [
        ['BTC-USDT', 'long', '0.8', '61000', 'grid_1', '15'],
        ['ETH-USDT', 'short', '3', '3100', 'grid_2', '0'],
      ],
    );
  });

  it('a bad row is named, and nothing is half read', async () => {
    const name = 'hummingbot-trades.csv';
    assert.equal(
      await reasonOf(name, 'SELL,LIMIT,3100', 'HOLD,LIMIT,3100'),
      `${name}: row 2 has a trade type that is neither buy nor sell`,
    );
    assert.match(await reasonOf(name, '1717243200000', 'soon'), /row 3 has no timestamp/);
    assert.match(await reasonOf(name, '60000,0.01', '60000,none'), /row 3 needs a positive amount and price/);
    assert.match(await reasonOf(name, /"\{[^\n]*1\.5,NIL/, '"lots",free,NIL'), /row 1 has a fee that cannot be read/);
  });
});

describe('exports of freqtrade', () => {
  it('trades as JSON: fills of their orders, P&L as freqtrade says, funding as income, what is open', async () => {
    const reading = await book('freqtrade-trades.json');
    assert.deepEqual(fills(reading), [
      'ETH/USDT buy 1.5 3000 4.5 USDT Momentum 0',
      'ETH/USDT buy 0.5 3000 1.5 USDT Momentum 0',
      'ETH/USDT sell 2 3150 6.3 USDT Momentum 300',
      'BTC/USDT:USDT sell 0.1 60000 3 USDT Momentum 0',
      'BTC/USDT:USDT buy 0.1 58000 2.9 USDT Momentum 200',
      'SOL/USDT buy 10 150 1.5 USDT Momentum 0',
    ]);
    assert.deepEqual(
      reading.income?.map(({ asset, quantity, kind, symbol }) => [asset, quantity, kind, symbol]),
      [['USDT', '1.2', 'funding', 'BTC/USDT:USDT']],
    );
    assert.deepEqual(reading.positions, []);
    assert.equal(held(reading)['SOL'], '10');
    // What was paid in and won is what is there.
    const won = 287.7 + 195.3 - 1500 - 1.5;
    const paid = (reading.flows ?? []).reduce((total, { quantity }) => total + Number(quantity), 0);
    assert.ok(Math.abs(Number(held(reading)['USDT']) - (paid + won)) < 1e-9);
    assert.equal(new Set(reading.trades?.map(({ id }) => id)).size, 6);
  });

  it('an order that waits or was cancelled has filled nothing, whatever is not said of it', async () => {
    const text = (await fixture('freqtrade-trades.json')).replace(
      '"filled": 0, "safe_price": 2900.0',
      '"filled": null, "amount": 2.0, "status": "open", "order_timestamp": 1717236060000, "safe_price": 2900.0',
    );
    const reading = parse(text, 'trades.json');
    assert.ok(reading.ok);
    assert.deepEqual(fills(reading.value), fills(await book('freqtrade-trades.json')));
    const waits = {
      pair: 'ETH/USDT',
      is_open: true,
      open_rate: 100,
      amount: 1,
      close_rate: null,
      open_timestamp: 1717236000000,
      fee_open: 0.001,
      orders: [
        { amount: 1, safe_price: 100, ft_is_entry: true, order_filled_timestamp: 1717236000000 },
        { amount: 1, safe_price: 120, ft_is_entry: false, order_filled_timestamp: null },
      ],
    };
    const open = parse(JSON.stringify([waits]), 'trades.json');
    assert.ok(open.ok);
    assert.deepEqual(held(open.value), { ETH: '1' });
  });

  it('a fee taken out of the coins that were bought leaves nothing over, and P&L stays what freqtrade says', async () => {
    const orders = [
      { filled: 1, safe_price: 100, ft_is_entry: true, order_filled_timestamp: 1717236000000, ft_fee_base: 0.001 },
      { filled: 0.999, safe_price: 110, ft_is_entry: false, order_filled_timestamp: 1717239600000 },
    ];
    const row = { trade_id: 1, pair: 'ETH/USDT', is_open: false, open_rate: 100, close_rate: 110, amount: 0.999 };
    const times = { open_timestamp: 1717236000000, close_timestamp: 1717239600000 };
    const trade = { ...row, ...times, fee_open: 0.001, fee_close: 0.001, close_profit_abs: 9.68021, orders };
    const reading = parse(JSON.stringify({ trades: [trade] }), 'trades.json');
    assert.ok(reading.ok);
    assert.deepEqual(Object.keys(held(reading.value)), ['USDT']);
    assert.deepEqual(
      reading.value.trades?.map(({ fee, feeCurrency }) => [fee, feeCurrency]),
      [
        ['0.001', 'ETH'],
        ['0.10989', 'USDT'],
      ],
    );
  });

  it('a trade that a later export knows as closed is closed, in whatever order they stand', async () => {
    const { trades } = JSON.parse(await fixture('freqtrade-trades.json')) as { trades: Record<string, unknown>[] };
    const [, closed] = trades;
    const open = { ...closed, is_open: true, close_rate: null, close_timestamp: null, close_profit_abs: null };
    for (const rows of [
      [open, closed],
      [closed, open],
    ]) {
      const reading = parse(JSON.stringify(rows), 'trades.json');
      assert.ok(reading.ok);
      assert.deepEqual(reading.value.positions, []);
      assert.equal(reading.value.trades?.length, 2);
    }
  });

  it('a back-test’s trades as pandas writes them; appended twice they count once', async () => {
    const head =
      ',pair,stake_amount,amount,open_date,close_date,open_rate,close_rate,fee_open,fee_close,profit_ratio,profit_abs,is_open,leverage,is_short,orders,funding_fees';
    const orders = `"[{'amount': 0.1, 'safe_price': 50000.0, 'ft_order_side': 'sell', 'ft_is_entry': True}]"`;
    const rows = [
      `0,BTC/USDT:USDT,1666,0.1,2024-01-02 00:05:00+00:00,2024-01-03 00:05:00+00:00,50000.0,49000.0,0.0005,0.0005,0.05,95.15,False,3.0,True,${orders},0.1`,
      '1,BTC/USDT:USDT,1666,0.1,2024-01-04 00:05:00+00:00,,50000.0,,0.0005,0.0005,0.0,,True,3.0,True,[],0.0',
    ];
    const once = parse([head, ...rows].join('\n'), 'bt.csv');
    const twice = parse([head, ...rows, ...rows].join('\n'), 'bt.csv');
    assert.ok(once.ok && twice.ok);
    assert.deepEqual(twice.value, once.value);
    assert.deepEqual(
      once.value.trades?.map(({ side, realizedPnl }) => [side, realizedPnl]),
      [
        ['sell', '0'],
        ['buy', '100'],
        ['sell', '0'],
      ],
    );
    assert.deepEqual(
      once.value.positions.map(({ side, size, entryPrice }) => [side, size, entryPrice]),
      [['short', '0.1', '50000']],
    );
    assert.deepEqual(
      once.value.income?.map(({ quantity }) => quantity),
      ['0.1'],
    );
  });

  it('trades of two bots that count alike are all there; the same export twice is one', async () => {
    const text = await fixture('freqtrade-trades.json');
    const { trades } = JSON.parse(text) as { trades: { pair: string; orders?: unknown }[] };
    const [first] = trades;
    const other = { ...first, pair: 'LTC/USDT', base_currency: 'LTC' };
    const both = parse(JSON.stringify([first, other, first]), 'trades.json');
    assert.ok(both.ok);
    assert.equal(both.value.trades?.length, 6);
  });

  it('a back-test’s result: begins with its balance, ends with it; simulated', async () => {
    const reading = await book('freqtrade-backtest.json');
    assert.deepEqual(held(reading), { USDT: '998' });
    assert.deepEqual(
      reading.flows?.map(({ id, at: when, quantity }) => [id, when, quantity]),
      [['SampleStrategy start', 1_704_067_200_000, '1000']],
    );
    assert.deepEqual(
      reading.trades?.map(({ realizedPnl, strategy }) => [realizedPnl, strategy]),
      [
        ['0', 'SampleStrategy'],
        ['20', 'SampleStrategy'],
        ['0', 'SampleStrategy'],
        ['-20', 'SampleStrategy'],
      ],
    );
    assert.equal(reading.simulated, true);
  });

  it('the table tradesv3 as CSV', async () => {
    const reading = await book('freqtrade-tradesv3.csv');
    assert.deepEqual(fills(reading), [
      'ADA/USDT buy 1000 0.5 0.5 USDT Trend 0',
      'ADA/USDT sell 1000 0.6 0.6 USDT Trend 100',
    ]);
  });

  it('a bad row is named', async () => {
    const name = 'freqtrade-trades.json';
    assert.equal(
      await reasonOf(name, '"amount": 0.1', '"amount": -0.1'),
      `${name}: row 2 needs a positive amount and open_rate`,
    );
    assert.match(
      await reasonOf(name, '"close_rate": 58000.0', '"close_rate": null'),
      /row 2 is closed and has no close_rate/,
    );
    assert.match(await reasonOf(name, '195.3', '"much"'), /row 2 has a profit that is no number/);
    assert.match(
      await reasonOf('freqtrade-backtest.json', '52000.0', '0'),
      /SampleStrategy: row 1 is closed and has no close_rate/,
    );
  });
});

describe('exports of MetaTrader 5', () => {
  const checkReport = (reading: AccountReading) => {
    assert.deepEqual(held(reading), { USD: '9654.75' });
    assert.deepEqual(
      reading.trades?.map(({ id, symbol, side, quantity, price, fee, strategy, contractSize }) =>
        [id, symbol, side, quantity, price, fee, strategy, contractSize].join(' '),
      ),
      [
        '901 EURUSD buy 0.5 1.08 3.5 GridBot 100000',
        '902 EURUSD sell 0.5 1.084 0 GridBot 100000',
        '903 XAUUSD sell 0.1 2350 0.7 GoldBot 100',
        '904 XAUUSD buy 0.04 2360 0.4 GoldBot 100',
        '906 USDJPY buy 0.2 157 0  100000',
      ],
    );
    assert.deepEqual(
      reading.flows?.map(({ kind, quantity }) => [kind, quantity]),
      [
        ['deposit', '10000'],
        ['withdrawal', '-500'],
      ],
    );
    assert.deepEqual(
      reading.income?.map(({ kind, quantity, symbol }) => [kind, quantity, symbol]),
      [
        ['realizedPnl', '200', 'EURUSD'],
        ['interest', '-1.2', 'EURUSD'],
        ['realizedPnl', '-40', 'XAUUSD'],
        ['interest', '0.55', 'XAUUSD'],
      ],
    );
    assert.deepEqual(
      reading.positions.map(({ symbol, side, size, entryPrice, contractSize, currency }) =>
        [symbol, side, size, entryPrice, contractSize, currency].join(' '),
      ),
      ['XAUUSD short 0.06 2350 100 USD', 'USDJPY long 0.2 157 100000 JPY'],
    );
  };

  it('the history report as HTML: deals with commission, swap and profit, operations of the balance, open lots', async () => {
    checkReport(await book('mt5-report.html'));
  });

  it('the same in UTF-16, with and without its mark, as the terminal saves it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quantfolio-mt5-'));
    try {
      const text = await fixture('mt5-report.html');
      for (const bytes of [
        Buffer.from(`\uFEFF${text}`, 'utf16le'),
        Buffer.from(text, 'utf16le'),
        Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      ]) {
        await writeFile(join(folder, 'report.html'), bytes);
        const source = fileConnector.open(connectorContext({ folder }), { kind: 'file', path: 'report.html' });
        assert.ok(source.ok);
        const reading = await source.value.read(new AbortController().signal);
        assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
        checkReport(reading.value);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('a report that begins later brings in what was there before', async () => {
    const reading = await book('mt5-report.html', (text) =>
      text.replace(/<tr[^>]*><td>2024\.06\.03 09:00:00.*<\/tr>\n/, ''),
    );
    assert.deepEqual(held(reading), { USD: '9654.75' });
    assert.deepEqual(reading.flows?.[0], {
      id: 'balance before the report',
      at: Date.UTC(2024, 5, 3, 10),
      asset: 'USD',
      quantity: '10000',
      kind: 'adjustment',
    });
    assert.match(reading.notes.join(), /begins later than the account/);
  });

  it('deals as CSV of its Python API: the magic number is the strategy', async () => {
    const reading = await book('mt5-deals.csv');
    assert.deepEqual(held(reading), { USD: '5181' });
    assert.deepEqual(
      reading.trades?.map(({ id, side, strategy, fee, at: when }) => [id, side, strategy, fee, when]),
      [
        ['2', 'buy', 'magic 77', '3', 1_717_408_800_123],
        ['3', 'sell', 'magic 77', '3', 1_717_412_400_456],
      ],
    );
    assert.deepEqual(
      reading.income?.map(({ kind, quantity }) => [kind, quantity]),
      [
        ['realizedPnl', '200'],
        ['interest', '-0.5'],
        ['fee', '-12.5'],
      ],
    );
  });

  it('positions as CSV, where a report has no deals', async () => {
    const reading = await book('mt5-positions.csv');
    assert.deepEqual(
      reading.trades?.map(({ id, side, price, fee, contractSize }) => [id, side, price, fee, contractSize].join(' ')),
      [
        '111-in sell 4106.17 0 100',
        '111-out buy 4101.17 0 100',
        '112-in sell 0.69156 0 100000',
        '112-out buy 0.69161 1 100000',
      ],
    );
    assert.deepEqual(reading.positions, []);
    assert.deepEqual(held(reading), { USD: '16.5' });
    assert.match(reading.notes.join(), /deposits and withdrawals are not in it/);
  });

  it('two programs that trade one symbol keep their positions and closings apart, by the numbers of the positions', async () => {
    const deal = (...cells: string[]) => cells.join(',');
    const report = (positions: readonly string[]) =>
      [
        'Trade History Report,,,',
        'Account:,,,"1 (USD, Broker, demo, Hedge)"',
        ...positions,
        'Deals,,,',
        'Time,Deal,Symbol,Type,Direction,Volume,Price,Order,Commission,Fee,Swap,Profit,Balance,Comment',
        deal('2026.01.01 10:00:00', '1', 'EURUSDm', 'buy', 'in', '0.5', '1.10', '11', '0', '0', '0', '0', '0', 'Grid'),
        deal('2026.01.01 11:00:00', '2', 'EURUSDm', 'buy', 'in', '0.3', '1.11', '12', '0', '0', '0', '0', '0', 'Gold'),
        deal(
          '2026.01.01 12:00:00',
          '3',
          'EURUSDm',
          'sell',
          'out',
          '0.5',
          '1.12',
          '13',
          '0',
          '0',
          '0',
          '1 000.00',
          '1 000.00',
          '',
        ),
      ].join('\n');
    const told = report([
      'Positions,,,',
      'Time,Position,Symbol,Type,Volume,Price,S / L,T / P,Time,Price,Commission,Swap,Profit,,',
      '2026.01.01 10:00:00,11,EURUSDm,buy,0.5,1.10,,,2026.01.01 12:00:00,1.12,0.00,0.00,1 000.00,,',
      'Open Positions,,,',
      'Time,Position,Symbol,Type,Volume,Price,S / L,T / P,Market Price,Swap,Profit,Comment,,',
      '2026.01.01 11:00:00,12,EURUSDm,buy,0.3,1.11,,,1.12,0,300.00,Gold,,',
    ]);
    const reading = parse(told, 'report.csv');
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    assert.deepEqual(
      reading.value.trades?.map(({ base, quote, contractSize, strategy }) => [base, quote, contractSize, strategy]),
      [
        ['EUR', 'USD', '100000', 'Grid'],
        ['EUR', 'USD', '100000', 'Gold'],
        ['EUR', 'USD', '100000', 'Grid'],
      ],
    );
    assert.deepEqual(
      reading.value.positions.map(({ size, asset, currency, contractSize }) => [size, asset, currency, contractSize]),
      [['0.3', 'EUR', 'USD', '100000']],
    );
  });

  it('ends with the balance that the report tells: a credit is beside it, and what no deal explains is said', async () => {
    const credit =
      '<tr><td>2024.06.03 08:00:00</td><td>899</td><td></td><td>credit</td><td></td><td></td><td></td><td></td><td>0.00</td><td>0.00</td><td>0.00</td><td>50.00</td><td>0.00</td><td></td></tr>\n';
    const given = await book('mt5-report.html', (text) =>
      text.replace(/(?=<tr[^>]*><td>2024\.06\.03 09:00:00)/, credit),
    );
    assert.deepEqual(given.notes, []);
    assert.deepEqual(held(given), { USD: '9704.75' });
    const cut = await book('mt5-report.html', (text) =>
      text.replace(/<tr[^>]*><td>2024\.06\.05 11:00:00.*<\/tr>\n/, ''),
    );
    assert.deepEqual(held(cut), { USD: '9654.75' });
    assert.match(
      cut.notes.join(),
      /its deals do not add up to the balance 9654\.75 USD that it tells: the missing -39\.85 counts as/,
    );
  });

  it('a report of the strategy tester is one, and one in another language says what to do', async () => {
    const tester = await book('mt5-report.html', (text) =>
      text.replaceAll('Trade History Report', 'Strategy Tester Report'),
    );
    assert.deepEqual(held(tester), { USD: '9654.75' });
    const german = (await fixture('mt5-report.html'))
      .replaceAll('Trade History Report', 'Bericht zur Handelshistorie')
      .replaceAll('<b>Deals</b>', '<b>Geschäfte</b>')
      .replaceAll('<b>Positions</b>', '<b>Positionen</b>');
    const reading = parse(german, 'bericht.html');
    assert.match(
      reading.ok ? '' : reading.failure.reason,
      /bericht\.html is a MetaTrader report.*set the terminal to English/,
    );
  });

  it('a bad row is named, by its table', async () => {
    const name = 'mt5-report.html';
    assert.equal(
      await reasonOf(name, '<td>1.08400</td><td>502', '<td>n/a</td><td>502'),
      `${name}: row 3 of the deals needs a positive volume and price`,
    );
    assert.match(await reasonOf(name, '- 40.00', 'lost'), /row 5 of the deals has an amount that is no number/);
    assert.match(await reasonOf(name, '2024.06.06 09:00:00', 'then'), /row 6 of the deals has no time/);
    assert.match(
      await reasonOf(name, /<b>(Positions|Deals)<\/b>/g, '<b>Handel</b>'),
      /without a table Deals or Positions: set the terminal to English/,
    );
  });
});

describe('long exports', () => {
  const timed = (name: string, text: string, count: number) => {
    const began = process.cpuUsage();
    const reading = parse(text, name);
    const { user } = process.cpuUsage(began);
    assert.ok(reading.ok, reading.ok ? '' : reading.failure.reason);
    assert.equal(reading.value.trades?.length, count);
    console.log(`      ${name}: ${(text.length / 1e6).toFixed(0)} MB in ${(user / 1000).toFixed(0)} ms`);
    // The bound leaves room for a busy machine.
    assert.ok(user < 5_000_000, `${name}: ${user / 1000} ms of processor time`);
  };

  it('of 50,000 fills are read in about a second each', async function () {
    this.timeout(60_000);
    const rows = 50_000;
    const [head = '', row = ''] = (await fixture('hummingbot-trades.csv')).split('\n');
    const hummingbot = Array.from({ length: rows }, (_, index) =>
      row
        .replace('1001', String(index))
        .replace('1717236000000', String(1_717_236_000_000 + index))
        .replace('BUY', index % 2 ? 'SELL' : 'BUY'),
    );
    timed('hummingbot.csv', [head, ...hummingbot].join('\n'), rows);
    const report = await fixture('mt5-report.html');
    const deal = /<tr[^>]*><td>2024\.06\.03 10:00:00<\/td><td>901.*<\/tr>\n/.exec(report)?.[0] ?? '';
    const deals = Array.from({ length: rows }, (_, index) => deal.replace('901', String(10_000 + index)));
    timed('mt5.html', report.replace(deal, deals.join('')), rows + 4);
    const freqtrade = Array.from({ length: rows / 2 }, (_, index) => ({
      trade_id: index,
      pair: 'ETH/USDT',
      amount: 2,
      fee_open: 0.001,
      fee_close: 0.001,
      open_rate: 3000,
      close_rate: 3150,
      open_timestamp: 1_717_236_000_000 + index,
      close_timestamp: 1_717_236_600_000 + index,
      close_profit_abs: 287.7,
      is_open: false,
      is_short: false,
      strategy: 'S',
    }));
    timed('freqtrade.json', JSON.stringify({ trades: freqtrade }), rows);
  });
});
