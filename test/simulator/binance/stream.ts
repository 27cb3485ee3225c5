import type { ExchangeContext, StreamHandler, StreamSocket } from '../exchange.ts';
import { apiStream } from './apiStream.ts';
import { marketStream } from './marketStream.ts';
import type { ListenKeys } from './rest.ts';
import { userStream } from './userStream.ts';

/** Which stream an address means; null where the exchange has none. */
export function binanceStream(
  context: ExchangeContext,
  keys: ListenKeys,
): (socket: StreamSocket) => StreamHandler | null {
  return (socket) => {
    if (socket.host.startsWith('ws-api') || socket.host.startsWith('ws-fapi')) return apiStream(context, socket, keys);
    const kind = socket.host.startsWith('fstream') ? 'linear' : socket.host.startsWith('dstream') ? 'inverse' : 'spot';
    const given = socket.query.get('listenKey') ?? socket.path.split('/').at(-1) ?? '';
    const account = keys.get(given);
    if (account === undefined) return socket.query.has('listenKey') ? null : marketStream(context, socket, kind);
    socket.owner(account);
    const stop = userStream(context, context.live.account(account), kind, (event) => socket.send(event));
    return { message: () => undefined, closed: stop };
  };
}
