import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Big, big } from '../../../../src/core/decimal.ts';
import { createRealiser } from '../../../../src/core/ledger/createRealiser.ts';
import { realise } from '../../../../src/core/ledger/realise.ts';
import type { RealiseInput } from '../../../../src/core/ledger/realiseInput.ts';
import type { CashFlow, Trade } from '../../../../src/core/model/trade.ts';

const begin = Date.UTC(2025, 0, 1);

type Step =
  | {
      readonly kind: 'buy' | 'sell' | 'long' | 'short';
      readonly quantity: number;
      readonly price: number;
      readonly gap: number;
    }
  | { readonly kind: 'in' | 'out'; readonly quantity: number; readonly price: number; readonly gap: number };

/** The ledger after so many steps, and what is owned then; `slip` is owned beyond what entries tell. */
function inputAfter(steps: readonly Step[], method: RealiseInput['method'], slip: number): RealiseInput {
  const trades: (Trade & { account: string })[] = [];
  const flows: (CashFlow & { account: string })[] = [];
  let held: Big = big(slip);
  let contracts: Big = big(0);
  let at = begin;
  for (const [index, { kind, quantity, price, gap }] of steps.entries()) {
    at += gap;
    const id = `e${index}`;
    if (kind === 'in' || kind === 'out') {
      const signed = kind === 'in' ? quantity : -quantity;
      held = held.plus(signed);
      flows.push({
        id,
        at,
        asset: 'ETH',
        quantity: String(signed),
        kind: kind === 'in' ? 'deposit' : 'withdrawal',
        account: 'a',
      });
      continue;
    }
    const derivative = kind === 'long' || kind === 'short';
    const side = kind === 'buy' || kind === 'long' ? 'buy' : 'sell';
    const signed = side === 'buy' ? quantity : -quantity;
    if (derivative) contracts = contracts.plus(signed);
    else held = held.plus(signed);
    trades.push({
      id,
      at,
      symbol: derivative ? 'ETH/USD:USD' : 'ETH/USD',
      base: 'ETH',
      quote: 'USD',
      side,
      quantity: String(quantity),
      price: String(price),
      fee: null,
      feeCurrency: null,
      strategy: null,
      account: 'a',
      ...(derivative ? { contract: 'linear' as const, contractSize: '1' } : {}),
    });
  }
  const span = { from: 0, until: at };
  const coverage = { trades: span, flows: span, income: span };
  const cash = trades.reduce(
    (sum, trade) =>
      trade.contract === undefined
        ? sum.minus(
            big(trade.quantity)
              .times(trade.price)
              .times(trade.side === 'buy' ? 1 : -1),
          )
        : sum,
    big(0),
  );
  return {
    ledger: { trades, flows, income: [] },
    method,
    includeFees: true,
    isCash: (asset) => asset === 'USD',
    rateAt: () => big(1),
    baseCurrency: 'USD',
    accounts: new Map([
      [
        'a',
        {
          coverage,
          owned: new Map([
            ['ETH', held],
            ['USD', cash],
          ]),
          contracts: new Map([['ETH/USD:USD', contracts]]),
        },
      ],
    ]),
  };
}

const plain = (of: ReturnType<typeof realise>): unknown =>
  [...of].map(([id, { trades, markets, open }]) => [
    id,
    trades,
    markets,
    [...open].map(([asset, { quantity, cost, reason }]) => [
      asset,
      quantity.toString(),
      cost?.toString() ?? null,
      reason,
    ]),
  ]);

describe('realised P&L of a ledger that grows', () => {
  it('is that of the whole ledger after every step: in order, late, at one time, with what nobody told', () => {
    const kind = fc.constantFrom(
      'buy' as const,
      'sell' as const,
      'long' as const,
      'short' as const,
      'in' as const,
      'out' as const,
    );
    const step = fc.record({
      kind,
      quantity: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 1, max: 99 }),
      gap: fc.constantFrom(0, 1000, 60_000),
    });
    const slips = fc.array(fc.constantFrom(0, 0, 0, 5), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 }),
        slips,
        fc.constantFrom('FIFO' as const, 'HIFO' as const, 'average' as const),
        (steps, parts, extra, method) => {
          const realiser = createRealiser();
          let end = 0;
          for (const [index, part] of parts.entries()) {
            end = Math.min(steps.length, end + part);
            const input = inputAfter(steps.slice(0, end), method, extra[index % extra.length] ?? 0);
            assert.deepEqual(plain(realiser.next(input)), plain(realise(input)));
          }
          // An older entry is found only now.
          const whole = inputAfter(steps, method, 0);
          const without = { ...whole, ledger: { ...whole.ledger, trades: whole.ledger.trades.slice(1) } };
          realiser.next(without);
          assert.deepEqual(plain(realiser.next(whole)), plain(realise(whole)));
        },
      ),
      { numRuns: 150 },
    );
  });
});
