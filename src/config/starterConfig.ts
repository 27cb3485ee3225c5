/** The file a new user begins with: works as it is, and says in comments what comes next. */
export function starterConfig(name: string, baseCurrency: string): string {
  return `{
  // Quantfolio reads this file. API keys never belong here: they live in secret storage
  // (command "Quantfolio: Add Account…") or, for the terminal, in the environment.
  "version": 1,
  "name": ${JSON.stringify(name)},
  "baseCurrency": ${JSON.stringify(baseCurrency)},

  // Where your book is: "exchange" (any exchange ccxt supports, read-only), "file" (holdings or positions
  // as JSON or CSV) or "paper" (a simulated broker that needs no key and no network).
  "accounts": {
    // "binance-main": { "kind": "exchange", "exchange": "binance", "scopes": ["spot"] },
    // "bot": { "kind": "file", "path": "data/book.json" },
    // "paper": { "kind": "paper", "cash": { "USD": 10000 } }
  },

  // Checked on every update; a limit that is not set is no limit. Percentages are numbers: 5 is 5 %.
  "limits": {
    // "maxTotalExposureNotional": 50000,
    // "maxSymbolExposureNotional": { "*": 20000, "BTC": 30000 },
    // "maxDailyLossPct": 5
  }
}
`;
}
