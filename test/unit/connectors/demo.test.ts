import assert from 'node:assert/strict';
import { join } from 'node:path';
import { evaluateRisk } from '../../../src/core/risk/evaluateRisk.ts';
import { riskFacts } from '../../../src/core/risk/facts.ts';
import { sumPast } from '../../../src/engine/sumPast.ts';
import { offlineBook } from '../../support/offlineBook.ts';

const demo = join(import.meta.dirname, '../../../media/demo');
const day = 86_400_000;

describe('the demo portfolio', () => {
  const at = Date.UTC(2026, 10, 20, 15);

  it('fills every order, prices everything, and is simulated throughout', async () => {
    const { accounts, snapshot } = await offlineBook(demo, at);
    assert.deepEqual(
      accounts.flatMap((account) => account.reading?.notes ?? []),
      [],
    );
    assert.deepEqual(snapshot.gaps, []);
    assert.equal(snapshot.simulated, true);
    assert.ok(snapshot.accounts.every((account) => account.simulated));
    assert.ok(snapshot.assets.length >= 10);
    assert.ok((snapshot.equity ?? 0) > 100_000 && (snapshot.equity ?? 0) < 200_000);
    assert.ok(snapshot.positions.some(({ side }) => side === 'short'));
    assert.ok(Object.values(snapshot.display).every((value) => value !== null));
    assert.ok(accounts.every(({ reading }) => reading?.trades?.every(({ realizedPnl }) => realizedPnl !== undefined)));
  });

  it('has three years of past with deposits, and a drawdown worth looking at', async () => {
    const { pasts } = await offlineBook(demo, at);
    const past = sumPast(Object.values(pasts));
    assert.ok(past.length > 3 * 365);
    assert.ok(past.filter(({ flow }) => flow !== 0).length > 30);
    let index = 1;
    let peak = 1;
    let deepest = 0;
    for (const [i, point] of past.entries()) {
      const before = past[i - 1];
      if (before === undefined || point.flow === null) continue;
      index *= point.equity / (before.equity + point.flow);
      peak = Math.max(peak, index);
      deepest = Math.min(deepest, index / peak - 1);
    }
    assert.ok(deepest < -0.15 && deepest > -0.5, `${deepest}`);
  });

  for (const months of [0, 3, 6, 12]) {
    it(`shows one warning and no breach, ${months} months from November 2026`, async () => {
      const later = at + months * 30 * day;
      const { config, accounts, pasts, snapshot } = await offlineBook(demo, later);
      const { sectors, risk } = config;
      const facts = riskFacts({
        snapshot,
        accounts,
        past: sumPast(Object.values(pasts)),
        dayBoundary: risk.dayBoundary,
        includeUnrealized: risk.includeUnrealized,
        startingCash: risk.startingCash ?? null,
        sectors,
        countSpot: risk.countSpot,
        at: later,
      });
      const result = evaluateRisk(facts, config.limits, risk.warningThreshold);
      assert.deepEqual(result.reasons, []);
      assert.deepEqual(
        result.findings.filter(({ state }) => state !== 'OK').map(({ limit, state }) => [limit, state]),
        [['maxOpenPositions', 'WARNING']],
      );
    });
  }
});
