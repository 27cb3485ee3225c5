import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Big, big } from '../../../../src/core/decimal.ts';
import { type Realised, realise } from '../../../../src/core/ledger/realise.ts';
import type { RealiseInput } from '../../../../src/core/ledger/realiseInput.ts';
import type { Income } from '../../../../src/core/model/ledger.ts';
import type { CashFlow, Trade } from '../../../../src/core/model/trade.ts';

const day = 86_400_000;
const begin = Date.UTC(2025, 0, 1);
const methods = ['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average'] as const;
const prices: Readonly<Record<string, string>> = { USD: '1', EUR: '1.1', BTC: '100', ETH: '10', BNB: '5' };

let next = 0;
const trade = (
  symbol: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  more: Partial<Trade> = {},
): Trade => {
  next += 1;
  const [base = '', quote = ''] = symbol.split('/');
  const at = begin + next * 60_000;
  const common = { id: `t${next}`, at, symbol, base, quote, side, quantity, price, strategy: null };
  return { ...common, fee: null, feeCurrency: null, ...more };
};
const flow = (asset: string, quantity: string, at?: number): CashFlow => {
  next += 1;
  const kind = quantity.startsWith('-') ? 'withdrawal' : 'deposit';
  return { id: `f${next}`, at: at ?? begin + next * 60_000, asset, quantity, kind };
};
const leg = (asset: string, quantity: string, at: number, kind: Income['kind'] = 'conversion'): Income => {
  next += 1;
  return { id: `i${next}`, at, asset, quantity, kind, symbol: null };
};

interface Entries {
  readonly trades?: readonly Trade[];
  readonly flows?: readonly CashFlow[];
  readonly income?: readonly Income[];
  readonly owned: Readonly<Record<string, string>>;
  readonly contracts?: Readonly<Record<string, string>>;
}

function run(
  accounts: Readonly<Record<string, Entries>>,
  more: Partial<RealiseInput> = {},
): ReadonlyMap<string, Realised> {
  const own = Object.entries(accounts);
  const known = { from: 0, until: begin + 1000 * day };
  const bigs = (of: Readonly<Record<string, string>>) =>
    new Map(Object.entries(of).map(([key, each]) => [key, big(each)]));
  return realise({
    ledger: {
      trades: own.flatMap(([account, { trades = [] }]) => trades.map((each) => ({ ...each, account }))),
      flows: own.flatMap(([account, { flows = [] }]) => flows.map((each) => ({ ...each, account }))),
      income: own.flatMap(([account, { income = [] }]) => income.map((each) => ({ ...each, account }))),
    },
    method: 'FIFO',
    includeFees: true,
    isCash: (asset) => asset === 'USD' || asset === 'EUR',
    rateAt: (asset) => (prices[asset] === undefined ? null : big(prices[asset])),
    baseCurrency: 'USD',
    accounts: new Map(
      own.map(([id, { owned, contracts = {} }]) => [
        id,
        { coverage: { trades: known, flows: known, income: known }, owned: bigs(owned), contracts: bigs(contracts) },
      ]),
    ),
    ...more,
  });
}

const pnlOf = (realised: Realised | undefined): readonly string[] =>
  (realised?.trades ?? []).map((each) => each.realizedPnl ?? `? ${each.realizedReason}`);
const openOf = (realised: Realised | undefined, asset: string) => realised?.open.get(asset) ?? null;

