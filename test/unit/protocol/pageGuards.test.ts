import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAnswer, isHostMessage, isPageRequest } from '../../../src/protocol/pageGuards.ts';

const series = { portfolio: '/a', series: 'value', from: null, to: 5, px: 800, percent: false };

describe('page guards', () => {
  it('let the requests of the protocol through', () => {
    for (const request of [
      { id: 1, name: 'state', argument: { portfolio: null } },
      { id: 2, name: 'series', argument: series },
      { id: 3, name: 'command', argument: { command: 'refresh', argument: null } },
      { id: 4, name: 'save', argument: { name: 'positions.csv', text: 'a,b' } },
    ]) {
      assert.ok(isPageRequest(request), request.name);
    }
  });

  it('refuse what is not in it: other commands, paths, sizes, ids, inherited names', () => {
    for (const request of [
      { id: 1, name: 'command', argument: { command: 'workbench.action.terminal.new', argument: null } },
      { id: 1, name: 'command', argument: { command: 'copy', argument: 'x'.repeat(32_000_001) } },
      { id: 1, name: 'save', argument: { name: '../../.ssh/authorized_keys', text: '' } },
      { id: 1, name: 'save', argument: { name: '.bashrc', text: '' } },
      { id: 1, name: 'series', argument: { ...series, px: 1e9 } },
      { id: 1, name: 'series', argument: { ...series, from: Number.NaN } },
      { id: 1, name: 'series', argument: { ...series, series: 'secrets' } },
      { id: 0, name: 'state', argument: { portfolio: null } },
      { id: 1.5, name: 'state', argument: { portfolio: null } },
      { id: 1, name: 'constructor', argument: {} },
      { id: 1, name: '__proto__', argument: {} },
      null,
      'state',
      [],
    ]) {
      assert.equal(isPageRequest(request), false, JSON.stringify(request)?.slice(0, 80));
    }
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        isPageRequest(value);
        isHostMessage(value);
        isAnswer('state', value);
        isAnswer('series', value);
        return true;
      }),
    );
  });

  it('know the messages of the host', () => {
    assert.ok(isHostMessage({ type: 'changed' }));
    assert.ok(isHostMessage({ type: 'show', section: 'risk' }));
    assert.ok(isHostMessage({ type: 'answer', id: 3, ok: false, error: 'no' }));
    assert.ok(isHostMessage({ type: 'answer', id: 3, ok: true, value: null }));
    assert.equal(isHostMessage({ type: 'show', section: 'trades' }), false);
    assert.equal(isHostMessage({ type: 'answer', id: 3, ok: false }), false);
    assert.equal(isHostMessage({ type: 'run', command: 'rm' }), false);
  });

  it('check the value of an answer by its request', () => {
    const answer = { curve: { at: [1, 2], value: [3, 4] }, extent: { from: 1, to: 2 }, notRecorded: [], reason: null };
    assert.ok(isAnswer('series', answer));
    assert.equal(isAnswer('series', { ...answer, curve: { at: [1, 2], value: [3] } }), false);
    assert.equal(isAnswer('series', { ...answer, curve: { at: [1], value: [Number.NaN] } }), false);
    assert.equal(isAnswer('series', { ...answer, notRecorded: [{ from: 1, to: 2, origin: 'recorded' }] }), false);
    assert.ok(isAnswer('command', null));
    assert.equal(isAnswer('save', 'done'), false);
    assert.equal(isAnswer('state', answer), false);
  });
});
