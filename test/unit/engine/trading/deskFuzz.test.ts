import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Plan, PlanRequest } from '../../../../src/core/model/trading.ts';
import { isPageRequest } from '../../../../src/protocol/pageGuards.ts';
import { accounts, folder, openDesk } from '../../../support/deskScene.ts';

const word = fc.constantFrom(
  ...[
    'main',
    'paper',
    'bot',
    'nobody',
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    '\u0000',
    '😀',
    'a'.repeat(100),
  ],
);
const symbol = fc.constantFrom(
  ...[
    'BTC/USDT',
    'ETH/USDT',
    'BTC',
    'USDT',
    'USD',
    'BTC/USDT:USDT',
    '/',
    ':',
    'BTC/BTC',
    '__proto__/__proto__',
    'X/Y/Z',
  ],
);
const number = fc.constantFrom(
  ...[
    '0',
    '0.0',
    '1',
    '0.5',
    '00001',
    '0.00001',
    '0.000001',
    '1'.padEnd(40, '0'),
    `0.${'0'.repeat(37)}1`,
    '99999.99999',
  ],
  ...['1e5', '-1', '.5', '1.', '٣', 'Infinity', 'NaN', ' 1', '1_000', '1,5', '0x10'],
);
const part = fc.oneof(fc.constantFrom(0, 1, 1e-300, 1 - 2 ** -53, 5e-324, Number.NaN, -1, 2), fc.double());
const position = fc.constantFrom('main/spot/BTC', 'spot:main:BTC', 'nobody', '__proto__');
const request = fc.oneof(
  fc.record({
    kind: fc.constant('order'),
    account: word,
    symbol,
    side: fc.constantFrom('buy', 'sell'),
    size: fc.oneof(
      fc.constant({ all: true }),
      fc.record({ quantity: number }),
      fc.record({ notional: number }),
      fc.record({ quantity: number, notional: number }),
    ),
    price: fc.oneof(fc.constant(null), number),
    strategy: fc.oneof(fc.constant(null), word),
  }),
  fc.record({ kind: fc.constant('close'), position, part }),
  fc.record({ kind: fc.constant('adjust'), position, size: number }),
  fc.record({
    kind: fc.constant('rebalance'),
    threshold: fc.oneof(fc.constant(null), part),
    mode: fc.constantFrom(null, 'full', 'buyOnly', 'cashFirst', 'everything'),
  }),
  fc.record({ kind: fc.constant('reduce'), limit: fc.oneof(fc.constant(null), word) }),
  fc.record({ kind: fc.constant('remaining'), plan: word }),
) as fc.Arbitrary<unknown>;

/** Every number that is told is one; every quantity that would be sent is above zero and can be afforded. */
function assertSound(plan: Plan): void {
  const text = JSON.stringify(plan, (_key, value: unknown) => {
    assert.ok(typeof value !== 'number' || Number.isFinite(value), `a number that is none in ${plan.title}`);
    return value;
  });
  assert.doesNotMatch(text, /NaN|Infinity|undefined|\[object/);
  for (const { ticket, live } of plan.orders) {
    assert.match(ticket.quantity, /^(?=.*[1-9])\d+(\.\d{1,5})?$/, 'on the step of the market');
    assert.match(ticket.clientOrderId, /^qf[0-9a-f]{12}\d\d$/);
    assert.ok(ticket.account === 'main' || ticket.account === 'paper');
    assert.equal(live, ticket.account === 'main');
    assert.ok(ticket.price === null || Number(ticket.price) > 0);
  }
  if (plan.orders.length === 0) assert.ok(plan.refused !== null && plan.refused.length > 3);
}

describe('whatever is asked of the desk', () => {
  it('is answered by a sound plan or in words, and nothing is sent', async function () {
    this.timeout(60_000);
    const config = { accounts, targets: { allocation: { BTC: 0.5, USDT: 0.5 } }, limits: { maxPositionPct: 60 } };
    const { engine, main, paper, fake } = await openDesk({ config });
    fake.setting.allowed = true;
    const seen = { planned: 0, refused: 0, failed: 0, barred: 0 };
    await fc.assert(
      fc.asyncProperty(request, fc.string(), async (asked, garbage) => {
        const passes = isPageRequest({ id: 1, name: 'plan', argument: { portfolio: folder, request: asked } });
        if (!passes) seen.barred += 1;
        try {
          // Also what no guard lets through: the engine relies on nobody.
          const plan = await engine.request('plan', { portfolio: folder, request: asked as PlanRequest });
          if (passes) assertSound(plan);
          if (plan.refused === null) seen.planned += 1;
          else seen.refused += 1;
          const execute = (id: string, digest: string) =>
            engine.request('execute', { portfolio: folder, plan: id, digest });
          await assert.rejects(execute(plan.id, garbage), /not the orders of the plan/);
          await assert.rejects(execute(garbage, plan.digest), /not known any more/);
          if (plan.refused !== null) await assert.rejects(execute(plan.id, plan.digest), /refused/);
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          assert.ok(error instanceof Error && error.name === 'Error', `${JSON.stringify(asked)}: ${String(error)}`);
          assert.doesNotMatch(error.message, /undefined|Cannot read|is not a function|\[object|NaN/);
          seen.failed += 1;
        }
      }),
      { numRuns: 1500 },
    );
    assert.deepEqual([...main.sent, ...paper.sent], []);
    assert.ok(seen.planned > 50 && seen.refused > 50 && seen.barred > 50, JSON.stringify(seen));
    await engine.close();
  });
});
