import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAnswer, isHostMessage, isPageRequest } from '../../../src/protocol/pageGuards.ts';

const subject = { kind: 'portfolio', id: null };
const series = {
  portfolio: '/a',
  subject,
  series: 'value',
  benchmarks: null,
  rolling: null,
  by: null,
  from: null,
  to: 5,
  px: 800,
  percent: false,
};
const performance = { portfolio: '/a', subject, period: { id: '1Y' }, benchmarks: ['BTC'] };
/** The first bytes of any PNG. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');

describe('page guards', () => {
  it('let the requests of the protocol through', () => {
    for (const request of [
      { id: 1, name: 'state', argument: { portfolio: null } },
      { id: 2, name: 'series', argument: series },
      { id: 3, name: 'command', argument: { command: 'refresh', argument: null } },
      { id: 4, name: 'save', argument: { name: 'positions.csv', text: 'a,b' } },
      { id: 5, name: 'series', argument: { ...series, series: 'rollingBeta', rolling: 63, benchmarks: ['BTC'] } },
      { id: 6, name: 'series', argument: { ...series, series: 'allocation', by: 'sector' } },
      { id: 7, name: 'performance', argument: performance },
      { id: 8, name: 'performance', argument: { ...performance, period: { from: 1, to: null } } },
      { id: 9, name: 'attribution', argument: { portfolio: '/a', by: 'strategy', period: { id: 'all' } } },
      { id: 10, name: 'correlation', argument: { portfolio: '/a', method: 'ewma', window: null } },
      { id: 11, name: 'overview', argument: { period: { id: 'MTD' } } },
      { id: 12, name: 'savePicture', argument: { name: 'returns.png', png } },
      { id: 13, name: 'command', argument: { command: 'chooseBenchmark', argument: null } },
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
      { id: 1, name: 'series', argument: { ...series, rolling: 1 } },
      { id: 1, name: 'series', argument: { ...series, rolling: 2.5 } },
      { id: 1, name: 'series', argument: { ...series, by: 'colour' } },
      { id: 1, name: 'series', argument: { ...series, subject: { kind: 'world', id: null } } },
      { id: 1, name: 'performance', argument: { ...performance, period: { id: '7Y' } } },
      { id: 1, name: 'performance', argument: { ...performance, period: { from: Number.NaN, to: null } } },
      { id: 1, name: 'performance', argument: { ...performance, benchmarks: Array.from({ length: 51 }, () => 'BTC') } },
      { id: 1, name: 'attribution', argument: { portfolio: '/a', by: 'sector', period: { id: 'all' } } },
      { id: 1, name: 'correlation', argument: { portfolio: '/a', method: 'kendall', window: 90 } },
      { id: 1, name: 'savePicture', argument: { name: '../a.png', png } },
      { id: 1, name: 'savePicture', argument: { name: 'a.png', png: 'PHNjcmlwdD4=' } },
      { id: 1, name: 'savePicture', argument: { name: 'a.png', png: `${png}\n` } },
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
        isAnswer('performance', value);
        isAnswer('attribution', value);
        isAnswer('correlation', value);
        isAnswer('overview', value);
        return true;
      }),
    );
  });

  it('know the messages of the host', () => {
    assert.ok(isHostMessage({ type: 'changed' }));
    assert.ok(isHostMessage({ type: 'show', section: 'risk' }));
    assert.ok(isHostMessage({ type: 'answer', id: 3, ok: false, error: 'no' }));
    assert.ok(isHostMessage({ type: 'answer', id: 3, ok: true, value: null }));
    assert.equal(isHostMessage({ type: 'show', section: 'nowhere' }), false);
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
