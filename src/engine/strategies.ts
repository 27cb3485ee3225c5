import type { Config } from '../config/schema.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Trade } from '../core/model/trade.ts';

/** What belongs to a strategy (PERF-5). Given parts must all fit; what fits several belongs to the first. */
export interface Strategy {
  readonly name: string;
  /** null: of any account. */
  readonly accounts: ReadonlySet<string> | null;
  /** Symbols and assets; null: any. */
  readonly symbols: ReadonlySet<string> | null;
  readonly clientOrderIdPrefix: string | null;
  /** Holdings that name it themselves, as `account/asset`; null: it is one of the configuration. */
  readonly holdings: ReadonlySet<string> | null;
}

/** Strategies of the configuration first, then those that accounts, holdings and positions name themselves. */
export function strategiesOf(config: Config, snapshot: Snapshot | null): readonly Strategy[] {
  const configured = Object.entries(config.strategies).map(
    ([name, { accounts, symbols, clientOrderIdPrefix }]): Strategy => ({
      name,
      accounts: accounts === undefined ? null : new Set(accounts),
      symbols: symbols === undefined ? null : new Set(symbols.map((symbol) => symbol.toUpperCase())),
      clientOrderIdPrefix: clientOrderIdPrefix ?? null,
      holdings: null,
    }),
  );
  const named = new Map<string, Set<string>>();
  for (const { strategy, account, asset } of [...(snapshot?.holdings ?? []), ...(snapshot?.positions ?? [])]) {
    if (strategy == null || Object.hasOwn(config.strategies, strategy)) continue;
    named.set(strategy, (named.get(strategy) ?? new Set()).add(`${account}/${asset}`));
  }
  const own = new Map<string, Set<string>>();
  for (const [id, { strategy }] of Object.entries(config.accounts)) {
    if (strategy === undefined || Object.hasOwn(config.strategies, strategy)) continue;
    own.set(strategy, (own.get(strategy) ?? new Set()).add(id));
  }
  return [
    ...configured,
    ...[...own].map(([name, accounts]) => ({
      name,
      accounts,
      symbols: null,
      clientOrderIdPrefix: null,
      holdings: null,
    })),
    ...[...named]
      .filter(([name]) => !own.has(name))
      .map(([name, holdings]) => ({ name, accounts: null, symbols: null, clientOrderIdPrefix: null, holdings })),
  ];
}

/** Whole accounts and nothing but: its values are theirs. */
export function isOfAccounts(strategy: Strategy): boolean {
  return strategy.accounts !== null && strategy.symbols === null && strategy.clientOrderIdPrefix === null;
}

/** The strategy that a holding belongs to; one told apart by client order ids has none of its own. */
export function strategyOfHolding(
  strategies: readonly Strategy[],
  holding: { readonly account: string; readonly asset: string },
): string | null {
  return strategies.find((strategy) => ownsHolding(strategy, holding))?.name ?? null;
}

export function strategyOfTrade(
  strategies: readonly Strategy[],
  trade: Trade & { readonly account: string },
): string | null {
  const found = strategies.find((strategy) => ownsTrade(strategy, trade))?.name;
  return found ?? trade.strategy;
}

export function ownsHolding(
  strategy: Strategy,
  { account, asset }: { readonly account: string; readonly asset: string },
): boolean {
  const { accounts, symbols, clientOrderIdPrefix, holdings } = strategy;
  if (holdings !== null) return holdings.has(`${account}/${asset}`);
  if (clientOrderIdPrefix !== null) return false;
  if (accounts !== null && !accounts.has(account)) return false;
  return symbols === null || [...symbols].some((symbol) => baseOf(symbol) === asset);
}

export function ownsTrade(strategy: Strategy, trade: Trade & { readonly account: string }): boolean {
  const { accounts, symbols, clientOrderIdPrefix, holdings, name } = strategy;
  if (holdings !== null) return trade.strategy === name;
  if (accounts !== null && !accounts.has(trade.account)) return false;
  if (symbols !== null && !symbols.has(trade.symbol.toUpperCase()) && !symbols.has(trade.base)) return false;
  return clientOrderIdPrefix === null || (trade.clientOrderId?.startsWith(clientOrderIdPrefix) ?? false);
}

/** `BTC` of `BTC/USDT` and `BTC/USDT:USDT`. */
function baseOf(symbol: string): string {
  return symbol.split('/')[0] ?? symbol;
}
