import type { ExchangeContext } from '../exchange.ts';
import type { Account } from '../world.ts';
import { accountUpdate, fillMessage, positionOfCoins } from './streamMessages.ts';

export type UserScope = 'spot' | 'margin' | 'linear' | 'inverse';

/** Sends one account's changes in one pocket; returns what stops it. */
export function userStream(
  context: ExchangeContext,
  account: Account,
  scope: UserScope,
  send: (message: object) => void,
): () => void {
  return context.live.subscribe((event) => {
    if (event.kind === 'price' || event.account !== account) return;
    if (account.revoked) return;
    const futures = scope === 'linear' || scope === 'inverse' ? scope : null;
    switch (event.kind) {
      case 'pockets':
        if (event.scope !== scope) return;
        send(
          futures === null
            ? positionOfCoins(context, account, scope, event.assets)
            : accountUpdate(context, account, futures, event.assets, []),
        );
        return;
      case 'positions':
        if (futures !== null && event.position.kind === futures) {
          send(accountUpdate(context, account, futures, Object.keys(account.pockets[futures]), [event.position]));
        }
        return;
      case 'fill':
        if (event.fill.kind === (scope === 'margin' ? 'spot' : scope)) send(fillMessage(context, event.fill));
    }
  });
}
