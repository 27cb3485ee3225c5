import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  formatAge,
  formatCount,
  formatMoney,
  formatPercent,
  formatPrice,
  formatQuantity,
  formatRatio,
  formatTime,
  trend,
} from '../../../src/present/format.ts';

describe('format', () => {
  it('writes money with its symbol or code', () => {
    assert.equal(formatMoney(15432.5, 'USD'), '$15,432.50');
    assert.equal(formatMoney(-1.2, 'USD'), '−$1.20');
    assert.equal(formatMoney(750, 'EUR', { sign: true }), '+€750.00');
    assert.equal(formatMoney(1500.4, 'JPY'), '¥1,500');
    assert.equal(formatMoney(0.25, 'BTC'), '0.2500 BTC');
    assert.equal(formatMoney(12, 'USDT'), '12.00 USDT');
    assert.equal(formatMoney(0.0042, 'USD'), '$0.0042');
    assert.equal(formatMoney(null, 'USD'), '–');
    assert.equal(formatMoney(Number.NaN, 'USD'), '–');
  });

  it('writes compact money for axes', () => {
    assert.equal(formatMoney(1124127, 'USD', { compact: true }), '$1.12M');
    assert.equal(formatMoney(400000, 'USD', { compact: true }), '$400K');
    assert.equal(formatMoney(999999, 'USD', { compact: true }), '$1M');
    assert.equal(formatMoney(-950, 'EUR', { compact: true }), '−€950');
    assert.equal(formatMoney(0.5, 'USD', { compact: true }), '$0.5');
  });

  it('writes percent with two decimals and a true minus', () => {
    assert.equal(formatPercent(0.0124, { sign: true }), '+1.24%');
    assert.equal(formatPercent(-0.2569), '−25.69%');
    assert.equal(formatPercent(0.6512, { digits: 1 }), '65.1%');
    assert.equal(formatPercent(-0.00001), '0.00%');
    assert.equal(formatPercent(null), '–');
  });

  it('never writes a negative zero, a plus zero or NaN', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        for (const text of [
          formatPercent(value, { sign: true }),
          formatMoney(value, 'USD', { sign: true }),
          formatMoney(value, 'BTC'),
          formatMoney(value, 'USD', { compact: true }),
          formatRatio(value),
          formatPrice(value),
          formatQuantity(value),
        ]) {
          assert.doesNotMatch(text, /NaN|Infinity|undefined|-/);
          if (!/[1-9]/.test(text)) assert.doesNotMatch(text, /[+−]/);
        }
      }),
    );
  });

  it('keeps the digits of quantities and prices that matter', () => {
    assert.equal(formatQuantity('85000'), '85,000');
    assert.equal(formatQuantity('0.8400'), '0.84');
    assert.equal(formatQuantity('74210.55'), '74,210.55');
    assert.equal(formatQuantity('-60000'), '−60,000');
    assert.equal(formatQuantity('0.00000001'), '0.00000001');
    assert.equal(formatQuantity('0.00000000123'), '0.00000000123');
    assert.equal(formatPrice(91250), '91,250.00');
    assert.equal(formatPrice(1.0871), '1.0871');
    assert.equal(formatPrice(0.0068), '0.0068');
    assert.equal(formatPrice(77.4), '77.40');
  });

  it('tells ages, times and directions in words', () => {
    assert.deepEqual([2000, 840000, 3 * 3600e3, 3 * 86400e3].map(formatAge), ['2 s', '14 min', '3 h', '3 d']);
    assert.equal(formatTime(Date.UTC(2026, 10, 19, 21)), '19 Nov 2026 21:00 UTC');
    assert.deepEqual([0.01, -0.01, 0.00001, null].map(trend), ['▲', '▼', '', '']);
    assert.equal(formatCount(1, 'position'), '1 position');
    assert.equal(formatCount(12480, 'position'), '12,480 positions');
  });
});
