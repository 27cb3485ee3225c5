import { parseDecimal } from '../../../core/decimal.ts';
import type { Scope } from '../../../core/model/account.ts';
import type { Income } from '../../../core/model/ledger.ts';
import type { CcxtExchange } from '../ccxtExchange.ts';
import { WireFault } from '../wireFault.ts';
import { binanceMarkets, futuresMemoryMs } from './binanceMarkets.ts';
import { byWindow } from './byWindow.ts';
import { raw, rowsOf } from './raw.ts';
import { assetOf } from './readFlow.ts';
import { nothing, type Stream, type StreamContext } from './stream.ts';

const day = 86_400_000;
/**
 * Fills carry realised P&L and commission themselves, so these rows of the income history only tell which markets were traded;
 * transfers are asked for by wallet, because a row here does not say where from.
 */
const toldElsewhere = /^(COMMISSION|REALIZED_PNL|TRANSFER|INTERNAL_TRANSFER|STRATEGY_UMFUTURES_TRANSFER)$/;

const kinds: Readonly<Record<string, Income['kind']>> = {
  FUNDING_FEE: 'funding',
  INSURANCE_CLEAR: 'fee',
  REFERRAL_KICKBACK: 'rebate',
  COMMISSION_REBATE: 'rebate',
  API_REBATE: 'rebate',
  FEE_RETURN: 'rebate',
  DELIVERED_SETTELMENT: 'realizedPnl',
  COIN_SWAP_DEPOSIT: 'conversion',
  COIN_SWAP_WITHDRAW: 'conversion',
  AUTO_EXCHANGE: 'conversion',
};

/** USDⓈ-M or COIN-M: income first, because it tells which markets to ask for fills. */
export function binanceFutures(context: StreamContext, side: 'linear' | 'inverse'): readonly Stream[] {
  const { exchange } = context;
  const scope: Scope = side === 'linear' ? 'swap' : 'future';
  return [
    {
      key: `income ${side}`,
      kinds: ['income'],
      title: `${side} futures income`,
      async page(state, pass) {
        const symbols = new Set<string>();
        const read = byWindow({
          windowMs: 7 * day,
          limit: 1000,
          overlapMs: 3_600_000,
          memoryMs: futuresMemoryMs,
          epoch: Date.UTC(2019, 8, 1),
          async fetch(startTime, endTime, limit) {
            const method = side === 'linear' ? 'fapiPrivateGetIncome' : 'dapiPrivateGetIncome';
            const rows = rowsOf({ rows: await raw(exchange, method, { startTime, endTime, limit }) }, 'rows');
            const income = rows.flatMap((row): Income[] => {
              const symbol = symbolOf(exchange, String(row['symbol'] ?? ''), side);
              if (symbol !== null) symbols.add(symbol);
              const type = String(row['incomeType']);
              if (toldElsewhere.test(type)) return [];
              const quantity = parseDecimal(row['income']);
              if (quantity === null || typeof row['asset'] !== 'string')
                throw new WireFault('badResponse', `income without amount or asset (${type})`);
              const id = `${type}:${String(row['tranId'])}:${String(row['symbol'] ?? '')}`;
              const asset = assetOf(exchange, row['asset']);
              return [{ id, at: Number(row['time']), asset, quantity, kind: kinds[type] ?? 'other', symbol, scope }];
            });
            return { entries: { ...nothing, income }, count: rows.length };
          },
        });
        const page = await read(state, pass);
        return { ...page, symbols: [...symbols] };
      },
    },
    ...binanceMarkets(context, side),
  ];
}

function symbolOf(exchange: CcxtExchange, id: string, side: 'linear' | 'inverse'): string | null {
  if (id === '') return null;
  for (const market of Object.values(exchange.markets ?? {}))
    if (market[side] === true && (market as { readonly id?: unknown }).id === id) return market.symbol;
  return null;
}
