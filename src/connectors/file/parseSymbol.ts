import type { PositionReading, Scope } from '../../core/model/account.ts';
import { fiatCurrencies } from '../../core/valuation/fiat.ts';

export interface ParsedSymbol {
  readonly asset: string;
  /** Null where the symbol does not say it ("QQQ"). */
  readonly currency: string | null;
  readonly scope: Scope;
  readonly contract: PositionReading['contract'];
}

const stable = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'DAI'];

/**
 * What a symbol says: "BTC/EUR", "BTC/USDT:USDT" (swap settled in USDT), "BTC/USD:BTC-261225" (future settled in BTC),
 * "BTC-USD", "BTCUSDT", "EURUSD". Anything else ("QQQ", "BRK-B") is an asset by itself.
 */
export function parseSymbol(symbol: string): ParsedSymbol {
  const text = symbol.trim().toUpperCase();
  const [pair = '', settlement] = text.split(':');
  const [asset = '', currency] = pair.split('/');
  if (currency !== undefined && asset !== '' && currency !== '') {
    if (settlement === undefined) return { asset, currency, scope: 'margin', contract: 'linear' };
    const [settle, expiry, strike] = settlement.split('-');
    const contract = settle === currency ? 'linear' : settle === asset ? 'inverse' : 'quanto';
    if (strike !== undefined) return { asset, currency, scope: 'future', contract: 'option' };
    return { asset, currency, scope: expiry === undefined ? 'swap' : 'future', contract };
  }
  const joined = brokerPair(symbol.trim()) ?? splitJoined(text);
  return { ...(joined ?? { asset: text, currency: null }), scope: 'margin', contract: 'linear' };
}

const metals = ['XAU', 'XAG', 'XPT', 'XPD'];

/** "EURUSDm", "GBPJPY.ecn", "XAUUSD#": brokers of MetaTrader mark their kinds of account behind the pair. */
function brokerPair(symbol: string): { asset: string; currency: string } | null {
  const [, asset = '', currency = ''] =
    /^([A-Z]{3})([A-Z]{3})(?:[a-z]{1,4}|[._#+-][A-Za-z0-9]{0,6})$/.exec(symbol) ?? [];
  const known = fiatCurrencies.has(asset) || metals.includes(asset);
  return known && fiatCurrencies.has(currency) ? { asset, currency } : null;
}

function splitJoined(text: string): { asset: string; currency: string } | null {
  if (fiatCurrencies.has(text) || stable.includes(text)) return null;
  const dash = /^([A-Z0-9]+)[-_]([A-Z]{3,5})$/.exec(text);
  if (dash?.[1] && dash[2]) return isQuote(dash[2]) ? { asset: dash[1], currency: dash[2] } : null;
  for (const currency of [...stable, 'USD', 'EUR']) {
    const asset = text.slice(0, -currency.length);
    if (text.endsWith(currency) && asset.length >= 3) return { asset, currency };
  }
  const [asset, currency] = [text.slice(0, 3), text.slice(3)];
  return fiatCurrencies.has(asset) && fiatCurrencies.has(currency) ? { asset, currency } : null;
}

function isQuote(code: string): boolean {
  return fiatCurrencies.has(code) || stable.includes(code) || code === 'BTC' || code === 'ETH';
}
