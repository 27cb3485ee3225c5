import assert from 'node:assert/strict';
import fc from 'fast-check';
import { valueBook } from '../../../../src/core/valuation/valueBook.ts';
import { account, balance, book, day, hour, now, quote, row } from '../../../support/book.ts';

const golden = [balance('BTC', '0.15'), balance('ETH', '1.2'), balance('USDT', '1902.50')];
const goldenQuotes = [quote('BTC/USD', '67000'), quote('ETH/USD', '2900'), quote('USDT/USD', '1')];

describe('valueBook', () => {
  it('VAL-4: total 15,432.50 and shares 65.12 / 22.55 / 12.33 %', () => {
    const snapshot = valueBook(book([account('a', { balances: golden })], [goldenQuotes]));
    assert.equal(snapshot.equity, 15432.5);
    assert.deepEqual(
      snapshot.assets.map(({ asset, value, share }) => [asset, value, ((share ?? 0) * 100).toFixed(2)]),
      [
        ['BTC', 10050, '65.12'],
        ['ETH', 3480, '22.55'],
        ['USDT', 1902.5, '12.33'],
      ],
    );
    assert.deepEqual(snapshot.gaps, []);
    assert.equal(snapshot.cash, 1902.5);
    assert.equal(snapshot.openPositions, 2);
    assert.equal(snapshot.totalNotional, 13530);
  });

  it('POS-3: two positions, notional 18,250, unrealised 850, realised 120, no equity', () => {
    const positions = [
      row('BTC/EUR', { scope: 'spot', size: '0.5', entryPrice: '28000', markPrice: '29500', realizedPnl: '120' }),
      row('ETH/EUR', { scope: 'spot', side: 'short', size: '2', entryPrice: '1800', markPrice: '1750' }),
    ];
    const file = account('bot', { positions, hasEquity: false }, { kind: 'file', exchange: null });
    const snapshot = valueBook(book([file], [], { baseCurrency: 'EUR' }));
    assert.deepEqual(
      snapshot.positions.map((each) => [each.symbol, each.side, each.notional, each.unrealizedPnl, each.realizedPnl]),
      [
        ['BTC/EUR', 'long', 14750, 750, 120],
        ['ETH/EUR', 'short', 3500, 100, null],
      ],
    );
    assert.equal(snapshot.openPositions, 2);
    assert.equal(snapshot.totalNotional, 18250);
    assert.equal(snapshot.totalUnrealizedPnl, 850);
    assert.equal(snapshot.totalRealizedPnl, 120);
    assert.deepEqual(snapshot.symbolNotional, { 'BTC/EUR': 14750, 'ETH/EUR': 3500 });
    assert.equal(snapshot.equity, null);
    assert.match(snapshot.equityReason ?? '', /bot.*positions only/);
    assert.deepEqual(snapshot.gaps, [], 'the exposure is complete although there is no equity');
  });

  it('takes the equity of a position file from its account block', () => {
    const block = { currency: 'EUR', equity: '20000', cash: '5000', marginUsed: '3000' };
    const file = account('bot', {
      positions: [row('BTC/EUR', { size: '1', markPrice: '10', entryPrice: '9' })],
      hasEquity: false,
      block,
    });
    const snapshot = valueBook(book([file], [[quote('EUR/USD', '1.1')]]));
    assert.equal(snapshot.equity, 22000);
    assert.equal(snapshot.cash, 5500);
    assert.equal(snapshot.marginUsed, 3300);
  });

  it('VAL-0: spot less what is owed, derivative wallet, unrealised P&L', () => {
    const reading = {
      balances: [
        balance('BTC', '2', { borrowed: '0.5' }),
        balance('USDT', '1000', { scope: 'swap' as const }),
        balance('ETH', '0', { borrowed: '1' }),
      ],
      positions: [row('SOL/USDT:USDT', { size: '10', contractSize: '1', entryPrice: '100', markPrice: '90' })],
    };
    const quotes = [quote('BTC/USD', '50000'), quote('USDT/USD', '1'), quote('ETH/USD', '2000')];
    const snapshot = valueBook(book([account('a', reading)], [quotes]));
    assert.equal(snapshot.equity, 1.5 * 50000 + 1000 - 2000 - 100);
    const short = snapshot.positions.find((position) => position.asset === 'ETH');
    assert.deepEqual([short?.side, short?.size, short?.baseNotional], ['short', '1', 2000]);
    assert.deepEqual(snapshot.gaps, []);
  });

  it('a missing price is never zero: unpriced, listed, null, and out of every share', () => {
    const balances = [...golden, balance('XYZ', '1000000')];
    const snapshot = valueBook(book([account('a', { balances })], [goldenQuotes]));
    const holding = snapshot.holdings.find((each) => each.asset === 'XYZ');
    assert.deepEqual([holding?.value, holding?.price, holding?.share, holding?.state], [null, null, null, 'unpriced']);
    assert.equal(snapshot.equity, 15432.5, 'what is priced');
    assert.deepEqual(
      snapshot.gaps.map(({ account: id, asset, state }) => [id, asset, state]),
      [['a', 'XYZ', 'unpriced']],
    );
    assert.match(snapshot.gaps[0]?.reason ?? '', /XYZ.*USD/);
    assert.equal(snapshot.totalNotional, null);
    assert.equal(snapshot.knownNotional, 13530);
    assert.equal(snapshot.accounts[0]?.state, 'unpriced');
  });

  it('has no equity where nothing is priced', () => {
    const snapshot = valueBook(book([account('a', { balances: [balance('XYZ', '1')] })]));
    assert.equal(snapshot.equity, null);
    assert.match(snapshot.equityReason ?? '', /nothing in it could be priced/);
    assert.equal(valueBook(book([account('a')])).equity, 0, 'an empty account is worth nothing, and that is known');
    assert.equal(valueBook(book([])).equity, null);
  });

  it('keeps the last values of a stale account, with their age', () => {
    const stale = account('a', { balances: golden, at: now - 3 * hour }, { state: 'stale', reason: 'binance is down' });
    const snapshot = valueBook(book([stale], [goldenQuotes]));
    assert.equal(snapshot.equity, 15432.5);
    assert.ok(snapshot.holdings.every((holding) => holding.state === 'stale'));
    assert.deepEqual(snapshot.gaps, [
      { account: 'a', asset: null, state: 'stale', reason: 'a: binance is down; its values are 3 h old' },
    ]);
    assert.equal(snapshot.accounts[0]?.state, 'stale');
  });

  it('one account failing leaves the others, and no total', () => {
    const dead = account('dead', {}, { reading: null, state: 'failed', reason: 'the key was revoked' });
    const snapshot = valueBook(book([account('a', { balances: golden }), dead], [goldenQuotes]));
    assert.equal(snapshot.accounts[0]?.value, 15432.5);
    assert.equal(snapshot.equity, null);
    assert.equal(snapshot.equityReason, 'the equity of dead is not known: the key was revoked');
    assert.equal(snapshot.knownEquity, 15432.5);
    assert.deepEqual([snapshot.totalNotional, snapshot.cash, snapshot.knownNotional], [null, null, 13530]);
    assert.equal(snapshot.gaps[0]?.state, 'failed');
    assert.equal(snapshot.gaps[0]?.reason, 'dead: the key was revoked');
    const down = account(
      'k',
      {},
      { reading: null, state: 'failed', title: 'Kraken', reason: 'Kraken is not available' },
    );
    assert.equal(valueBook(book([down])).gaps[0]?.reason, 'Kraken is not available', 'its name once');
  });

  it('a pocket that was never read makes the equity unknown, one with kept values makes it stale', () => {
    const failure = { kind: 'unavailable', reason: 'futures are down' } as const;
    const never = account('a', { balances: golden, failedScopes: [{ scope: 'swap', failure }] });
    const unknown = valueBook(book([never], [goldenQuotes]));
    assert.equal(unknown.equity, null);
    assert.equal(unknown.accounts[0]?.knownValue, 15432.5);
    assert.match(unknown.gaps[0]?.reason ?? '', /swap could not be read: futures are down/);
    const kept = account('a', {
      balances: [...golden, balance('USDT', '100', { scope: 'swap' })],
      failedScopes: [{ scope: 'swap', failure, lastGoodAt: now - hour }],
    });
    const snapshot = valueBook(book([kept], [goldenQuotes]));
    assert.equal(snapshot.equity, 15532.5);
    assert.equal(snapshot.holdings.find((each) => each.scope === 'swap')?.state, 'stale');
    assert.equal(snapshot.holdings.find((each) => each.scope === 'spot')?.state, 'ok');
    assert.match(snapshot.gaps[0]?.reason ?? '', /60 min old|1 h old/);
  });

  it('an old price is stale and named; exactly the allowed age is not', () => {
    const at = (age: number) =>
      valueBook(
        book([account('a', { balances: [balance('BTC', '1')] })], [[quote('BTC/USD', '5', { at: now - age })]]),
      );
    assert.equal(at(day).holdings[0]?.state, 'ok');
    assert.equal(at(day + 1).holdings[0]?.state, 'stale');
    assert.match(at(day + 1).gaps[0]?.reason ?? '', /price of BTC is 24 h old/);
    assert.equal(at(day + 1).equity, 5);
  });

  it('stablecoins are cash up to 2 % off their peg, positions beyond; EURC by the euro', () => {
    const kinds = (price: string, asset = 'USDT', base = 'USD') => {
      const quotes = [quote(`${asset}/USD`, price), quote('EUR/USD', '1.25')];
      const snapshot = valueBook(
        book([account('a', { balances: [balance(asset, '100')] })], [quotes], { baseCurrency: base }),
      );
      return [snapshot.holdings[0]?.kind, snapshot.openPositions];
    };
    assert.deepEqual(kinds('0.98'), ['cash', 0]);
    assert.deepEqual(kinds('1.02'), ['cash', 0]);
    assert.deepEqual(kinds('0.9799'), ['asset', 1]);
    assert.deepEqual(kinds('1.0201'), ['asset', 1]);
    assert.deepEqual(kinds('1.25', 'EURC'), ['cash', 0]);
    assert.deepEqual(kinds('1', 'EURC'), ['asset', 1]);
    assert.deepEqual(kinds('1', 'USDT', 'EUR'), ['cash', 0], 'the peg does not depend on the base currency');
    const off = valueBook(book([account('a', { balances: [balance('USDT', '100')] })], [[quote('USDT/USD', '0.9')]]));
    assert.equal(off.equity, 90);
    const unpriced = valueBook(book([account('a', { balances: [balance('USDT', '100')] })]));
    assert.equal(unpriced.holdings[0]?.kind, 'asset', 'only a priced stablecoin is cash');
  });

  it('two accounts of one exchange stand apart; marks of an account price that account first, simulated ones no other', () => {
    const one = account('one', { balances: [balance('BTC', '1')], marks: [quote('BTC/USD', '100')] });
    const two = account('two', { balances: [balance('BTC', '1'), balance('ABC', '1')] });
    const paper = account(
      'paper',
      { balances: [balance('ABC', '2')], marks: [quote('ABC/USD', '7')], simulated: true },
      { kind: 'paper' },
    );
    const snapshot = valueBook(book([one, two, paper], [[quote('BTC/USD', '50')]]));
    const value = (id: string, asset: string) =>
      snapshot.holdings.find((each) => each.account === id && each.asset === asset)?.value;
    assert.equal(value('one', 'BTC'), 100);
    assert.equal(value('two', 'BTC'), 50);
    assert.equal(value('paper', 'ABC'), 14);
    assert.equal(value('two', 'ABC'), null, 'a simulated price never values a real holding');
    assert.equal(snapshot.simulated, true);
  });

  it('shows the total in each display currency, null where nothing leads there', () => {
    const snapshot = valueBook(
      book([account('a', { balances: [balance('USD', '1000')] })], [[quote('BTC/USD', '50000')]], {
        displayCurrencies: ['BTC', 'JPY'],
      }),
    );
    assert.deepEqual(snapshot.display, { BTC: 0.02, JPY: null });
  });

  it('spot entry: known gives P&L, unknown says why', () => {
    const balances = [balance('BTC', '2', { entryPrice: '40000', entryCurrency: 'EUR' }), balance('ETH', '1')];
    const quotes = [quote('BTC/EUR', '45000'), quote('EUR/USD', '1.1'), quote('ETH/USD', '2000')];
    const [btc, eth] = valueBook(book([account('a', { balances })], [quotes])).positions;
    assert.deepEqual(
      [btc?.symbol, btc?.unrealizedPnl, btc?.baseUnrealizedPnl, btc?.roi],
      ['BTC/EUR', 10000, 11000, 0.125],
    );
    assert.deepEqual([eth?.symbol, eth?.entryPrice, eth?.unrealizedPnl], ['ETH', null, null]);
    assert.ok(eth?.missing['entryPrice'] && eth.missing['unrealizedPnl']);
  });

  it('tells what each strategy of an asset realised by its own trades, and all of it in total', () => {
    const sale = (id: string, strategy: string | null, realizedPnl: string) => ({
      id,
      at: now,
      symbol: 'BTC/USD',
      base: 'BTC',
      quote: 'USD',
      side: 'sell' as const,
      quantity: '1',
      price: '1',
      fee: null,
      feeCurrency: null,
      strategy,
      realizedPnl,
    });
    const held = { entryPrice: '1', entryCurrency: 'USD' };
    const balances = [balance('BTC', '1', held), balance('BTC', '2', { ...held, strategy: 'trend' })];
    const trades = [sale('1', null, '5'), sale('2', 'trend', '-3'), sale('3', 'gone', '10')];
    const snapshot = valueBook(book([account('p', { balances, trades, flows: [] })], [[quote('BTC/USD', '2')]]));
    assert.deepEqual(
      snapshot.positions.map((each) => [each.strategy, each.size, each.realizedPnl]),
      [
        [null, '1', 5],
        ['trend', '2', -3],
      ],
    );
    assert.equal(snapshot.totalRealizedPnl, 12);
    assert.equal(snapshot.totalUnrealizedPnl, 3);
  });

  it('nets the pockets of an asset into one position; flat is nothing; countSpot off keeps it out of exposure', () => {
    const balances = [
      balance('ETH', '1'),
      balance('ETH', '2', { scope: 'earn', code: 'LDETH' }),
      balance('BTC', '0.00000000005'),
    ];
    const quotes = [quote('ETH/USD', '2000'), quote('BTC/USD', '50000')];
    const snapshot = valueBook(book([account('a', { balances })], [quotes]));
    assert.deepEqual(
      snapshot.positions.map((each) => [each.asset, each.size]),
      [['ETH', '3']],
    );
    assert.equal(new Set(snapshot.holdings.map((each) => each.id)).size, 3);
    const off = valueBook(book([account('a', { balances })], [quotes], { countSpot: false }));
    assert.deepEqual([off.openPositions, off.totalNotional, off.symbolNotional], [0, 0, {}]);
    assert.equal(off.positions.length, 1);
  });

  it('is exact until the last rounding: 0.1 + 0.2 = 0.3, and any split sums to the whole', () => {
    const two = [balance('USD', '0.1'), balance('USD', '0.2', { scope: 'funding' })];
    assert.equal(valueBook(book([account('a', { balances: two })])).equity, 0.3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 30 }), (cents) => {
        const balances = cents.map((cent, index) => balance('USD', (cent / 100).toFixed(2), { code: `C${index}` }));
        const whole = cents.reduce((a, b) => a + b, 0);
        return valueBook(book([account('a', { balances })])).equity === Number((whole / 100).toFixed(2));
      }),
    );
  });

  it('best and worst of 24 h, of what is no cash', () => {
    const quotes = [
      quote('BTC/USD', '110', { open24h: '100' }),
      quote('ETH/USD', '80', { open24h: '100' }),
      quote('USDT/USD', '1', { open24h: '0.5' }),
    ];
    const snapshot = valueBook(book([account('a', { balances: golden })], [quotes]));
    assert.equal(snapshot.best?.asset, 'BTC');
    assert.ok(Math.abs((snapshot.best?.pct ?? 0) - 0.1) < 1e-12);
    assert.equal(snapshot.worst?.asset, 'ETH');
  });

  it('values 2,000 balances against 3,600 quotes in well under 50 ms', () => {
    const quotes = Array.from({ length: 3600 }, (_, index) =>
      quote(`C${index}/USDT`, `${1 + index / 7}`, { open24h: '1' }),
    );
    quotes.push(quote('USDT/USD', '0.9998', { open24h: '1' }));
    const accounts = Array.from({ length: 10 }, (_, n) =>
      account(`a${n}`, {
        balances: Array.from({ length: 200 }, (_, index) => balance(`C${(n * 200 + index) % 1500}`, '1.23456789')),
      }),
    );
    const input = book(accounts, [quotes], { displayCurrencies: ['BTC'] });
    valueBook(input);
    const times = Array.from({ length: 5 }, () => {
      // Processor time, because the clock also counts what other programs do.
      const start = process.cpuUsage();
      assert.equal(valueBook(input).holdings.length, 2000);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    const best = Math.min(...times);
    console.log(`      2,000 balances, 3,600 quotes: ${best.toFixed(1)} ms of processor time`);
    assert.ok(best < 100, `${best} ms`);
  });
});
