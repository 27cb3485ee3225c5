import type { Dict } from './ccxtExchange.ts';
import type { Answer } from './operation.ts';

/** How an answer without any balance is to be taken. */
export type Emptiness = 'wellFormed' | 'bareList' | 'malformed';

/** Where exchanges put their balances, checked strictly for those most used. */
const containers: readonly (readonly [exchange: RegExp, holds: (body: Dict) => boolean])[] = [
  [
    /^binance/,
    (body) => ['balances', 'userAssets', 'assets', 'positionAmountVos'].some((key) => Array.isArray(body[key])),
  ],
  [/^kraken$/, (body) => isDict(body['result'])],
  [/^(okx|myokx|okxus)$/, (body) => isOkxBalance(body['data'])],
  [/^bybit/, (body) => isDict(body['result']) && hasList(body['result'])],
  [/^coinbase$/, (body) => Array.isArray(body['accounts']) || Array.isArray(body['data'])],
  [/^kucoin/, (body) => Array.isArray(body['data']) || (isDict(body['data']) && Object.keys(body['data']).length > 0)],
];

/** Endpoints that are known to answer `[]` for a pocket that holds nothing. */
const bareLists = new Set(['POST sapi asset/get-funding-asset']);

/** Keys that are lists or records in answers that say nothing about balances. */
const notBalances = /^(err|errors?|msg|message|warnings?|ret_?ext_?info|meta|pagination|paging|status|request)$/i;

/**
 * Of a balance in which ccxt found nothing: whether the exchange really said so. ccxt makes an empty balance of almost any
 * JSON (`{}`, `[]`, an error it does not know), on 70 of 104 exchanges.
 */
export function emptinessOf(exchange: string, answers: readonly Answer[]): Emptiness {
  const strict = containers.find(([pattern]) => pattern.test(exchange));
  let bare = false;
  for (const { body, endpoint } of answers) {
    if (Array.isArray(body)) {
      if (body.length > 0 || bareLists.has(endpoint)) return 'wellFormed';
      bare = true;
      continue;
    }
    if (!isDict(body)) continue;
    if (strict === undefined ? holdsSomething(body) : strict[1](body)) return 'wellFormed';
  }
  return bare && strict === undefined ? 'bareList' : 'malformed';
}

function holdsSomething(body: Dict): boolean {
  return Object.entries(body).some(
    ([key, value]) => !notBalances.test(key) && typeof value === 'object' && value !== null,
  );
}

function hasList(result: Dict): boolean {
  return Object.values(result).some((value) => Array.isArray(value) || isDict(value));
}

function isOkxBalance(data: unknown): boolean {
  if (!Array.isArray(data)) return false;
  const first: unknown = data[0];
  return data.length === 0 ? false : isDict(first) && (Array.isArray(first['details']) || 'ccy' in first);
}

export function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
