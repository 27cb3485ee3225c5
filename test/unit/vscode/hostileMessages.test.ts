import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isHostMessage, isPageRequest } from '../../../src/protocol/pageGuards.ts';
import type { EngineProcess } from '../../../src/vscode/engineProcess.ts';
import type { Portfolios } from '../../../src/vscode/portfolios.ts';
import type { Privacy } from '../../../src/vscode/privacy.ts';
import type { Store } from '../../../src/vscode/store.ts';
import { portfolioState } from '../../support/portfolioState.ts';
import { livePlan } from '../../support/tradingSamples.ts';

const { answerPage, pageAnswers, refuseMessage } = await import('../../../src/vscode/panel/pageAnswers.ts');
const { createDesk } = await import('../../../src/vscode/trading/desk.ts');

const names = [
  ...['state', 'series', 'performance', 'attribution', 'correlation', 'overview', 'command', 'save', 'savePicture'],
  ...[
    'table',
    'saveTable',
    'position',
    'tradeStats',
    'tax',
    'saveTax',
    'reconciliation',
    'plan',
    'execute',
    'planDiff',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'eval', ''],
];
const state = portfolioState();
const kept = { ...livePlan(), expiresAt: Date.now() + 600_000 };

/** Words that a page could have guessed, and others that break things. */
const word = fc.oneof(
  fc.constantFrom(state.id, kept.id, kept.digest, 'main', 'BTC/USDT', '__proto__', 'constructor', '../../etc/passwd'),
  fc.constantFrom('0', '-1', '1e999', 'NaN', '0x10', '٣', '1'.repeat(50), '\u202e', '<img src=x onerror=alert(1)>'),
  fc.string(),
);
const leaf = fc.oneof(
  word,
  fc.constantFrom(null, undefined, true, false, 0, -0, -1, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 0.5),
  fc.bigInt(),
  fc.date(),
);
const keys = fc.constantFrom(
  ...['kind', 'portfolio', 'plan', 'digest', 'request', 'account', 'symbol', 'side', 'size', 'price', 'strategy'],
  ...['quantity', 'notional', 'all', 'position', 'part', 'limit', 'table', 'offset', 'command', 'argument', 'live'],
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 6 }),
  ),
})).value;
/** Nearly an order: one field in it is anything. */
const order = fc
  .tuple(
    fc.record({
      kind: fc.constantFrom('order', 'close', 'adjust', 'rebalance', 'reduce', 'remaining', 'transfer'),
      account: word,
      symbol: word,
      side: fc.constantFrom('buy', 'sell', 'steal'),
      size: fc.oneof(
        fc.constant({ all: true }),
        fc.record({ quantity: word }),
        fc.record({ notional: word }),
        anything,
      ),
      price: fc.oneof(fc.constant(null), word),
      strategy: fc.oneof(fc.constant(null), word),
      position: word,
      part: fc.double(),
      threshold: fc.oneof(fc.constant(null), fc.double()),
      mode: fc.oneof(fc.constant(null), word),
      limit: fc.oneof(fc.constant(null), word),
      plan: word,
    }),
    keys,
    anything,
    fc.boolean(),
  )
  .map(([request, key, value, spoil]) => (spoil ? { ...request, [key]: value } : request));
const message = fc.oneof(
  anything,
  fc.record({ id: fc.oneof(fc.nat(), leaf), name: fc.oneof(fc.constantFrom(...names), leaf), argument: anything }),
  fc.record({
    id: fc.nat().map((n) => n + 1),
    name: fc.constant('plan'),
    argument: fc.record({ portfolio: fc.oneof(word, fc.constant(state.id)), request: order }),
  }),
  fc.record({
    id: fc.nat().map((n) => n + 1),
    name: fc.constant('execute'),
    argument: fc.oneof(
      fc.record({ portfolio: word, plan: word, digest: word }),
      // It has read them in the answer to its plan.
      fc.constant({ portfolio: state.id, plan: kept.id, digest: kept.digest }),
    ),
  }),
);

describe('a page that sends whatever it likes', () => {
  it('always gets an answer in words, breaks nothing, and sends nothing live', async function () {
    this.timeout(60_000);
    const asked: string[] = [];
    const request = async (name: string): Promise<unknown> => {
      asked.push(name);
      if (name === 'plan') return kept;
      if (name === 'execute') assert.fail('an order was sent without a person');
      throw new Error('the engine refuses');
    };
    const store = {
      all: () => [state],
      get: (id: string) => (id === state.id ? state : null),
      combined: () => null,
    } as unknown as Store;
    const engine = { status: { kind: 'ready' }, request } as unknown as EngineProcess;
    const privacy = { on: true } as Privacy;
    const portfolios = { looked: true, places: () => [] } as unknown as Portfolios;
    let dialogs = 0;
    const ask = async (): Promise<null> => {
      dialogs += 1;
      return null;
    };
    const trading = { on: true };
    const desk = createDesk(engine, store, trading, privacy, { show: async () => {}, close: async () => {} }, ask);
    const answers = pageAnswers(store, portfolios, engine, privacy, trading, desk, { portfolio: null });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(message, async (sent) => {
        if (isPageRequest(sent)) {
          taken += 1;
          const answer = await answerPage(answers, sent);
          const { type, id, ok, error } = answer as { type: string; id: number; ok: boolean; error?: unknown };
          assert.deepEqual([type, id], ['answer', sent.id]);
          if (!ok) assert.ok(typeof error === 'string' && error !== '', 'a failure without words');
          return;
        }
        const refusal = refuseMessage(sent);
        if (refusal !== null) assert.ok(isHostMessage(refusal));
      }),
      { numRuns: 4000 },
    );
    assert.ok(taken > 200, `only ${taken} messages were requests`);
    assert.ok(asked.includes('plan'));
    assert.ok(!asked.includes('execute'));
    assert.ok(dialogs > 0, 'no guessed plan reached a person, so nothing was proved');
  });
});
