import type { Connector, PriceConnector } from './connector.ts';
import { fileConnector } from './file/fileConnector.ts';

/** Kinds of accounts. Each checks its own settings, so a list of different settings is sound. */
// biome-ignore lint/suspicious/noExplicitAny: every entry has settings of its own
export const connectors: readonly Connector<any>[] = [fileConnector];

/** Links of the price chain; the first that serves a link opens it. */
export const priceConnectors: readonly PriceConnector[] = [];
