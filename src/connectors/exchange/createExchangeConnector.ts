import type { z } from 'zod';
import { failed, ok } from '../../core/model/reading.ts';
import type { Connector } from '../connector.ts';
import { exchangeSettings } from '../settings/exchange.ts';
import type { Pool } from './createPool.ts';
import { knownExchange } from './exchangeInfo.ts';
import { exchangeSource } from './exchangeSource.ts';
import { isLoopback } from './redirect.ts';

/** Accounts at any exchange that ccxt supports: SRC-1. */
export function createExchangeConnector(pool: Pool): Connector<z.output<typeof exchangeSettings>> {
  return {
    kind: 'exchange',
    settings: exchangeSettings,
    open(context, settings) {
      const info = knownExchange(settings.exchange);
      if (!info.ok) return info;
      if (settings.sandbox && !info.value.sandbox)
        return failed('config', `${info.value.name} has no sandbox: leave "sandbox" out`);
      if (context.redirectedTo !== null && !isLoopback(context.redirectedTo))
        return failed('refused', 'QUANTFOLIO_EXCHANGE_BASE_URL must be a loopback address');
      return ok(
        exchangeSource(context, settings, info.value, pool.venue(context, settings.exchange, settings.sandbox)),
      );
    },
  };
}
