import type { Answer, Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account } from '../world.ts';
import { createKrakenAuth, krakenAccountOfKey } from './auth.ts';
import type { StreamTokens } from './privateData.ts';
import { otherReads, permissionNames, privateMethods, refusedWrite } from './privateData.ts';
import { publicMethods } from './publicData.ts';
import { krakenError } from './reply.ts';

/** Kraken's call counter: every call adds, a third of a call is forgiven each second. */
function createCounter(context: ExchangeContext): (account: Account, cost: number) => boolean {
  const counters = new Map<string, { value: number; at: number }>();
  return (account, cost) => {
    const limit = context.rules.callCounter;
    const now = context.now();
    const last = counters.get(account.apiKey) ?? { value: 0, at: now };
    const value = Math.max(0, last.value - ((now - last.at) / 1000) * 0.33) + cost;
    counters.set(account.apiKey, { value, at: now });
    return limit === null || value <= limit;
  };
}

const known = privateMethods(new Map());

/** Creates, changes or cancels something. Whatever is not a known way to read counts: a new endpoint must not slip through. */
export function isKrakenWrite({ method, path }: Pick<Call, 'method' | 'path'>): boolean {
  const [, , access, ...rest] = path.split('/');
  if (access === 'public') return false;
  if (access !== 'private' || method !== 'POST') return method !== 'GET';
  const name = rest.join('/');
  const found = known[name];
  return found === undefined ? !otherReads.has(name) : found.write === true;
}

export function krakenRest(context: ExchangeContext, tokens: StreamTokens): (call: Call) => Answer {
  const authenticate = createKrakenAuth(context);
  const within = createCounter(context);
  const methods = privateMethods(tokens);
  return (call) => {
    const key = call.header('api-key');
    const sender = krakenAccountOfKey(context, key);
    const answered = (reply: Reply, write = false): Answer => ({
      reply,
      account: sender,
      unknownKey: key !== null && sender === null,
      write,
    });
    const [, , access, ...rest] = call.path.split('/');
    const name = rest.join('/');
    if (access === 'public') {
      const method = publicMethods[name];
      return answered(method === undefined ? krakenError('EGeneral:Unknown method') : method(context, call));
    }
    if (access !== 'private' || call.method !== 'POST')
      return answered(krakenError('EGeneral:Unknown method'), call.method !== 'GET');
    const method = methods[name];
    const write = isKrakenWrite(call);
    if (method === undefined)
      return write ? answered(refusedWrite, true) : answered(krakenError('EGeneral:Unknown method'));
    const checked = authenticate(call);
    if ('refused' in checked) return answered(checked.refused, write);
    if (!within(checked.account, method.cost)) return answered(krakenError('EAPI:Rate limit exceeded'), write);
    const allowed = method.permission === null || permissionNames(checked.account).includes(method.permission);
    return answered(
      allowed ? method.answer(context, checked.account, call) : krakenError('EGeneral:Permission denied'),
      write,
    );
  };
}
