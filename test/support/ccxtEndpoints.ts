import { loadExchangeClass } from '../../src/connectors/exchange/ccxt.ts';

export interface Endpoint {
  readonly method: string;
  readonly api: readonly string[];
  readonly path: string;
}

/** Words with which ccxt's unified methods that change something begin. */
const writes =
  /^(create|cancel|edit|withdraw|transfer|set[A-Z]|add|reduce|borrow|repay|close|redeem|mint|approve|revoke|bind|modify|upgrade|convert|reserve|enable|futuresTransfer|marginTransfer|onboarding|deposit[A-Z]|internalTransfer|send|place|changeApi)/;
const reads =
  /^(fetch|load|parse|signIn|sign$|handle|isU|get|authenticate|query|retrieve|internalFetch|request|estimate)/;

/**
 * By reading ccxt's own source (unminified): which endpoints its changing methods name and its reading ones do not, and
 * which the reading methods that this product calls name. Independent of the gate's rules.
 */
export async function endpointsOf(id: string): Promise<{
  readonly onlyWriting: readonly Endpoint[];
  readonly needed: readonly Endpoint[];
}> {
  const Class = (await loadExchangeClass(id)) as unknown as new () => {
    api: unknown;
    capitalize(text: string): string;
    defineRestApiEndpoint: unknown;
    defineRestApi(api: unknown, method: string): void;
  };
  const exchange = new Class();
  const byName = new Map<string, Endpoint>();
  exchange.defineRestApiEndpoint = (
    _: string,
    method: string,
    _lower: string,
    camel: string,
    path: string,
    api: readonly string[],
  ) => {
    const [first = '', ...rest] = api;
    const suffix = path.split(/[^a-zA-Z0-9]/).map((part) => exchange.capitalize(part));
    const name = [first, ...rest.map((part) => exchange.capitalize(part))].join('') + camel + suffix.join('');
    byName.set(name, { method, api, path });
  };
  exchange.defineRestApi(exchange.api, 'request');

  const callers = new Map<Endpoint, Set<string>>();
  const seen = new Set<string>();
  for (
    let proto = Class.prototype;
    proto !== null && proto.constructor.name !== 'Exchange';
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const name of Object.getOwnPropertyNames(proto)) {
      const method: unknown = (proto as Record<string, unknown>)[name];
      if (typeof method !== 'function' || name === 'constructor' || seen.has(name)) continue;
      seen.add(name);
      for (const [, called = ''] of method.toString().matchAll(/this\.([a-zA-Z0-9_]+)\b/g)) {
        const endpoint = byName.get(called);
        if (endpoint === undefined) continue;
        callers.set(endpoint, (callers.get(endpoint) ?? new Set()).add(name));
      }
    }
  }
  const all = [...callers];
  return {
    onlyWriting: all
      .filter(
        ([, names]) => [...names].some((name) => writes.test(name)) && ![...names].some((name) => reads.test(name)),
      )
      .map(([endpoint]) => endpoint),
    needed: all
      .filter(([endpoint, names]) => !sendsTransactions(endpoint) && [...names].some((name) => neededMethods.has(name)))
      .map(([endpoint]) => endpoint),
  };
}

/** Named by a reading method that checks a feature, and a write all the same: never needed, never let through. */
function sendsTransactions({ path }: Endpoint): boolean {
  return path === 'sendTx';
}

const neededMethods = new Set(
  'fetchBalance fetchPositions fetchMarkets fetchSpotMarkets fetchSwapMarkets fetchFutureMarkets fetchCurrencies fetchTime fetchTicker fetchTickers fetchOHLCV fetchMyTrades fetchMySpotTrades fetchMyContractTrades fetchMyTradesV3 fetchOrders fetchOpenOrders fetchClosedOrders fetchOrdersByStatus fetchOrdersByState fetchSpotOrders fetchContractOrders fetchSpotOrdersByStates fetchOpenAndClosedOrders fetchDeposits fetchWithdrawals fetchDepositsWithdrawals fetchTransactionsByType fetchTransfers fetchLedger fetchFundingHistory'.split(
    ' ',
  ),
);
