import type { Scope } from '../../../core/model/account.ts';

/** ccxt's and the exchanges' names of wallets. */
const names: Readonly<Record<string, Scope>> = {
  spot: 'spot',
  trading: 'spot',
  trade: 'spot',
  unified: 'spot',
  exchange: 'spot',
  cash: 'spot',
  main: 'spot',
  margin: 'margin',
  cross: 'margin',
  isolated: 'margin',
  swap: 'swap',
  linear: 'swap',
  contract: 'swap',
  future: 'swap',
  futures: 'swap',
  derivatives: 'swap',
  inverse: 'future',
  delivery: 'future',
  funding: 'funding',
  fund: 'funding',
  earn: 'earn',
};

/** Of one exchange where they mean something else. */
const own: Readonly<Record<string, Readonly<Record<string, Scope>>>> = {
  kucoin: { main: 'funding' },
  okx: { '6': 'funding', '18': 'spot' },
};

/** The pocket that a wallet's name stands for; null for another account or a wallet that no scope reads. */
export function transferScope(exchange: string, account: unknown): Scope | null {
  if (typeof account !== 'string') return null;
  const name = account.toLowerCase();
  return own[exchange]?.[name] ?? names[name] ?? null;
}
