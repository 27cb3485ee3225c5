import assert from 'node:assert/strict';
import fc from 'fast-check';
import { presentExecution } from '../../../../src/present/trading/execution.ts';
import { orderLog } from '../../../../src/present/trading/orderLog.ts';
import { presentPlan } from '../../../../src/present/trading/plan.ts';
import { planText } from '../../../../src/present/trading/planText.ts';
import { presentPosition } from '../../../../src/present/trading/position.ts';
import { presentReconciliation } from '../../../../src/present/trading/reconciliation.ts';
import { presentTradeStats } from '../../../../src/present/trading/stats.ts';
import { presentTax } from '../../../../src/present/trading/tax.ts';
import { finding, now, perpetual, riskOf } from '../../../support/portfolioState.ts';
import { detailsOf, reconciliation, statsOf, taxOf } from '../../../support/tradingReports.ts';
import { checkOf, executionOf, orderRecord, plannedOrder, planOf, ticketOf } from '../../../support/tradingSamples.ts';

const titleOf = (account: string) => (account === 'main' ? 'Binance · main' : account);
const shown = { privacy: false, now, titleOf, baseCurrency: 'USD', tradingAllowed: false };

/** Dates and spans in ms and long fractions are no amounts; an amount keeps its seven digits. */
function timeless(_key: string, value: unknown): unknown {
  return typeof value !== 'number' ? value : value > 1e7 ? 0 : Number(value.toFixed(4));
}

describe('privacy of trading', () => {
  const amount = fc.integer({ min: 1_000_000, max: 9_999_999 }).map((value) => value + 0.25);

  const texts = (a: number, b: number, privacy: boolean): readonly string[] => {
    const options = { ...shown, privacy };
    const words = `about $${a.toLocaleString('en-US')} or ${b} USDT`;
    const text = String(a);
    const check = checkOf({
      reasons: [words],
      warnings: [words],
      improves: [words],
      before: riskOf([finding({ value: a, threshold: b })]),
      after: riskOf([finding({ value: b, threshold: a, message: words })]),
    });
    const line = { quantity: text, value: b, share: 0.5 };
    const order = plannedOrder({
      ticket: ticketOf({ clientOrderId: 'qf', quantity: text }),
      notional: b,
      fee: a,
      feeReason: words,
      notes: [words],
    });
    const [leg] = planOf().legs;
    assert.ok(leg);
    const plan = planOf({
      id: 'p',
      title: words,
      total: a,
      legs: [{ ...leg, notional: a, quantity: text, fee: b, reason: words }],
      orders: [order],
      fee: a,
      lines: [{ account: 'main', asset: 'BTC', before: line, after: line }],
      check,
      refused: words,
      notExecutable: [{ account: null, what: words, reason: words }],
      notes: [words],
      expiresAt: 0,
    });
    const record = orderRecord({
      ticket: ticketOf({ clientOrderId: 'qf', quantity: text }),
      filled: text,
      fee: text,
      realizedPnl: text,
      reason: words,
    });
    const execution = executionOf({
      plan: 'p',
      title: words,
      orders: [record],
      remains: [words],
      check: { state: 'OK', reasons: [words], warnings: [words] },
    });
    const position = perpetual({
      size: text,
      notional: a,
      unrealizedPnl: b,
      realizedPnl: a,
      margin: b,
      fundingPaid: a,
      openedAt: 0,
      missing: { roi: words },
    });
    const [fill] = detailsOf().fills;
    assert.ok(fill);
    const details = detailsOf({
      position,
      fills: [{ ...fill, at: 0, quantity: text, fee: text, realizedPnl: text }],
      path: { at: [0], value: [a] },
      headrooms: [{ limit: 'l', title: 'L', notional: a, quantity: b, reason: words }],
      notes: [words],
    });
    const [disposal] = taxOf().disposals;
    assert.ok(disposal);
    const tax = taxOf({
      disposals: [{ ...disposal, quantity: text, proceeds: a, cost: b, fee: a, gain: b }],
      totals: { proceeds: a, cost: b, fee: a, gain: b },
      incomeTotal: a,
      notes: [words],
    });
    const stats = statsOf({ expectancy: a, averageWin: a, averageLoss: b, net: a, notes: [words] });
    const cost = { id: 'other', title: 'Other', amount: a, count: 1, unpriced: 0 } as const;
    const [difference] = reconciliation.differences;
    assert.ok(difference);
    const differs = { ...difference, implied: text, reported: text, difference: text, value: a, causeText: words };
    return [
      presentPlan(plan, options),
      Object.values(planText(plan, options)).join('\n'),
      presentExecution(execution, options),
      orderLog('B', [execution], options),
      presentPosition(details, options),
      presentTax(tax, options),
      presentTradeStats({ stats: [stats], costs: [cost], notes: [words] }, options),
      presentReconciliation({ ...reconciliation, differences: [differs] }, options),
    ].map((view) =>
      (typeof view === 'string' ? view : JSON.stringify(view, timeless)).replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, ''),
    );
  };

  it('lets no digit of an amount or quantity out, whatever the plan, execution, position or report', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        for (const text of texts(a, b, true)) assert.doesNotMatch(text, /\d{7}/, text);
        assert.ok(texts(a, b, false).every((text) => /\d{7}/.test(text)));
      }),
      { numRuns: 100 },
    );
  });
});
