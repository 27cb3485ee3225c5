import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account } from '../world.ts';

/** `public`: anybody; `key`: the key alone; `signed`: key, clock and signature; `futures`: signed, with the futures permission. */
export type Access = 'public' | 'key' | 'signed' | 'futures';

export interface PublicRoute {
  readonly method: 'GET';
  readonly path: string;
  readonly weight: number;
  readonly access: 'public';
  answer(context: ExchangeContext, call: Call): Reply;
}

export interface PrivateRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly weight: number;
  readonly access: Exclude<Access, 'public'>;
  /** Creates, changes or cancels an order: in the log even where it is refused. */
  readonly write?: boolean;
  answer(context: ExchangeContext, call: Call, account: Account): Reply;
}

export type Route = PublicRoute | PrivateRoute;

export function open(path: string, weight: number, answer: PublicRoute['answer']): Route {
  return { method: 'GET', path, weight, access: 'public', answer };
}

export function signed(
  path: string,
  weight: number,
  answer: PrivateRoute['answer'],
  access: 'signed' | 'futures' = 'signed',
): Route {
  return { method: 'GET', path, weight, access, answer };
}
