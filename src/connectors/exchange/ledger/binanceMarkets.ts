import type { Scope } from '../../../core/model/account.ts';
import type { CcxtExchange, Dict } from '../ccxtExchange.ts';
import { byId } from './byId.ts';
import { bySymbol, type SymbolPage } from './bySymbol.ts';
import { fields, numberOf, textOf, textsOf } from './json.ts';
import { likelySymbols } from './likelySymbols.ts';
import { unified } from './raw.ts';
import { readOrder } from './readOrder.ts';
import { readTrade, textId } from './readTrade.ts';
import { type Json, nothing, type Pass, type Stream, type StreamContext } from './stream.ts';

/** Binance tells futures income of the last three months, and by it which markets were traded. */
export const futuresMemoryMs = 90 * 86_400_000;

type Place = 'spot' | 'margin' | 'linear' | 'inverse';

const scopeOf: Readonly<Record<Place, Scope>> = { spot: 'spot', margin: 'margin', linear: 'swap', inverse: 'future' };

type Listed = 'spot' | 'linear' | 'inverse';

const sorted = new WeakMap<object, Map<Listed, readonly string[]>>();

/** Symbols in their order, told once for all accounts that share the markets: every page of every symbol asks for them. */
function symbolsOf(markets: CcxtExchange['markets'], kind: Listed): readonly string[] {
  if (markets === undefined) return [];
  const known = sorted.get(markets) ?? new Map<Listed, readonly string[]>();
  sorted.set(markets, known);
  const symbols =
    known.get(kind) ??
    Object.values(markets)
      .filter((market) => market[kind] === true && (kind === 'spot' || market.option !== true))
      .map(({ symbol }) => symbol)
      .sort();
  known.set(kind, symbols);
  return symbols;
}

/** Fills and orders of one of Binance's wallets: both are asked one market at a time, by ascending ids. */
export function binanceMarkets(context: StreamContext, place: Place): readonly Stream[] {
  const { exchange } = context;
  const scope = scopeOf[place];
  const futures = place === 'linear' || place === 'inverse';
  const params: Dict = place === 'margin' ? { type: 'margin' } : {};
  const all = (): readonly string[] => symbolsOf(exchange.markets, futures ? place : 'spot');
  const likely = likelySymbols(exchange, scope, futures);
  const open = async (extra: Dict): Promise<ReturnType<typeof readOrder>[]> => {
    const rows = await unified(exchange, 'fetchOpenOrders', undefined, undefined, undefined, extra);
    return rows.map((row) => readOrder(exchange, row, scope));
  };
  const kind: Dict = futures
    ? { type: scope, subType: place }
    : place === 'margin'
      ? { type: 'margin' }
      : { type: 'spot' };
  return [
    {
      key: `open orders ${place}`,
      kinds: ['orders'],
      title: `open orders (${place})`,
      async page() {
        // Stops of futures are kept in a list of their own.
        const found = [...(await open(kind)), ...(futures ? await open({ ...kind, trigger: true }) : [])];
        return {
          entries: { ...nothing, orders: found.filter((order) => order !== null) },
          state: null,
          done: true,
          from: 0,
        };
      },
    },
    {
      key: `trades ${place}`,
      kinds: ['trades'],
      title: `trades (${place})`,
      page: bySymbol({
        all,
        likely,
        quietUnlessLikely: !futures,
        sweeps: futures ? 'thorough' : 'once',
        begins: (now) => (futures ? now - futuresMemoryMs : 0),
        page: (symbol, state, { now }) =>
          byId({
            limit: 1000,
            from: futures ? now - futuresMemoryMs : 0,
            async fetch(fromId, limit) {
              const rows = await unified(exchange, 'fetchMyTrades', symbol, undefined, limit, { ...params, fromId });
              const trades = rows.map((row) => readTrade(exchange, row, scope));
              return { entries: { ...nothing, trades }, ids: rows.map(({ id }) => String(id)) };
            },
          })(state),
      }),
    },
    {
      key: `orders ${place}`,
      kinds: ['orders'],
      title: `orders (${place})`,
      page: bySymbol({
        all,
        // Where fills were found, there were orders.
        likely(pass, known, balances) {
          const own = new Set(all());
          const told = pass.symbols.filter((symbol) => own.has(symbol));
          const moved = new Set([...likely(pass, known, balances), ...told.filter((one) => !known.includes(one))]);
          return told.filter((symbol) => moved.has(symbol));
        },
        quietUnlessLikely: !futures,
        sweeps: 'never',
        page: (symbol, state, pass) => orderPage(symbol, state, pass),
      }),
    },
  ];

  /** Orders change after they were read: those that were working are looked at again before new ones are asked for. */
  async function orderPage(symbol: string, state: Json, _pass: Pass): Promise<SymbolPage> {
    const kept = fields(state);
    const next = textOf(kept['id']) ?? '0';
    const working = textsOf(kept['working']);
    const again = numberOf(kept['again']) === 1 || working.length === 0 ? null : lowest(working);
    const orderId = again ?? next;
    const rows = await unified(exchange, 'fetchOrders', symbol, undefined, 500, { ...params, orderId });
    const orders = rows.map((row) => readOrder(exchange, row, scope)).filter((order) => order !== null);
    const ids = rows.map(({ id }) => textId(id)).filter((id) => id !== null);
    const highest = ids.reduce((most, id) => (BigInt(id) >= most ? BigInt(id) + 1n : most), BigInt(next));
    const open = rows.filter(({ status }) => status === 'open').map(({ id }) => String(id));
    const seen = new Set(ids);
    const stillOpen = [...new Set([...working.filter((id) => !seen.has(id)), ...open])].slice(-200);
    const full = rows.length >= 500;
    const onward = again !== null ? BigInt(next) > BigInt(again) || full : full && highest > BigInt(next);
    const id = String(again !== null && full ? BigInt(next) : highest);
    return {
      entries: { ...nothing, orders },
      state: { id, working: stillOpen, ...(onward ? { again: 1 } : {}) },
      done: !onward,
      from: 0,
      found: ids.length > 0,
    };
  }
}

function lowest(ids: readonly string[]): string {
  return ids.reduce((least, id) => (BigInt(id) < BigInt(least) ? id : least));
}
