import type { Scope } from '../../../core/model/account.ts';
import type { CcxtExchange } from '../ccxtExchange.ts';
import { readsEarn } from '../scopes.ts';
import { binanceStreams } from './binanceStreams.ts';
import { krakenStreams } from './krakenStreams.ts';
import type { Kind, Plan, Stream } from './stream.ts';
import { unifiedStreams } from './unifiedStreams.ts';

/** Which endpoints tell an account's ledger: of its own where an exchange is known well, else by ccxt's unified methods. */
export function planLedger(exchange: CcxtExchange, title: string, scopes: readonly Scope[]): Plan {
  const read = new Set(scopes);
  // Staking and savings codes come with the spot balance, so moving into them moves nothing out.
  if (readsEarn(exchange.id) && read.has('spot')) read.add('earn');
  const context = { exchange, title, scopes: read };
  const plan =
    exchange.id === 'kraken'
      ? krakenStreams(context)
      : exchange.id === 'binance'
        ? binanceStreams(context)
        : unifiedStreams(context);
  // What flowed is known soonest; the income of derivatives tells which markets to ask for fills; orders move nothing.
  const rank = ({ kinds }: Stream): number => Math.min(...kinds.map((kind) => order.indexOf(kind)));
  return { ...plan, streams: [...plan.streams].sort((a, b) => rank(a) - rank(b)) };
}

const order: readonly Kind[] = ['flows', 'income', 'trades', 'orders'];
