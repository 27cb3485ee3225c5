import assert from 'node:assert/strict';
import { valueBook } from '../../../../src/core/valuation/valueBook.ts';
import { account, balance, book, day, now, quote, row } from '../../../support/book.ts';

const only = (position: ReturnType<typeof row>, quotes: ReturnType<typeof quote>[] = []) => {
  const snapshot = valueBook(book([account('a', { positions: [position] })], [quotes]));
  return { position: snapshot.positions[0], snapshot };
};

describe('positions (POS-1)', () => {
  it('linear: (mark − entry) × signed contracts × contract size', () => {
    const { position, snapshot } = only(
      row('BTC/USDT:USDT', {
        currency: 'USDT',
        side: 'short',
        size: '3',
        contractSize: '0.001',
        entryPrice: '50000',
        markPrice: '49000',
      }),
      [quote('USDT/USD', '0.5')],
    );
    assert.deepEqual([position?.unrealizedPnl, position?.baseUnrealizedPnl], [3, 1.5]);
    assert.deepEqual([position?.notional, position?.baseNotional], [147, 73.5]);
    assert.equal(snapshot.equity, 1.5);
  });

  it('inverse: earns in coin, its notional is contracts × contract size in quote', () => {
    const contract = {
      contract: 'inverse',
      size: '100',
      contractSize: '100',
      entryPrice: '40000',
      markPrice: '50000',
    } as const;
    const { position, snapshot } = only(row('BTC/USD:BTC', { ...contract, currency: 'USD' }), [
      quote('BTC/USD', '50000'),
    ]);
    // 10,000 USD × (1/40,000 − 1/50,000) = 0.05 BTC = 2,500 USD at the mark.
    assert.deepEqual([position?.notional, position?.unrealizedPnl, position?.baseUnrealizedPnl], [10000, 2500, 2500]);
    assert.equal(snapshot.equity, 2500);
    const inCoin = only(row('BTC/USD:BTC', { ...contract, currency: 'BTC', side: 'short' }), [
      quote('BTC/USD', '60000'),
    ]).position;
    assert.deepEqual([inCoin?.notional, inCoin?.unrealizedPnl, inCoin?.baseUnrealizedPnl], [0.2, -0.05, -3000]);
  });

  it('options and quanto contracts are unpriced, with a reason', () => {
    for (const contract of ['option', 'quanto'] as const) {
      const { position, snapshot } = only(row('BTC/USD', { contract, entryPrice: '1', markPrice: '2' }));
      assert.deepEqual([position?.state, position?.notional, position?.unrealizedPnl], ['unpriced', null, null]);
      assert.match(snapshot.gaps[0]?.reason ?? '', /not priced yet/);
      assert.equal(snapshot.totalNotional, null);
    }
  });

  it('flat rows are no positions, but what they realised counts', () => {
    const positions = [row('BTC/USD', { size: '0.0000000001', markPrice: '9', realizedPnl: '12' })];
    const file = valueBook(book([account('bot', { positions }, { kind: 'file', exchange: null })]));
    assert.deepEqual(file.positions, []);
    assert.equal(file.totalRealizedPnl, 12);
    assert.equal(only(row('BTC/USD', { size: '0.00000000011', markPrice: '9' })).snapshot.openPositions, 1);
  });

  it('open positions of an exchange do not tell what it realised in all', () => {
    const { position, snapshot } = only(row('BTC/USD', { markPrice: '9', realizedPnl: '12' }));
    assert.equal(position?.realizedPnl, 12);
    assert.equal(snapshot.totalRealizedPnl, null);
  });

  it('takes a missing mark from the price chain, and is unpriced without one', () => {
    const chain = only(row('BTC/USD', { entryPrice: '100' }), [quote('BTC/USD', '120')]).position;
    assert.deepEqual([chain?.markPrice, chain?.unrealizedPnl, chain?.price?.source], [120, 20, 'test BTC/USD']);
    const none = only(row('BTC/USD', { entryPrice: '100' }));
    assert.equal(none.position?.state, 'unpriced');
    assert.match(none.snapshot.gaps[0]?.reason ?? '', /no mark price of BTC\/USD is known/);
  });

  it('without an entry price the P&L is unknown and the equity says what is missing', () => {
    const { position, snapshot } = only(row('BTC/USD', { markPrice: '100' }));
    assert.deepEqual([position?.baseNotional, position?.unrealizedPnl, position?.state], [100, null, 'ok']);
    assert.match(snapshot.gaps[0]?.reason ?? '', /P&L of BTC\/USD is not known/);
    assert.equal(snapshot.totalUnrealizedPnl, null);
  });

  it('an old mark is stale; a currency nothing converts leaves the base values unknown', () => {
    assert.equal(only(row('BTC/USD', { markPrice: '1', entryPrice: '1', at: now - day - 1 })).position?.state, 'stale');
    const krw = only(row('BTC/KRW', { markPrice: '90', entryPrice: '80' })).position;
    assert.deepEqual([krw?.notional, krw?.unrealizedPnl, krw?.baseNotional, krw?.state], [90, 10, null, 'unpriced']);
  });

  it('ROI is P&L over margin, else over cost', () => {
    const position = { size: '2', entryPrice: '100', markPrice: '110' };
    assert.equal(only(row('BTC/USD', { ...position, margin: '40' })).position?.roi, 0.5);
    assert.equal(only(row('BTC/USD', { ...position, leverage: '5' })).position?.roi, 0.5);
    assert.equal(only(row('BTC/USD', position)).position?.roi, 0.1);
  });

  it('holds its own id for both sides and for equal rows', () => {
    const rows = [row('BTC/USD'), row('BTC/USD', { side: 'short' }), row('BTC/USD')];
    const snapshot = valueBook(
      book([account('a', { positions: rows, balances: [balance('BTC', '1')] })], [[quote('BTC/USD', '9')]]),
    );
    assert.equal(new Set(snapshot.positions.map((position) => position.id)).size, 4);
    assert.equal(snapshot.symbolNotional['BTC/USD'], 27, 'gross per symbol');
  });
});
