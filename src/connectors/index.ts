import type { Connector, PriceConnector } from './connector.ts';
import { createExchangeConnector } from './exchange/createExchangeConnector.ts';
import { createExchangePrices } from './exchange/createExchangePrices.ts';
import { createPool } from './exchange/createPool.ts';
import { fileConnector } from './file/fileConnector.ts';
import { paperConnector } from './paper/paperConnector.ts';
import { filePrices } from './prices/filePrices.ts';
import { simulatedPrices } from './prices/simulatedPrices.ts';

/** Accounts and price links of one exchange share its markets and request budgets. */
const exchanges = createPool();

/** Kinds of accounts. Each checks its own settings, so a list of different settings is sound. */
// biome-ignore lint/suspicious/noExplicitAny: every entry has settings of its own
export const connectors: readonly Connector<any>[] = [
  createExchangeConnector(exchanges),
  paperConnector,
  fileConnector,
];

/** Links of the price chain; the first that serves a link opens it. */
export const priceConnectors: readonly PriceConnector[] = [
  simulatedPrices,
  filePrices,
  createExchangePrices(exchanges),
];
