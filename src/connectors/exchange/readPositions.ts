import { big, type Decimal, parseDecimal } from '../../core/decimal.ts';
import type { PositionReading, Scope } from '../../core/model/account.ts';
import type { CcxtExchange, CcxtMarket, Dict } from './ccxtExchange.ts';
import { WireFault } from './wireFault.ts';

/** Smaller sizes are flat: POS-2. */
const flat = '1e-10';

/** Positions, and the symbols among them that are not among the exchange's markets. */
export interface PositionRows {
  readonly positions: readonly PositionReading[];
  readonly unlisted: readonly string[];
}

/**
 * ccxt positions as ours; flat ones are left out. One whose market is not listed has no known contract and is not valued:
 * as a quanto it is unpriced with a reason. Throws WireFault('badResponse') for one without symbol, side or size.
 */
export function readPositions(exchange: CcxtExchange, scope: Scope, rows: readonly Dict[], now: number): PositionRows {
  const positions: PositionReading[] = [];
  const unlisted: string[] = [];
  for (const row of rows) {
    const symbol = row['symbol'];
    const contracts = parseDecimal(row['contracts']) ?? parseDecimal(row['amount']);
    if (contracts !== null && big(contracts).abs().lte(flat)) continue;
    if (typeof symbol !== 'string' || contracts === null)
      throw new WireFault(
        'badResponse',
        `a position without ${typeof symbol === 'string' ? `size: ${symbol}` : 'symbol'}`,
      );
    const market = exchange.markets?.[symbol];
    if (market === undefined) unlisted.push(symbol);
    positions.push({
      symbol,
      asset: market?.base ?? symbol.split('/')[0] ?? symbol,
      currency: market?.quote ?? 'unknown',
      scope: market?.future === true && scope === 'swap' ? 'future' : scope,
      side: sideOf(row, contracts, symbol),
      size: big(contracts).abs().toString(),
      contractSize: parseDecimal(row['contractSize']) ?? parseDecimal(market?.contractSize) ?? '1',
      contract: contractOf(market),
      entryPrice: positive(row['entryPrice']),
      markPrice: positive(row['markPrice']),
      realizedPnl: parseDecimal(row['realizedPnl']),
      leverage: positive(row['leverage']),
      margin: positive(row['initialMargin']) ?? positive(row['collateral']),
      liquidationPrice: positive(row['liquidationPrice']),
      fundingPaid: null,
      openedAt: null,
      strategy: null,
      // The row's own timestamp is that of the position's last change; the mark is as fresh as the answer.
      at: now,
    });
  }
  return { positions, unlisted };
}

function contractOf(market: CcxtMarket | undefined): PositionReading['contract'] {
  if (market === undefined) return 'quanto';
  if (market.option === true) return 'option';
  // Settled in neither its base nor its quote: the P&L needs a rate that no formula here has.
  if (market.quanto === true) return 'quanto';
  if (market.settle !== undefined && market.settle !== market.quote && market.settle !== market.base) return 'quanto';
  return market.inverse === true ? 'inverse' : 'linear';
}

function sideOf(row: Dict, contracts: Decimal, symbol: string): 'long' | 'short' {
  const side = row['side'];
  if (side === 'long' || side === 'buy') return 'long';
  if (side === 'short' || side === 'sell') return 'short';
  if (big(contracts).lt(0)) return 'short';
  throw new WireFault('badResponse', `a position without side: ${symbol}`);
}

/** Zero stands for "none" in these fields of most exchanges. */
function positive(value: unknown): Decimal | null {
  const number = parseDecimal(value);
  return number === null || !big(number).gt(0) ? null : number;
}
