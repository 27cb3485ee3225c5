import assert from 'node:assert/strict';
import type { Trade } from '../../../src/core/model/trade.ts';
import type { AskCloses } from '../../../src/engine/accountPast.ts';
import { pastHoldings } from '../../../src/engine/pastHoldings.ts';
import { reading } from '../../support/fakeEngine.ts';

const day = 86_400_000;
const today = Date.UTC(2026, 10, 20);
const ago = (days: number): number => today - days * day;

const fill = (id: string, at: number, side: 'buy' | 'sell', quantity: string, price: string): Trade => ({
  id,
  at,
  symbol: 'AAA/USD',
  base: 'AAA',
  quote: 'USD',
  side,
  quantity,
  price,
  fee: '1',
  feeCurrency: 'USD',
  strategy: null,
});

/** AAA closed at 10, 11, 12 … on the days before today. */
const closes: AskCloses = async (assets) =>
  assets.flatMap(({ asset }) =>
    asset === 'AAA'
      ? [
          {
            asset,
            currency: 'USD',
            source: 'binance',
            closes: Array.from({ length: 10 }, (_, n) => ({ day: ago(10 - n), close: 10 + n })),
          },
        ]
      : [],
  );

describe('what was held before records began (PERF-7)', () => {
  const trades = [fill('1', ago(3) + 5, 'buy', '4', '16'), fill('2', ago(1) + 5, 'sell', '1', '19')];
  const flows = [{ id: 'f', at: ago(4) + 5, asset: 'USD', quantity: '100', kind: 'deposit' as const }];

  it('is what is held now less every entry since, at the closes of the days', async () => {
    const now = reading(today + 1000, { USD: '53', AAA: '3' }, { trades, flows });
    const records = await pastHoldings({
      account: 'a',
      reading: now,
      known: null,
      currency: 'USD',
      until: today + 1000,
      closesOf: closes,
    });
    assert.deepEqual(
      records.map(({ at, asset, quantity, price, value }) => [(at - today) / day, asset, quantity, price, value]),
      [
        [-3, 'USD', '100', 1, 100],
        [-2, 'USD', '35', 1, 35],
        [-2, 'AAA', '4', 17, 68],
        [-1, 'USD', '35', 1, 35],
        [-1, 'AAA', '4', 18, 72],
        [0, 'USD', '53', 1, 53],
        [0, 'AAA', '3', 19, 57],
      ].map(([at, asset, ...rest]) => [at === 0 ? 0 : at, asset, ...rest]),
    );
  });

  it('ends where records begin, and has no price where none is known', async () => {
    const now = reading(today + 1000, { USD: '53', AAA: '3', ZZZ: '1' }, { trades, flows });
    const records = await pastHoldings({
      account: 'a',
      reading: now,
      known: null,
      currency: 'USD',
      until: ago(2),
      closesOf: closes,
    });
    assert.deepEqual(
      records.map(({ at, asset, value }) => [(at - today) / day, asset, value]),
      [
        [-3, 'USD', 100],
        [-3, 'ZZZ', null],
      ],
    );
  });

  it('counts a short sale on paper as the fills do: a quantity below zero and what it brought', async () => {
    const now = reading(
      today + 1000,
      { USD: '99' },
      {
        simulated: true,
        flows,
        trades: [fill('1', ago(2) + 5, 'sell', '2', '17')],
        positions: [
          {
            symbol: 'AAA/USD',
            asset: 'AAA',
            currency: 'USD',
            scope: 'spot',
            side: 'short',
            size: '2',
            contractSize: '1',
            contract: 'linear',
            entryPrice: '17',
            markPrice: '19',
            realizedPnl: null,
            leverage: null,
            margin: null,
            liquidationPrice: null,
            fundingPaid: null,
            openedAt: null,
            strategy: null,
            at: today,
          },
        ],
      },
    );
    const records = await pastHoldings({
      account: 'p',
      reading: now,
      known: null,
      currency: 'USD',
      until: today + 1000,
      closesOf: closes,
    });
    const at = (days: number) => records.filter((record) => record.at === ago(days));
    assert.deepEqual(
      at(2).map(({ asset, value }) => [asset, value]),
      [['USD', 100]],
    );
    // 99 in cash and 34 for what was sold; owed: 2 at 18.
    assert.deepEqual(
      at(1).map(({ asset, value }) => [asset, value]),
      [
        ['USD', 133],
        ['AAA', -36],
      ],
    );
  });

  it('is not told where entries are not known', async () => {
    const now = reading(today + 1000, { AAA: '1' }, { trades: null, flows: null });
    const request = { account: 'a', reading: now, known: null, currency: 'USD', until: today, closesOf: closes };
    assert.deepEqual(await pastHoldings(request), []);
  });
});
