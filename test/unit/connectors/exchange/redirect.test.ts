import assert from 'node:assert/strict';
import { loadExchangeClass } from '../../../../src/connectors/exchange/ccxt.ts';
import { isLoopback, redirectExchange } from '../../../../src/connectors/exchange/redirect.ts';
import { exchangeList } from '../../../../src/connectors/settings/exchangeList.ts';

describe('redirectExchange', () => {
  it('leaves no address of any exchange that leads elsewhere, and keeps the original host', async () => {
    for (const { id } of exchangeList) {
      const exchange = new (await loadExchangeClass(id))({});
      redirectExchange(exchange, 'http://127.0.0.1:4711');
      const text = JSON.stringify(exchange.urls['api']);
      assert.doesNotMatch(text, /\{hostname\}/, id);
      for (const [, scheme, host, original] of text.matchAll(/"(https?|wss?):\/\/([^/"]+)\/([^/"]+)/g)) {
        assert.equal(host, '127.0.0.1:4711', id);
        assert.match(scheme ?? '', /^(http|ws)$/, id);
        assert.match(original ?? '', /\./, id);
      }
    }
  });
});

describe('isLoopback', () => {
  for (const url of ['http://127.0.0.1:1', 'http://localhost:8080', 'http://[::1]:1', 'https://127.1.2.3'])
    it(`takes ${url}`, () => assert.ok(isLoopback(url)));
  for (const url of ['http://10.0.0.1', 'https://example.com', 'http://127.0.0.1.evil.com', 'ftp://127.0.0.1', 'x'])
    it(`refuses ${url}`, () => assert.ok(!isLoopback(url)));
});
