import assert from 'node:assert/strict';
import { boundHost } from '../../../../src/connectors/exchange/boundHost.ts';
import { exchangeList } from '../../../../src/connectors/settings/exchangeList.ts';

describe('the host a key is bound to (SEC-1)', () => {
  const binance = exchangeList.find(({ id }) => id === 'binance');

  it("is the exchange's own, its testnet's for a sandbox account, the redirected one while redirected", () => {
    assert.ok(binance);
    assert.equal(boundHost(binance, false, null), 'api.binance.com');
    assert.equal(boundHost(binance, true, null), 'testnet.binance.vision');
    assert.equal(boundHost(binance, true, 'http://127.0.0.1:9'), '127.0.0.1:9');
  });

  it('differs for every exchange whose testnet is another host, so no edit of a configuration sends a real key there', () => {
    const split = exchangeList.filter(({ sandboxHost }) => sandboxHost !== null);
    assert.ok(split.length > 40, `${split.length} exchanges have a testnet`);
    for (const facts of split) {
      assert.notEqual(facts.sandboxHost, '', `${facts.id} has no testnet host`);
      assert.equal(boundHost(facts, true, null), facts.sandboxHost);
    }
  });
});
