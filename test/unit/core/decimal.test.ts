import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big, parseDecimal } from '../../../src/core/decimal.ts';

describe('decimal text from outside', () => {
  it('keeps every digit', () => {
    assert.equal(parseDecimal('0.1000000000000000055'), '0.1000000000000000055');
    assert.equal(parseDecimal(' +1e-8 '), '0.00000001');
    assert.equal(parseDecimal(5.5), '5.5');
    assert.equal(parseDecimal('12345678901234567890.123456789'), '12345678901234567890.123456789');
    assert.equal(parseDecimal('0.00'), '0');
  });

  it('is told as the exact number is, however it was written', () => {
    const text = fc.stringMatching(/^[+-]?\d{1,24}(\.\d{0,24})?$/);
    fc.assert(fc.property(text, (each) => assert.equal(parseDecimal(each), big(each.replace('+', '')).toString())));
    for (const each of ['0', '00.10', '10', '100.00', '1.', '.5', '007', '0.0', '-0', '20.0500'])
      assert.equal(parseDecimal(each), big(each).toString(), each);
  });

  it('is nothing where it is no number, or none that can be computed with', () => {
    for (const text of ['', 'abc', '1,5', 'NaN', 'Infinity', '0x10', '1e', null, true, Number.NaN, Infinity]) {
      assert.equal(parseDecimal(text), null, String(text));
    }
    for (const text of ['1e999', '1e61', '1e-61', '9'.repeat(121)]) assert.equal(parseDecimal(text), null, text);
    assert.equal(parseDecimal('1e60'), `1e+60`);
  });
});
