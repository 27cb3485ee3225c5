import { deepEqual, equal, throws } from 'node:assert/strict';
import Big from 'big.js';
import fc from 'fast-check';
import { big } from '../../../src/core/decimal.ts';

const Library = Big();
Library.DP = 40;
Library.RM = 2;

const digits = fc.stringMatching(/^-?\d{1,40}$/);
const text = fc.tuple(digits, fc.integer({ min: -45, max: 45 })).map(([own, exponent]) => `${own}e${exponent}`);

function told({ s, e, c }: Big): unknown {
  return { s, e, c };
}

describe('division of decimals', () => {
  it('is that of the library to the last digit, whatever the numbers', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(!new Library(b).eq(0));
        deepEqual(told(big(a).div(b)), told(new Library(a).div(b)));
      }),
      { numRuns: 2000 },
    );
  });

  it('is that of the library where it comes out even, exactly half, or below the last place', () => {
    const dividends = ['1', '-1', '3', '0', '5e-41', '15e-41', '25e-41', '-15e-41', '4e-42', '6e-41', '9.9e39', '1e60'];
    for (const a of dividends) {
      for (const b of ['1', '2', '-4', '8', '0.1', '3', '1e30', '1e-30', '7e5']) {
        deepEqual(told(big(a).div(b)), told(new Library(a).div(b)), `${a} / ${b}`);
      }
    }
  });

  it('leaves remainders, powers and roots as they are', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 100_000 }), (a, step) => {
        fc.pre(a.length < 12);
        const by = new Library(step).div(1000);
        deepEqual(told(big(a).mod(by.toString())), told(new Library(a).mod(by)));
        deepEqual(told(big(a).abs().sqrt()), told(new Library(a).abs().sqrt()));
      }),
    );
    equal(big('0.000000001').mod('0.0000001').toString(), big('0.000000001').toString());
    deepEqual(told(big('1.5').pow(-3)), told(new Library('1.5').pow(-3)));
    deepEqual(told(big(10).div(3)), told(new Library(10).div(3)));
  });

  it('refuses to divide by zero, and leaves what it is given alone', () => {
    throws(() => big(1).div(0), /Division by zero/);
    const [a, b] = [big('10.5'), big('3')];
    equal(a.div(b).toFixed(3), '3.500');
    deepEqual([a.toString(), b.toString()], ['10.5', '3']);
  });
});
