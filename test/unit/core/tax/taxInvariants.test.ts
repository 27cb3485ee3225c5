import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Big, big, sum } from '../../../../src/core/decimal.ts';
import type { CostBasis } from '../../../../src/core/ledger/costBasis.ts';
import { realise } from '../../../../src/core/ledger/realise.ts';
import type { Ledger } from '../../../../src/core/model/ledger.ts';
import { disposalsOf } from '../../../../src/core/tax/disposalsOf.ts';
import { roundTrips } from '../../../../src/core/tax/roundTrips.ts';
import { type TaxInput, taxReport } from '../../../../src/core/tax/taxReport.ts';
import { emptyBook, withBatch } from '../../../../src/engine/ledgerBook.ts';
import { entriesOf } from '../../../../src/engine/ledgerReadings.ts';
import { taxInput } from '../../../support/taxInput.ts';

const methods: readonly CostBasis[] = ['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average'];
const day = 86_400_000;
const begin = Date.UTC(2022, 5, 1);

const step = fc.record({
  side: fc.constantFrom('buy' as const, 'sell' as const),
  base: fc.constantFrom('BTC', 'ETH'),
  units: fc.integer({ min: 1, max: 30_000 }),
  cents: fc.integer({ min: 1, max: 900_000 }),
  fee: fc.integer({ min: 0, max: 500 }),
  days: fc.integer({ min: 0, max: 60 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Fills that never sell more than is held, in base currency. */
function ledgerOf(steps: readonly Step[]): Ledger {
  const held = new Map<string, number>();
  let at = begin;
  const trades = steps.flatMap(({ side, base, units, cents, fee, days }, index) => {
    at += days * day;
    const have = held.get(base) ?? 0;
    const size = side === 'sell' ? Math.min(units, have) : units;
    if (size === 0) return [];
    held.set(base, have + (side === 'buy' ? size : -size));
    return [
      {
        account: 'a',
        id: String(index),
        at,
        symbol: `${base}/EUR`,
        base,
        quote: 'EUR',
        side,
        quantity: (size / 1e4).toFixed(4),
        price: (cents / 100).toFixed(2),
        fee: (fee / 1000).toFixed(3),
        feeCurrency: 'EUR',
        strategy: null,
      },
    ];
  });
  return { trades, flows: [], income: [] };
}

const years = Array.from({ length: 14 }, (_, index) => 2022 + index);
const gainOver = (input: TaxInput): Big => sum(years.map((year) => taxReport({ ...input, year }).totals.gain));

describe('tax and P&L, whatever happened', () => {
  it('gains of all years are the realised P&L less fees; realised and open P&L together are the same by every method', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const ledger = ledgerOf(steps);
        const cash = sum(
          ledger.trades.map(({ side, quantity, price, fee }) =>
            big(quantity)
              .times(price)
              .times(side === 'buy' ? -1 : 1)
              .minus(fee ?? 0),
          ),
        );
        const sold = sum(ledger.trades.flatMap(({ side, fee }) => (side === 'sell' ? [fee ?? 0] : [])));
        for (const method of methods) {
          const input = taxInput(ledger, { method });
          const gain = gainOver(input);
          const realised = realise(input).get('a');
          const pnl = sum((realised?.trades ?? []).map(({ realizedPnl }) => realizedPnl ?? assert.fail()));
          const off = gain.minus(pnl.minus(sold)).abs();
          // Lines are rounded at 8 decimal places, a few for each fill.
          assert.ok(
            off.lte(big(steps.length * steps.length).times('0.00000002')),
            `${method}: ${gain} is not ${pnl} − ${sold}`,
          );
          const cost = sum([...(realised?.open.values() ?? [])].map((lots) => lots.cost ?? assert.fail()));
          // What was paid is in what is left or in what was realised: exact, because prices times quantities fit.
          assert.equal(pnl.minus(sold).minus(cost).toString(), cash.toString(), method);
          for (const { quantity } of realised?.open.values() ?? []) assert.ok(quantity.gt(0));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('every part of a disposal is a lot or unmatched: quantities, proceeds and fees add up', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.constantFrom(...methods), (steps, method) => {
        const all = ledgerOf(steps);
        // Without its first fills more is sold than was bought.
        const ledger = { ...all, trades: all.trades.slice(Math.floor(all.trades.length / 3)) };
        const input = taxInput(ledger, { method });
        for (const { quantity, taken, rest } of disposalsOf(input)) {
          assert.ok(taken.every((lot) => lot.quantity.gt(0)) && rest.gte(0));
          assert.equal(sum([...taken.map((lot) => lot.quantity), rest]).toString(), quantity.toString());
        }
        const sales = ledger.trades.filter(({ side }) => side === 'sell');
        const reports = years.map((year) => taxReport({ ...input, year }));
        const lines = reports.flatMap(({ disposals, unmatched }) => [...disposals, ...unmatched]);
        assert.equal(
          sum(lines.map(({ quantity }) => quantity)).toString(),
          sum(sales.map(({ quantity }) => quantity)).toString(),
        );
        const proceeds = sum(lines.map((line) => line.proceeds ?? assert.fail()));
        assert.equal(
          proceeds.toString(),
          sum(sales.map(({ quantity, price }) => big(quantity).times(price))).toString(),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('import twice = import once, and any order of pages gives the same ledger, tax report and round trips', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 25 }).chain((steps) => {
          const { trades } = ledgerOf(steps);
          const pages = Array.from({ length: Math.ceil(trades.length / 4) }, (_, index) =>
            trades.slice(index * 4, index * 4 + 4),
          );
          return fc.tuple(
            fc.constant(pages),
            fc.shuffledSubarray([...pages, ...pages], { minLength: pages.length * 2 }),
          );
        }),
        fc.constantFrom(...methods),
        ([pages, shuffled], method) => {
          const report = (of: readonly Ledger['trades'][]): unknown => {
            const book = of.reduce((known, trades) => withBatch(known, { trades, flows: [], income: [] }), emptyBook);
            const told = entriesOf(book);
            const ledger: Ledger = {
              trades: told.trades.map((trade) => ({ ...trade, account: 'a' })),
              flows: [],
              income: [],
            };
            const input = taxInput(ledger, { method });
            const trips = roundTrips({
              trades: ledger.trades,
              allowsShort: () => false,
              rateAt: input.rateAt,
              baseCurrency: 'EUR',
            });
            const fills = realise(input).get('a')?.trades;
            return [years.map((year) => taxReport({ ...input, year })), trips, fills];
          };
          assert.deepEqual(report(shuffled), report(pages));
        },
      ),
      { numRuns: 60 },
    );
  });
});
