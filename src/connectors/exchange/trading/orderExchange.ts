import type { CcxtExchange, CcxtMarket, CcxtTicker, Dict } from '../ccxtExchange.ts';

/** What trading uses of ccxt beyond reading, by shape. Amounts and prices go in and come out as decimal text. */
export interface OrderExchange extends CcxtExchange {
  readonly precisionMode: number;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: string,
    price: string | undefined,
    params: Dict,
  ): Promise<Dict>;
  cancelOrder(id: string, symbol: string, params: Dict): Promise<Dict>;
  fetchOrder(id: string | undefined, symbol: string, params: Dict): Promise<Dict>;
  amountToPrecision(symbol: string, amount: string): string;
  priceToPrecision(symbol: string, price: string): string;
}

export interface OrderMarket extends CcxtMarket {
  readonly taker?: unknown;
  readonly precision?: { readonly amount?: unknown; readonly price?: unknown } | undefined;
  readonly limits?:
    | Readonly<Record<string, { readonly min?: unknown; readonly max?: unknown } | undefined>>
    | undefined;
}

export interface OrderTicker extends CcxtTicker {
  readonly bid?: unknown;
  readonly ask?: unknown;
}