describe('realised P&L of a ledger (LED-2)', () => {
  it('a rebate in a coin costs what it is worth', () => {
    const trades = [
      trade('ETH/USD', 'buy', '1', '10', { fee: '-0.5', feeCurrency: 'BNB' }),
      trade('BNB/USD', 'buy', '0.5', '7'),
      trade('BNB/USD', 'sell', '1', '8'),
    ];
    const realised = run({ a: { trades, owned: { ETH: '1', USD: '-5.5' } } });
    // 0.5 × 5 when it came, 0.5 × 7 bought.
    assert.equal(realised.get('a')?.trades.at(-1)?.realizedPnl, '2');
  });

  it('first, last, highest, lowest and average cost of the same sale', () => {
    const trades = [
      trade('BTC/USD', 'buy', '1', '100'),
      trade('BTC/USD', 'buy', '1', '300'),
      trade('BTC/USD', 'buy', '1', '200'),
      trade('BTC/USD', 'sell', '1', '250'),
    ];
    const gains = methods.map((method) =>
      pnlOf(run({ a: { trades, owned: { BTC: '2' } } }, { method }).get('a')).at(-1),
    );
    assert.deepEqual(gains, ['150', '50', '-50', '150', '50']);
  });

  it('fees: of a purchase in the cost, in the coin bought, in a third coin, and not where they are left out', () => {
    const of = (fee: Partial<Trade>, includeFees = true) => {
      const trades = [trade('BTC/USD', 'buy', '2', '100', fee), trade('BTC/USD', 'sell', '1', '150')];
      const owned = { BTC: fee.feeCurrency === 'BTC' ? '0.8' : '1' };
      return pnlOf(run({ a: { trades, owned } }, { includeFees }).get('a')).at(-1);
    };
    assert.equal(of({ fee: '10', feeCurrency: 'USD' }), '45');
    // 2 BNB at 5
    assert.equal(of({ fee: '2', feeCurrency: 'BNB' }), '45');
    // 0.2 of 2 BTC are gone: 200 for 1.8
    assert.equal(Number(of({ fee: '0.2', feeCurrency: 'BTC' })).toFixed(6), (150 - 200 / 1.8).toFixed(6));
    assert.equal(of({ fee: '10', feeCurrency: 'USD' }, false), '50');
    assert.match(of({ fee: '1', feeCurrency: 'XYZ' }) ?? '', /no price of XYZ, its fee/);
  });

  it('a fee in a third coin uses up its lots', () => {
    const trades = [
      trade('BNB/USD', 'buy', '10', '5'),
      trade('BTC/USD', 'buy', '1', '100', { fee: '4', feeCurrency: 'BNB' }),
    ];
    const open = openOf(run({ a: { trades, owned: { BTC: '1', BNB: '6' } } }).get('a'), 'BNB');
    assert.equal(open?.quantity.toString(), '6');
    assert.equal(open.cost?.toString(), '30');
  });

  it('a transfer carries its lots, less what the network took', () => {
    const bought = trade('BTC/USD', 'buy', '2', '100');
    const left = flow('BTC', '-1');
    const came = flow('BTC', '0.99', left.at + 600_000);
    next += 60;
    const sold = trade('BTC/USD', 'sell', '0.99', '150');
    const realised = run({
      a: { trades: [bought], flows: [left], owned: { BTC: '1' } },
      b: { trades: [sold], flows: [came], owned: {} },
    });
    // 148.5 − 100: the cost of the whole coin
    assert.deepEqual(pnlOf(realised.get('b')), ['48.5']);
    assert.equal(openOf(realised.get('a'), 'BTC')?.cost?.toString(), '100');
  });

  it('of two transfers on the way each arrives as itself, whichever left first', () => {
    const [cheap, dear] = [trade('BTC/USD', 'buy', '1.005', '100'), trade('BTC/USD', 'buy', '1', '200')];
    const first = flow('BTC', '-1.005');
    const second = flow('BTC', '-1');
    const came = flow('BTC', '1', second.at + 600_000);
    const later = flow('BTC', '1.0049', second.at + 1_200_000);
    next += 60;
    const sold = trade('BTC/USD', 'sell', '1', '250');
    const realised = run({
      a: { trades: [cheap, dear], flows: [first, second], owned: {} },
      b: { trades: [sold], flows: [came, later], owned: { BTC: '1.0049' } },
    });
    assert.deepEqual(pnlOf(realised.get('b')), ['50']);
    // All of what the other one cost.
    assert.equal(openOf(realised.get('b'), 'BTC')?.cost?.toString(), '100.5');
  });

  it('what came from outside has no cost that is known, and says so', () => {
    const came = flow('BTC', '1');
    const realised = run({ a: { flows: [came], trades: [trade('BTC/USD', 'sell', '1', '150')], owned: {} } });
    assert.match(pnlOf(realised.get('a'))[0] ?? '', /BTC was paid in on 2025-01-01, and what it cost is not known/);
  });

  it('a spot sale of more than was ever there is unmatched, never at cost 0', () => {
    const trades = [trade('BTC/USD', 'buy', '1', '100'), trade('BTC/USD', 'sell', '3', '150')];
    const [, sale] = pnlOf(run({ a: { trades, owned: { BTC: '-2' } } }).get('a'));
    assert.match(sale ?? '', /^\?/);
  });

  it('a coin paid with another realises what the other gained since it came', () => {
    const trades = [
      trade('BTC/USD', 'buy', '1', '60'),
      // 5 ETH for 0.5 BTC, which cost 30 and is worth 50: in BTC 0.5 − 0.3
      trade('ETH/BTC', 'buy', '5', '0.1'),
      trade('ETH/USD', 'sell', '5', '12'),
    ];
    const realised = run({ a: { trades, owned: { BTC: '0.5' } } }).get('a');
    assert.equal(pnlOf(realised)[1], '0.2');
    // 60 − 0.5 BTC at 100
    assert.equal(pnlOf(realised)[2], '10');
  });

  it('a coin converted keeps the cost of what it was', () => {
    const trades = [trade('ETH/USD', 'buy', '10', '8')];
    const at = begin + 500 * 60_000;
    const sold = { ...trade('BTC/USD', 'sell', '1', '100'), at: at + 1 };
    const income = [leg('ETH', '-10', at), leg('BTC', '1', at)];
    const realised = run({ a: { trades: [...trades, sold], income, owned: {} } }).get('a');
    assert.deepEqual(pnlOf(realised), ['0', '20']);
  });

  it('a reward costs what it is worth when it comes', () => {
    const income = [leg('ETH', '2', begin, 'staking')];
    const sold = trade('ETH/USD', 'sell', '2', '13');
    assert.deepEqual(pnlOf(run({ a: { trades: [sold], income, owned: {} } }).get('a')), ['6']);
  });

  it('shorts of derivatives, linear and inverse, and through zero', () => {
    const linear = { contract: 'linear', contractSize: '1' } as const;
    const trades = [
      trade('BTC/USD', 'sell', '2', '100', linear),
      trade('BTC/USD', 'buy', '3', '90', linear),
      trade('BTC/USD', 'sell', '1', '95', linear),
    ];
    assert.deepEqual(pnlOf(run({ a: { trades, owned: {} } }).get('a')), ['0', '20', '5']);
    const inverse = { contract: 'inverse', contractSize: '100' } as const;
    const coins = [trade('BTC/USD', 'buy', '1', '100', inverse), trade('BTC/USD', 'sell', '1', '125', inverse)];
    // 100 × (1/100 − 1/125)
    assert.deepEqual(pnlOf(run({ a: { trades: coins, owned: {} } }).get('a')), ['0', '0.2']);
  });

  it('P&L is conserved: realised and what is left at cost is the same over all methods, and what was paid', () => {
    const fill = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.integer({ min: 1, max: 20 }),
      price: fc.integer({ min: 1, max: 500 }),
      fee: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(fill, { minLength: 1, maxLength: 40 }), fc.boolean(), (fills, includeFees) => {
        let held = 0;
        let paid = big(0);
        const trades: Trade[] = [];
        for (const { side, quantity, price, fee } of fills) {
          const size = side === 'sell' ? Math.min(quantity, held) : quantity;
          if (size === 0) continue;
          held += side === 'buy' ? size : -size;
          const cost = side === 'buy' && includeFees ? fee : 0;
          paid = paid.plus(big(size * price * (side === 'buy' ? 1 : -1) + cost));
          trades.push(trade('ETH/USD', side, String(size), String(price), { fee: String(fee), feeCurrency: 'USD' }));
        }
        for (const method of methods) {
          const realised = run({ a: { trades, owned: { ETH: String(held) } } }, { method, includeFees }).get('a');
          const gains = (realised?.trades ?? []).reduce(
            (sum: Big, each) => sum.plus(each.realizedPnl ?? assert.fail(each.realizedReason)),
            big(0),
          );
          const cost = openOf(realised, 'ETH')?.cost ?? big(0);
          assert.ok(
            cost.minus(gains).minus(paid).abs().lt('0.0000000001'),
            `${method}: ${cost} − ${gains} is not ${paid}`,
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a position of hundreds of millions, in small fills with fees in a coin, is as exact as any', () => {
    for (const method of methods) {
      const coins = trade('BNB/USD', 'buy', '100', '5');
      const buys = Array.from({ length: 40 }, () =>
        trade('BTC/USD', 'buy', '100.12345678', '91234.5', { fee: '0.5', feeCurrency: 'BNB' }),
      );
      const sales = Array.from({ length: 40 }, () => trade('BTC/USD', 'sell', '100.12345678', '91234.5'));
      const realised = run({ a: { trades: [coins, ...buys, ...sales], owned: { BNB: '80' } } }, { method }).get('a');
      const total = pnlOf(realised).reduce((sum: Big, each) => sum.plus(each), big(0));
      // Nothing but the fees: 40 × 0.5 BNB at 5.
      assert.equal(total.toString(), '-100', method);
      assert.equal(openOf(realised, 'BNB')?.quantity.toString(), '80');
      assert.equal(openOf(realised, 'BTC'), null);
    }
  });

  it('and over accounts: lots that are carried neither gain nor lose', () => {
    const size = fc.integer({ min: 1, max: 10 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(size, fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 8 }),
        size,
        (buys, part) => {
          const trades = buys.map(([quantity, price]) => trade('ETH/USD', 'buy', String(quantity), String(price)));
          const total = buys.reduce((sum, [quantity]) => sum + quantity, 0);
          const moved = Math.min(part, total);
          const left = flow('ETH', `-${moved}`);
          const came = flow('ETH', String(moved), left.at + 60_000);
          next += 5;
          const sold = trade('ETH/USD', 'sell', String(moved), '77');
          const paid = buys.reduce((sum, [quantity, price]) => sum + quantity * price, 0);
          for (const method of methods) {
            const all = run(
              {
                a: { trades, flows: [left], owned: { ETH: String(total - moved) } },
                b: { trades: [sold], flows: [came], owned: {} },
              },
              { method },
            );
            const gain = big(pnlOf(all.get('b'))[0] ?? 0);
            const rest = openOf(all.get('a'), 'ETH')?.cost ?? big(0);
            assert.ok(
              gain
                .minus(moved * 77)
                .plus(paid)
                .minus(rest)
                .abs()
                .lt('0.0000000001'),
              method,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
