import assert from 'node:assert/strict';
import { createExchangeConnector } from '../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../src/connectors/exchange/createPool.ts';
import { exchangeList } from '../../src/connectors/settings/exchangeList.ts';
import { exchangeContext, testKeyFor } from '../support/exchangeContext.ts';
import { type LocalServer, localServer } from '../support/localServer.ts';
import { withSyntheticMarkets } from '../support/syntheticMarkets.ts';

/** What proxies, gateways and exchanges in trouble send with HTTP 200. */
const garbage: Readonly<Record<string, string>> = {
  HTML: '<html><head><title>Just a moment...</title></head><body>checking your browser</body></html>',
  empty: '',
  truncated: '{"balances":[{"asset":"BTC","free":"1.0"',
  '{}': '{}',
  '[]': '[]',
  null: 'null',
  'unknown record': '{"status":"ok"}',
};

describe('garbage with HTTP 200 instead of a balance, on every exchange', () => {
  let body = '';
  let server: LocalServer;
  const rows: string[] = [];

  before(async () => {
    server = await localServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    });
  });
  after(async () => {
    await server.close();
    console.log(rows.join('\n'));
  });

  for (const [name, text] of Object.entries(garbage)) {
    it(`${name}: no silently empty balance`, async function () {
      this.timeout(60_000);
      body = text;
      const silent: string[] = [];
      const unsaid: string[] = [];
      const unreached: string[] = [];
      const kinds = new Map<string, number>();
      for (const { id } of exchangeList) {
        const { context } = await exchangeContext(server.url, {}, () => testKeyFor(id));
        const source = createExchangeConnector(createPool({ loadClass: withSyntheticMarkets })).open(context, {
          kind: 'exchange',
          exchange: id,
          scopes: ['spot'],
          sandbox: false,
          mode: 'read',
        });
        assert.ok(source.ok, id);
        const before = server.requests.length;
        const reading = await source.value.read(AbortSignal.timeout(8000));
        if (server.requests.length === before) unreached.push(id);
        if (reading.ok) {
          silent.push(id);
          continue;
        }
        kinds.set(reading.failure.kind, (kinds.get(reading.failure.kind) ?? 0) + 1);
        if (reading.failure.reason.length < 20 || /undefined|\[object/.test(reading.failure.reason))
          unsaid.push(reading.failure.reason);
        assert.notEqual(
          reading.failure.kind,
          'refused',
          `${id}: the read-only gate refused a balance: ${reading.failure.reason}`,
        );
      }
      const counts = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ');
      rows.push(`    ${name.padEnd(14)} silent empty balances ${silent.length} of ${exchangeList.length}; ${counts}`);
      assert.deepEqual(silent, []);
      assert.deepEqual(unsaid, []);
      assert.deepEqual(unreached, [], 'nothing was asked of these, so nothing was tested');
    });
  }
});
