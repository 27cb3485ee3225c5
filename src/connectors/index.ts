import type { Connector, PriceConnector } from './connector.ts';
import { createExchangeConnector } from './exchange/createExchangeConnector.ts';
import { createExchangePrices } from './exchange/createExchangePrices.ts';
import { createPool } from './exchange/createPool.ts';
import { fileConnector } from './file/fileConnector.ts';
import { createPaperConnector } from './paper/createPaperConnector.ts';
import { createSimulatedMarkets } from './prices/createSimulatedMarkets.ts';
import { createSimulatedPrices } from './prices/createSimulatedPrices.ts';
import { filePrices } from './prices/filePrices.ts';

/** Accounts and price links of one exchange share its markets and request budgets. */
const exchanges = createPool();
/** Paper accounts and the link `simulated` share what was computed of a market. */
const simulated = createSimulatedMarkets();

/** Kinds of accounts. Each checks its own settings, so a list of different settings is sound. */
// biome-ignore lint/suspicious/noExplicitAny: every entry has settings of its own
export const connectors: readonly Connector<any>[] = [
  createExchangeConnector(exchanges),
  createPaperConnector(simulated),
  fileConnector,
];

/** Links of the price chain; the first that serves a link opens it. */
export const priceConnectors: readonly PriceConnector[] = [
  createSimulatedPrices(simulated),
  filePrices,
  createExchangePrices(exchanges),
];
