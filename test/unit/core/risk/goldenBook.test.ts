import assert from 'node:assert/strict';
import type { PositionReading } from '../../../../src/core/model/account.ts';
import { evaluateRisk } from '../../../../src/core/risk/evaluateRisk.ts';
import { riskFacts } from '../../../../src/core/risk/facts.ts';
import type { BookAccount } from '../../../../src/core/valuation/book.ts';
import { valueBook } from '../../../../src/core/valuation/valueBook.ts';
import { reading } from '../../../support/book.ts';
import { noon } from '../../../support/snapshots.ts';

type Row = readonly [
  symbol: string,
  side: 'long' | 'short',
  size: string,
  entry: string,
  mark: string,
  realized: string,
];

function row([symbol, side, size, entryPrice, markPrice, realizedPnl]: Row): PositionReading {
  const asset = symbol.split('/')[0] ?? symbol;
  const unknown = {
    leverage: null,
    margin: null,
    liquidationPrice: null,
    fundingPaid: null,
    openedAt: null,
    strategy: null,
  };
  const common = { currency: 'EUR', scope: 'spot', contractSize: '1', contract: 'linear', at: noon } as const;
  return { symbol, asset, side, size, entryPrice, markPrice, realizedPnl, ...unknown, ...common };
}

/** POS-3 (S3), as a position file tells it. */
const rows = [
  row(['BTC/EUR', 'long', '0.5', '28000', '29500', '120']),
  row(['ETH/EUR', 'short', '2', '1800', '1750', '0']),
];

function judged(more: Partial<BookAccount>, limits: Record<string, unknown>, includeUnrealized = false) {
  const account: BookAccount = {
    id: 'bot',
    kind: 'file',
    title: 'Bot',
    exchange: null,
    strategy: null,
    state: 'ok',
    reason: null,
    retryAt: null,
    boundary: null,
    reading: reading({ at: noon, positions: rows, hasEquity: false }),
    ...more,
  };
  const settings = {
    baseCurrency: 'EUR',
    displayCurrencies: [],
    stablecoins: [],
    countSpot: true,
    priceMaxAgeMs: 86_400_000,
    dayStart: noon - 43_200_000,
  };
  const snapshot = valueBook({ at: noon, settings, accounts: [account], quotes: [], past: [] });
  const facts = riskFacts({
    snapshot,
    accounts: [account],
    past: [],
    dayBoundary: 'UTC',
    includeUnrealized,
    startingCash: 10_000,
    sectors: {},
    countSpot: true,
    at: noon,
  });
  return evaluateRisk(facts, limits, 0.8);
}

describe('the golden book, from a position file to its limits', () => {
  it('is 18,250 in two positions; the day realised 120, with open P&L 970', () => {
    const result = judged({}, { maxTotalExposureNotional: 50_000, maxDailyLossPct: 5 });
    assert.deepEqual([result.state, result.allowed], ['OK', true]);
    assert.equal(result.metrics['totalNotional'], 18_250);
    assert.equal(result.metrics['openPositions'], 2);
    assert.equal(result.metrics['totalUnrealizedPnl'], 850);
    assert.equal(result.metrics['dailyPnl'], 120);
    assert.equal(judged({}, {}, true).metrics['dailyPnl'], 970);
    assert.equal(judged({}, { maxTotalExposureNotional: 22_812.5 }).state, 'WARNING');
    assert.equal(judged({}, { maxTotalExposureNotional: 18_250 }).state, 'BREACH');
    assert.equal(judged({}, { maxLeverage: 5 }).state, 'UNKNOWN');
  });

  it('is UNKNOWN once its file is stale, said once', () => {
    const result = judged({ state: 'stale', reason: 'its data is 2 days old' }, { maxTotalExposureNotional: 50_000 });
    assert.equal(result.state, 'UNKNOWN');
    assert.equal(result.findings[0]?.incomplete.length, 1);
    assert.equal(judged({ state: 'stale' }, { maxTotalExposureNotional: 18_250 }).state, 'BREACH');
  });
});
