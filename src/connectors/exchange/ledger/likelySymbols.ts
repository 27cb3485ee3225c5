import type { Scope } from '../../../core/model/account.ts';
import type { CcxtExchange } from '../ccxtExchange.ts';
import { balancesOf } from './bySymbol.ts';
import { assetOf } from './readFlow.ts';
import type { Json, Pass } from './stream.ts';

/**
 * Markets worth asking: of spot, those whose base moved since the last pass (a trade moves both its sides), and known ones
 * whose quote moved; of derivatives, those with a position or in the income history. The first time everything held moved.
 */
export function likelySymbols(
  exchange: CcxtExchange,
  scope: Scope,
  derivatives: boolean,
): (pass: Pass, known: readonly string[], balances: Readonly<Record<string, Json>>) => readonly string[] {
  return (pass, known, before) => {
    const markets = exchange.markets ?? {};
    const told = new Set([...known, ...pass.symbols]);
    if (derivatives) {
      for (const position of pass.request.reading.positions) if (position.scope === scope) told.add(position.symbol);
      return [...told].filter((symbol) => {
        const market = markets[symbol];
        return market !== undefined && (scope === 'future' ? market.inverse === true : market.linear === true);
      });
    }
    const held = balancesOf(pass);
    const firstTime = Object.keys(before).length === 0;
    const moved = new Set(firstTime ? pass.request.assets : []);
    for (const key of new Set([...Object.keys(held), ...Object.keys(before)]))
      if (held[key] !== before[key]) moved.add(assetOf(exchange, key.slice(key.indexOf(' ') + 1)));
    return Object.values(markets)
      .filter((market) => market.spot === true)
      .filter(({ symbol, base, quote }) => moved.has(base) || (told.has(symbol) && (firstTime || moved.has(quote))))
      .map(({ symbol }) => symbol)
      .sort();
  };
}
