import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isPageRequest } from '../../../src/protocol/pageGuards.ts';
import { columnWidths } from '../../../webview/kit/columnWidths.ts';
import { decimalText } from '../../../webview/trading/decimalText.ts';
import { type Draft, deskOf, emptyDraft } from '../../../webview/trading/desk.ts';
import { orderRequest } from '../../../webview/trading/orderRequest.ts';

describe('numbers as people type them', () => {
  it('are read exactly, to the last digit', () => {
    for (const [typed, value] of [
      ['0.1', '0.1'],
      [' 12 ', '12'],
      ['.5', '0.5'],
      ['007.250', '7.250'],
      ['3.', '3'],
      ['0.000000000000000001', '0.000000000000000001'],
    ] as const) {
      assert.deepEqual(decimalText(typed), { ok: true, value });
    }
  });

  it('are never guessed', () => {
    for (const typed of [
      '',
      ' ',
      '1,5',
      '1,234.5',
      '1e3',
      '-1',
      '+1',
      '0x10',
      '1 000',
      'NaN',
      'Infinity',
      '.',
      '1.2.3',
    ]) {
      const read = decimalText(typed);
      assert.equal(read.ok, false, typed);
      assert.ok(!read.ok && read.reason.length > 10);
    }
  });

  it('pass the guard of the host whatever they are', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (number) => {
        const typed = number.toFixed(12);
        const read = orderRequest({ ...emptyDraft, account: 'paper', symbol: 'btc', size: typed });
        if (!/[1-9]/.test(typed)) return;
        assert.ok(read.ok);
        assert.ok(isPageRequest({ id: 1, name: 'plan', argument: { portfolio: '/a', request: read.request } }));
      }),
    );
  });
});

describe('the ticket', () => {
  const draft: Draft = { ...emptyDraft, account: 'paper', symbol: ' btc/usd ', size: '0.25' };

  it('says what order is wanted', () => {
    assert.deepEqual(orderRequest(draft), {
      ok: true,
      request: {
        kind: 'order',
        account: 'paper',
        symbol: 'BTC/USD',
        side: 'buy',
        size: { quantity: '0.25' },
        price: null,
        strategy: null,
      },
    });
    const limited = orderRequest({
      ...draft,
      side: 'sell',
      by: 'notional',
      size: '500',
      type: 'limit',
      price: '91000.5',
    });
    assert.ok(limited.ok && limited.request.kind === 'order');
    assert.deepEqual(limited.request.size, { notional: '500' });
    assert.equal(limited.request.price, '91000.5');
    // A price left behind from another try is not sent with a market order; nor is a size with "all".
    const all = orderRequest({ ...draft, by: 'all', price: '1' });
    assert.ok(all.ok && all.request.kind === 'order');
    assert.deepEqual(all.request.size, { all: true });
    assert.equal(all.request.price, null);
  });

  it('names everything that is missing at once', () => {
    const read = orderRequest({ ...emptyDraft, type: 'limit' });
    assert.ok(!read.ok);
    assert.deepEqual(Object.keys(read.problems).sort(), ['account', 'price', 'size', 'symbol']);
    const zero = orderRequest({ ...draft, size: '0.000' });
    assert.deepEqual(zero, { ok: false, problems: { size: 'It must be more than zero.' } });
  });

  it('keeps an open position for the next time the page is shown, never an order', () => {
    assert.deepEqual(deskOf({ position: 'a/spot/BTC' }), { kind: 'position', id: 'a/spot/BTC' });
    assert.equal(deskOf({ position: '' }), null);
    assert.equal(deskOf({}), null);
  });
});

describe('columns of rows that come by and by', () => {
  const columns = [
    { id: 'name', title: 'Name', align: 'start' as const },
    { id: 'value', title: 'V', align: 'end' as const },
  ];
  const row = (name: string, value: string) => ({
    id: name,
    cells: [
      { text: name, sort: null },
      { text: value, sort: null },
    ],
  });
  const measure = (text: string) => text.length * 10;

  it('are as wide as the widest text so far and never narrower again', () => {
    const first = columnWidths({}, columns, [0, 1], [row('Momentum trader', '1'), row('x', '123456')], measure);
    assert.deepEqual(first, { name: 168, value: 78 });
    assert.deepEqual(columnWidths(first, columns, [0, 1], [row('x', '1')], measure), first);
    const more = columnWidths(first, columns, [0, 1], [row('x', '1234567890')], measure);
    assert.deepEqual(more, { name: 168, value: 118 });
    assert.equal(columnWidths({}, columns, [0, 1], [row('y'.repeat(100), '')], measure)['name'], 320);
  });
});
