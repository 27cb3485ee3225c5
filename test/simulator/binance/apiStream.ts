import type { ExchangeContext, Reply, StreamHandler, StreamSocket } from '../exchange.ts';
import type { Account } from '../world.ts';
import { checkSignedMessage } from './auth.ts';
import type { ListenKeys } from './rest.ts';
import { userStream } from './userStream.ts';

/** The WebSocket API (ws-api.binance.com): requests with an id, and user data as events beside the answers. */
export function apiStream(context: ExchangeContext, socket: StreamSocket, keys: ListenKeys): StreamHandler {
  const stops: (() => void)[] = [];
  const follow = (account: Account, scope: 'spot' | 'margin'): object => {
    const subscriptionId = stops.length;
    socket.owner(account.id);
    stops.push(userStream(context, account, scope, (event) => socket.send({ subscriptionId, event })));
    return { subscriptionId };
  };
  return {
    message: (text) => {
      const request = JSON.parse(text) as { id?: unknown; method?: string; params?: Readonly<Record<string, unknown>> };
      const method = request.method ?? '';
      const params = new URLSearchParams(
        Object.entries(request.params ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const owner = context.live.world.accounts.find((account) => account.apiKey === params.get('apiKey'));
      const reads =
        /^(ping|time|session\.|userDataStream\.|account\.|v2\/account\.|ticker|openOrders\.status|myTrades|exchangeInfo)/.test(
          method,
        );
      socket.record(method, params, owner?.id ?? null, !reads);
      const answer = (result: object): void => socket.send({ id: request.id ?? null, status: 200, result });
      const refuse = (reply: Reply): void =>
        socket.send({ id: request.id ?? null, status: reply.status, error: JSON.parse(reply.body) as unknown });
      switch (method) {
        case 'ping':
          return answer({});
        case 'time':
          return answer({ serverTime: context.now() });
        case 'userDataStream.subscribe.signature': {
          const checked = checkSignedMessage(context, params);
          return 'refused' in checked ? refuse(checked.refused) : answer(follow(checked.account, 'spot'));
        }
        case 'userDataStream.subscribe.listenToken': {
          const id = keys.get(params.get('listenToken') ?? '');
          if (id === undefined)
            return refuse({ status: 400, body: '{"code":-1125,"msg":"This listenToken does not exist."}' });
          return answer(follow(context.live.account(id), 'margin'));
        }
        default:
          return refuse({
            status: 400,
            body: '{"code":-1000,"msg":"The simulated exchange does not answer this request."}',
          });
      }
    },
    closed: () => {
      for (const stop of stops) stop();
    },
  };
}
