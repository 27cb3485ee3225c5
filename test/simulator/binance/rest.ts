import { randomBytes } from 'node:crypto';
import type { Answer, Call, ExchangeContext, Reply } from '../exchange.ts';
import { json } from '../exchange.ts';
import { accountRoutes } from './account.ts';
import { accountOfKey, checkKey, checkSigned } from './auth.ts';
import { futuresRoutes } from './futures.ts';
import { ledgerRoutes } from './ledger.ts';
import { marketDataRoutes } from './marketData.ts';
import { orderRoutes } from './orders.ts';
import { refusal, refusals } from './reply.ts';
import type { PrivateRoute, Route } from './route.ts';

/** Keys of user data streams, and which account each is for. */
export type ListenKeys = Map<string, string>;

function listenKeyRoutes(keys: ListenKeys): readonly Route[] {
  const create: PrivateRoute['answer'] = (_context, _call, account) => {
    const known = [...keys].find(([, owner]) => owner === account.id)?.[0];
    const listenKey = known ?? randomBytes(32).toString('hex');
    keys.set(listenKey, account.id);
    return json({ listenKey });
  };
  const touch: PrivateRoute['answer'] = (_context, call, account) => {
    const given = call.params.get('listenKey');
    const known = [...keys].some(([key, owner]) => owner === account.id && (given === null || given === key));
    return known ? json({}) : refusals.listenKey;
  };
  const token: PrivateRoute['answer'] = (context, _call, account) => {
    const value = randomBytes(24).toString('base64url');
    keys.set(value, account.id);
    return json({ token: value, expirationTime: context.now() + 86_400_000 });
  };
  const paths = ['/fapi/v1/listenKey', '/dapi/v1/listenKey', '/api/v3/userDataStream', '/sapi/v1/userDataStream'];
  return [
    ...paths.flatMap((path): Route[] => [
      { method: 'POST', path, weight: 2, access: 'key', answer: create },
      { method: 'PUT', path, weight: 2, access: 'key', answer: touch },
      { method: 'DELETE', path, weight: 2, access: 'key', answer: touch },
    ]),
    { method: 'POST', path: '/sapi/v1/userListenToken', weight: 2, access: 'key', answer: token },
  ];
}

/** 429 with Retry-After at the weight limit; a client that goes on regardless is banned with 418, as on the real exchange. */
function createLimiter(context: ExchangeContext): (host: string, weight: number) => Reply | { readonly used: number } {
  const used = new Map<string, { minute: number; weight: number; refused: number }>();
  return (host, weight) => {
    const now = context.now();
    const minute = Math.floor(now / 60_000);
    const found = used.get(host);
    const state = found?.minute === minute ? found : { minute, weight: 0, refused: 0 };
    used.set(host, state);
    state.weight += weight;
    const limit = context.rules.weightPerMinute;
    if (limit === null || state.weight <= limit) return { used: state.weight };
    state.refused += 1;
    const wait = String(Math.ceil(60 - (now % 60_000) / 1000));
    return state.refused <= 10
      ? refusal(429, -1003, `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE.`, {
          'retry-after': wait,
        })
      : refusal(418, -1003, 'Way too much request weight used; IP banned.', { 'retry-after': '120' });
  };
}

function routesOf(keys: ListenKeys): readonly Route[] {
  return [
    ...marketDataRoutes,
    ...accountRoutes,
    ...ledgerRoutes,
    ...futuresRoutes,
    ...orderRoutes,
    ...listenKeyRoutes(keys),
  ];
}

const known = routesOf(new Map());

/** Creates, changes or cancels something. Whatever is not a known way to read counts: a new endpoint must not slip through. */
export function isBinanceWrite({ method, path }: Pick<Call, 'method' | 'path'>): boolean {
  const route = known.find((one) => one.method === method && one.path === path);
  return route === undefined ? method !== 'GET' : route.access !== 'public' && route.write === true;
}

export function binanceRest(context: ExchangeContext, keys: ListenKeys): (call: Call) => Answer {
  const routes = routesOf(keys);
  const limiter = createLimiter(context);
  return (call) => {
    const key = call.header('x-mbx-apikey');
    const sender = accountOfKey(context, key);
    const answered = (reply: Reply, write = false): Answer => ({
      reply,
      account: sender,
      unknownKey: key !== null && sender === null,
      write,
    });
    const route = routes.find((one) => one.method === call.method && one.path === call.path);
    if (route === undefined) {
      if (isBinanceWrite(call)) return answered(refusals.write, true);
      return answered({
        status: 404,
        body: '<html><body><h2>404 Not found</h2></body></html>',
        headers: { 'content-type': 'text/html' },
      });
    }
    const write = isBinanceWrite(call);
    const limited = limiter(call.host, route.weight);
    if ('status' in limited) return answered(limited, write);
    const headers = { 'x-mbx-used-weight-1m': String(limited.used) };
    const send = (reply: Reply): Answer => answered({ ...reply, headers: { ...headers, ...reply.headers } }, write);
    if (route.access === 'public') return send(route.answer(context, call));
    const checked = route.access === 'key' ? checkKey(context, key) : checkSigned(context, call);
    if ('refused' in checked) return send(checked.refused);
    if (route.access === 'futures' && !checked.account.permissions.futures) return send(refusals.key);
    return send(route.answer(context, call, checked.account));
  };
}
