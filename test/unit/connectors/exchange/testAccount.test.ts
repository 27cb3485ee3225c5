import assert from 'node:assert/strict';
import { testAccount } from '../../../../src/connectors/exchange/testAccount.ts';
import { failed } from '../../../../src/core/model/reading.ts';
import { type BinanceFake, binanceFake } from '../../../support/binanceFake.ts';
import { exchangeContext } from '../../../support/exchangeContext.ts';

const settings = {
  kind: 'exchange' as const,
  exchange: 'binance',
  scopes: ['spot' as const],
  sandbox: false,
  mode: 'read' as const,
};
const key = { apiKey: 'CANARYkey', secret: 'CANARYsecret' };
const restrictions = {
  ipRestrict: true,
  enableReading: true,
  enableSpotAndMarginTrading: false,
  enableWithdrawals: false,
};

describe('testAccount', () => {
  let exchange: BinanceFake;
  beforeEach(async () => {
    exchange = await binanceFake();
  });
  afterEach(() => exchange.close());

  const attempt = async (rights: unknown, mode: 'read' | 'trade' = 'read'): ReturnType<typeof testAccount> => {
    exchange.fault = ({ path }) => (path.endsWith('/apiRestrictions') ? rights : undefined);
    // The stored key plays no part: these credentials are tried before they are stored.
    const { context } = await exchangeContext(exchange.url, {
      secrets: { credentials: async () => failed('credentials', 'none stored') },
    });
    return testAccount(context, { ...settings, mode }, key);
  };

  it('says that a read-only key is fine', async () => {
    assert.deepEqual(await attempt(restrictions), {
      ok: true,
      message: 'Binance answers: 1 asset, 0 open positions',
      permissions: {
        canRead: true,
        canTrade: false,
        canWithdraw: false,
        ipRestricted: true,
        detail: 'The key may read; only from listed addresses',
      },
      warnings: [],
    });
  });

  it('warns when the key can trade or withdraw although the account is read-only', async () => {
    const { ok, warnings, permissions } = await attempt({
      ...restrictions,
      enableFutures: true,
      enableWithdrawals: true,
    });
    assert.ok(ok);
    assert.deepEqual([permissions?.canTrade, permissions?.canWithdraw], [true, true]);
    assert.equal(warnings.length, 2);
    assert.match(warnings.join(' '), /can withdraw.*can trade/);
  });

  it('warns in mode trade when the key cannot trade, or can withdraw; one that trades only is fine', async () => {
    const readOnly = await attempt(restrictions, 'trade');
    assert.ok(readOnly.ok);
    assert.equal(readOnly.warnings.length, 1);
    assert.match(readOnly.warnings[0] ?? '', /cannot trade although the mode of the account is "trade"/);
    const trades = { ...restrictions, enableSpotAndMarginTrading: true };
    assert.deepEqual((await attempt(trades, 'trade')).warnings, []);
    const { warnings } = await attempt({ ...trades, enableWithdrawals: true }, 'trade');
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /can withdraw or transfer, which Quantfolio never does/);
  });

  it('says that the rights are unknown when they cannot be read, never that they are fine', async () => {
    const { ok, warnings, permissions } = await attempt([]);
    assert.ok(ok);
    assert.equal(permissions, null);
    assert.match(warnings.join(' '), /could not be read/);
  });

  it('fails with the reason and without the key', async () => {
    exchange.fault = ({ path }, response) => {
      if (!path.endsWith('/account')) return undefined;
      response.writeHead(401);
      response.end('{"code":-2015,"msg":"Invalid API-key CANARYkey, IP, or permissions for action."}');
      return 'written';
    };
    const { context } = await exchangeContext(exchange.url);
    const { ok, message } = await testAccount(context, settings, key);
    assert.ok(!ok);
    assert.match(message, /does not accept the API key/);
    assert.doesNotMatch(message, /CANARY/);
  });

  it('names what is missing before it asks', async () => {
    const { context } = await exchangeContext(exchange.url);
    const { ok, message } = await testAccount(context, { ...settings, exchange: 'okx' }, key);
    assert.ok(!ok);
    assert.equal(message, 'OKX also needs password for account "main": replace its key');
    assert.equal(exchange.requests.length, 0);
  });
});
