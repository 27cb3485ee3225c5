import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSize } from '../../../../src/present/trading/parseSize.ts';

describe('the size of an order as it is typed', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['0.5', { size: { quantity: '0.5' }, price: null, currency: null }],
    ['0.5 BTC', { size: { quantity: '0.5' }, price: null, currency: null }],
    ['0.5btc', { size: { quantity: '0.5' }, price: null, currency: null }],
    ['500 USD', { size: { notional: '500' }, price: null, currency: 'USD' }],
    ['$1,500.50', { size: { notional: '1500.5' }, price: null, currency: 'USD' }],
    ['all', { size: { all: true }, price: null, currency: null }],
    ['ALL @ 91,000', { size: { all: true }, price: '91000', currency: null }],
    ['0.5 @ 91000 USD', { size: { quantity: '0.5' }, price: '91000', currency: 'USD' }],
    ['0.5 @ $91000', { size: { quantity: '0.5' }, price: '91000', currency: 'USD' }],
    ['.5', { size: { quantity: '0.5' }, price: null, currency: null }],
  ];
  for (const [typed, expected] of cases) {
    it(`${typed}`, () => assert.deepEqual(parseSize(typed, 'BTC'), expected));
  }

  for (const typed of [
    '',
    '0',
    '-1',
    '1,5',
    '1.5.2',
    'half',
    '$5 USD',
    '5 @',
    '5 @ 0',
    '5 @ 6 @ 7',
    '1e400',
    '1e3',
    '5 @ 1e3',
    '500 USD @ 1 EUR',
    'NaN',
    'Infinity',
  ]) {
    it(`refuses ${JSON.stringify(typed)} with what to write instead`, () => {
      const parsed = parseSize(typed, 'BTC');
      assert.ok('problem' in parsed && parsed.problem.startsWith('Write'), JSON.stringify(parsed));
    });
  }

  it('never makes a size of zero or less, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const parsed = parseSize(typed, 'BTC');
        if ('problem' in parsed) return;
        const size =
          'quantity' in parsed.size ? parsed.size.quantity : 'notional' in parsed.size ? parsed.size.notional : '1';
        assert.ok(Number(size) > 0);
      }),
    );
  });
});
