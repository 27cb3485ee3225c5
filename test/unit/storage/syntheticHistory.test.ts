import assert from 'node:assert/strict';
import { syntheticDefaults, syntheticRecords } from '../../support/syntheticHistory.ts';

describe('a synthetic history', () => {
  const options = { ...syntheticDefaults, years: 2, everyMs: 15 * 60_000, accounts: 2 };
  const records = [...syntheticRecords(options)];

  it('is the same for the same seed and another for another', () => {
    assert.deepEqual(
      [...syntheticRecords({ ...options, years: 0.05 })],
      [...syntheticRecords({ ...options, years: 0.05 })],
    );
    const other = [...syntheticRecords({ ...options, seed: 2 })];
    assert.notDeepEqual(other.at(-1)?.portfolio, records.at(-1)?.portfolio);
  });

  it('is whole: no gap, totals are sums, holdings add up to their account', () => {
    assert.equal(records.length, 2 * 365.25 * 96 + 1);
    for (const [index, { at, portfolio, accounts, holdings }] of records.entries()) {
      assert.ok(index === 0 || at === (records[index - 1]?.at ?? 0) + options.everyMs);
      const sum = accounts.reduce((total, { equity }) => total + equity, 0);
      assert.ok(Math.abs(sum - portfolio.equity) < 0.01 && portfolio.equity > 0);
      for (const { account, equity } of holdings === null ? [] : accounts) {
        const held = (holdings ?? []).filter((holding) => holding.account === account);
        const worth = held.reduce((total, { value }) => total + (value ?? Number.NaN), 0);
        assert.ok(Math.abs(worth - equity) < 0.1);
      }
    }
  });

  it('behaves like a book: fat tails, deep drawdowns, deposits and withdrawals', () => {
    const returns = records.slice(1).map(({ portfolio: { equity, flow } }, index) => {
      return (equity - (flow ?? 0)) / (records[index]?.portfolio.equity ?? Number.NaN) - 1;
    });
    const mean = returns.reduce((sum, each) => sum + each, 0) / returns.length;
    const moment = (power: number) => returns.reduce((sum, each) => sum + (each - mean) ** power, 0) / returns.length;
    assert.ok(moment(4) / moment(2) ** 2 > 5, `kurtosis ${moment(4) / moment(2) ** 2}`);
    let wealth = 1;
    let peak = 1;
    let deepest = 0;
    for (const each of returns) {
      wealth *= 1 + each;
      peak = Math.max(peak, wealth);
      deepest = Math.min(deepest, wealth / peak - 1);
    }
    assert.ok(deepest < -0.15 && deepest > -0.98, `drawdown ${deepest}`);
    const flows = records.map(({ portfolio }) => portfolio.flow ?? 0).filter((flow) => flow !== 0);
    assert.ok(flows.filter((flow) => flow > 0).length >= 20);
    assert.ok(flows.some((flow) => flow < 0));
  });
});
