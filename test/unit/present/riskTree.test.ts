import assert from 'node:assert/strict';
import { evaluation } from '../../../src/present/evaluation.ts';
import { riskTree, usage } from '../../../src/present/riskTree.ts';
import { finding, now, portfolioState, riskOf } from '../../support/portfolioState.ts';

const plain = { privacy: false, now };
const hidden = { privacy: true, now };

const breach = finding({
  limit: 'maxSymbolExposureNotional',
  title: 'Symbol exposure',
  subject: 'BTC',
  value: 31_000,
  threshold: 30_000,
  ratio: 1.0333,
  headroom: -1000,
  state: 'BREACH',
  message: 'BTC exposure is $31,000 of $30,000',
});
const fine = finding({
  limit: 'maxSymbolExposureNotional',
  title: 'Symbol exposure',
  subject: 'ETH',
  value: 3480,
  threshold: 20_000,
  ratio: 0.174,
  state: 'OK',
});
const unknown = finding({
  limit: 'maxDailyLossPct',
  title: 'Daily loss',
  unit: 'percent',
  value: null,
  threshold: 5,
  ratio: null,
  headroom: null,
  state: 'UNKNOWN',
  incomplete: ['the flows of binance are not known'],
});
const warning = finding({
  limit: 'maxOpenPositions',
  title: 'Open positions',
  unit: 'count',
  value: 4,
  threshold: 5,
  ratio: 0.8,
  state: 'WARNING',
});

describe('the risk tree', () => {
  it('tells use in words: share, value and limit in their units', () => {
    assert.equal(usage(finding(), 'USD', plain), '72% · $36,000 of $50,000');
    assert.equal(usage(warning, 'USD', plain), '80% · 4 of 5');
    assert.equal(
      usage(finding({ unit: 'percent', value: 4.2, threshold: 5, ratio: 0.84 }), 'USD', plain),
      '84% · 4.20% of 5%',
    );
    assert.equal(usage(unknown, 'USD', plain), 'unknown · the flows of binance are not known');
  });

  it('tells a minimum as one, and cents only where they decide', () => {
    const cash = finding({
      limit: 'minCashPct',
      title: 'Cash',
      unit: 'percent',
      value: 20,
      threshold: 8,
      ratio: 0.4,
      headroom: 12,
    });
    assert.equal(usage(cash, 'USD', plain), '40% · 20% · at least 8%');
    assert.equal(usage({ ...cash, value: 6, ratio: 1.33, headroom: -2 }, 'USD', plain), '133% · 6% · at least 8%');
    assert.equal(usage(finding({ value: 35_999.6 }), 'USD', plain), '72% · $36,000 of $50,000');
    assert.equal(
      usage(finding({ value: 49_999.6, ratio: 0.99999, headroom: 0.4 }), 'USD', plain),
      '100% · $49,999.60 of $50,000',
    );
  });

  it('keeps the share and hides the money in privacy', () => {
    assert.equal(usage(finding(), 'USD', hidden), '72%');
    assert.equal(usage(warning, 'USD', hidden), '80% · 4 of 5');
  });

  it('puts the strictest first, subjects by ratio under their limit, then health with its actions', () => {
    const state = portfolioState({
      risk: riskOf([finding(), fine, breach, unknown, warning]),
      health: [
        {
          id: 'h1',
          severity: 'warning',
          title: 'Price is old',
          detail: 'ETH',
          account: null,
          share: 0.2255,
          action: { command: 'refresh', argument: null, title: 'Refresh' },
        },
        {
          id: 'h2',
          severity: 'critical',
          title: 'Kraken fails',
          detail: 'no key is stored',
          account: 'kraken',
          share: null,
          action: null,
        },
      ],
    });
    const roots = riskTree([state], plain);
    assert.deepEqual(
      roots.map((node) => [node.label, node.icon?.id]),
      [
        ['Symbol exposure', 'error'],
        ['Daily loss', 'question'],
        ['Open positions', 'warning'],
        ['Total exposure', 'pass'],
        ['Health', 'pulse'],
      ],
    );
    assert.deepEqual(
      roots[0]?.children.map((node) => node.label),
      ['BTC', 'ETH'],
    );
    assert.deepEqual(
      roots.at(-1)?.children.map((node) => [node.label, node.context]),
      [
        ['Kraken fails', 'health'],
        ['Price is old', 'health actionable'],
      ],
    );
  });
});

describe('Evaluate Risk Limits in words', () => {
  const answer = (...findings: Parameters<typeof riskOf>[0]) =>
    evaluation(portfolioState({ risk: riskOf(findings) }), plain);

  it('names the tightest when all are OK', () => {
    assert.deepEqual(answer(finding(), fine), {
      severity: 'info',
      message: 'Main book: 2 limits OK, tightest: Total exposure 72%.',
      hasLimits: true,
    });
  });

  it('names breaches first, then what is unknown', () => {
    const { severity, message } = answer(finding(), breach, unknown, warning);
    assert.equal(severity, 'error');
    assert.equal(
      message,
      'Main book: 1 breach: Symbol exposure BTC 103% · $31,000 of $30,000. 1 unknown: Daily loss unknown · the flows of binance are not known. 1 warning.',
    );
  });

  it('warns, and says so when nothing is set or read yet', () => {
    assert.match(answer(finding(), warning).message, /^Main book: 1 limit in warning: Open positions 80% · 4 of 5\.$/);
    assert.match(answer().message, /no risk limits/);
    assert.equal(evaluation(portfolioState({ risk: null }), plain).severity, 'warning');
  });
});
