import assert from 'node:assert/strict';
import type { ExchangeClass } from '../../src/connectors/exchange/ccxtExchange.ts';
import { createExchangeConnector } from '../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../src/connectors/exchange/createPool.ts';
import { exchangeList } from '../../src/connectors/settings/exchangeList.ts';
import { balance, reading } from '../support/book.ts';
import { exchangeContext, testKeyFor } from '../support/exchangeContext.ts';
import { localServer } from '../support/localServer.ts';
import { withSyntheticMarkets } from '../support/syntheticMarkets.ts';

const garbage = ['{}', '[]', '', 'null', '<html>Bad gateway</html>', '{"data":{}}', '{"error":"internal"}'];

/** Real ccxt with hardly any rate limit. */
async function hurried(id: string): Promise<ExchangeClass> {
  const Real = (await withSyntheticMarkets(id)) as unknown as new (
    settings: Readonly<Record<string, unknown>>,
  ) => { rateLimit: number };
  class Hurried extends Real {
    constructor(settings: Readonly<Record<string, unknown>>) {
      super(settings);
      this.rateLimit = 0.001;
    }
  }
  return Hurried as unknown as ExchangeClass;
}

describe('the ledger of every exchange', () => {
  for (const body of garbage)
    it(`answers of ${body || 'nothing'}: a reading without entries, never an exception, never a write`, async function () {
      this.timeout(120_000);
      const server = await localServer((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(body);
        return undefined;
      });
      const wrong: string[] = [];
      let answered = 0;
      for (const { id } of exchangeList) {
        const { context } = await exchangeContext(server.url, {}, () => testKeyFor(id));
        const pool = createPool({ loadClass: hurried, ledgerBudget: { pages: 12, ms: 1500 }, deadlineMs: 1000 });
        const source = createExchangeConnector(pool).open(context, {
          kind: 'exchange',
          exchange: id,
          scopes: ['spot', 'swap'],
          sandbox: false,
          mode: 'read',
        });
        assert.ok(source.ok, id);
        const request = {
          cursor: null,
          reading: reading({ balances: [balance('BTC', '1')] }),
          symbols: [],
          assets: [],
          thorough: false,
        };
        const batch = await source.value.ledger?.(request, AbortSignal.timeout(10_000));
        assert.ok(batch !== undefined, id);
        if (!batch.ok) {
          if (!/\S/.test(batch.failure.reason) || /undefined|\[object/.test(batch.failure.reason))
            wrong.push(`${id}: ${batch.failure.reason}`);
          continue;
        }
        answered += 1;
        const { trades, flows, income, orders, coverage } = batch.value;
        if (trades.length + flows.length + income.length + orders.length > 0) wrong.push(`${id}: made up entries`);
        // An answer that is no list is no history without entries.
        if (body === '[]') continue;
        for (const [kind, span] of Object.entries(coverage))
          if (!('reason' in span)) wrong.push(`${id} ${kind}: claims ${JSON.stringify(span)}`);
      }
      const written = server.requests.filter(({ method }) => method !== 'GET' && method !== 'POST');
      await server.close();
      console.log(`    ${answered} of ${exchangeList.length} answered in part`);
      assert.deepEqual(wrong, []);
      assert.deepEqual(written, []);
    });
});
