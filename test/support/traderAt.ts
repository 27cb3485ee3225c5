import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { createExchangeConnector } from '../../src/connectors/exchange/createExchangeConnector.ts';
import { createPool } from '../../src/connectors/exchange/createPool.ts';
import type { Scope } from '../../src/core/model/account.ts';
import type { OrderTicket } from '../../src/core/model/trading.ts';
import type { Permit, Source, Trading } from '../../src/core/ports.ts';
import { exchangeContext } from './exchangeContext.ts';
import type { Simulator } from './startSimulator.ts';

export const granted: Permit = { holds: async () => true };

export interface Trader {
  readonly source: Source;
  readonly trading: Trading;
  ticket(change: Partial<OrderTicket>): OrderTicket;
}

interface TraderSettings {
  readonly scopes?: readonly Scope[];
  readonly deadlineMs?: number;
  readonly settleMs?: number;
}

/** A source in mode `trade` for one account of the simulator: real ccxt over real HTTP. */
export async function traderAt(
  simulator: Simulator,
  account: string,
  { scopes = ['spot'], deadlineMs = 3000, settleMs = 300 }: TraderSettings = {},
): Promise<Trader> {
  renewKey(simulator, account);
  const { exchange, apiKey, secret } = simulator.live.account(account);
  const { context } = await exchangeContext(simulator.url, { account }, () => ({ apiKey, secret }));
  const opened = createExchangeConnector(createPool({ deadlineMs, orderSettleMs: settleMs })).open(context, {
    kind: 'exchange',
    exchange,
    scopes: [...scopes],
    sandbox: false,
    mode: 'trade',
  });
  assert.ok(opened.ok);
  const { trading } = opened.value;
  assert.ok(trading !== undefined);
  let count = 0;
  return {
    source: opened.value,
    trading,
    ticket(change) {
      count += 1;
      return {
        clientOrderId: `qf${String(Date.now() % 1e12).padStart(12, '0')}${String(count).padStart(2, '0')}`,
        account,
        symbol: 'BTC/USDT',
        side: 'buy',
        type: 'market',
        quantity: '0.01',
        price: null,
        reduceOnly: false,
        scope: 'spot',
        strategy: null,
        ...change,
      };
    },
  };
}

/** A key for one client alone: Kraken's nonces only grow by key, and each client measures the exchange's clock for itself. */
export function renewKey(simulator: Simulator, account: string): void {
  const owner = simulator.live.account(account);
  owner.apiKey = `${owner.apiKey.slice(0, -6)}${randomInt(100_000, 1_000_000)}`;
}
