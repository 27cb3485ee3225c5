export type ExchangeId = 'binance' | 'kraken';
export type MarketKind = 'spot' | 'linear' | 'inverse';

/** One market as its exchange lists it; names and codes are the exchange's own (XXBT, XXBTZUSD, BTCUSDT). */
export interface Market {
  readonly exchange: ExchangeId;
  readonly kind: MarketKind;
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  /** A delisted market: still listed with its last price, but nothing can be traded on it. */
  trading: boolean;
  readonly pricePlaces: number;
  readonly amountPlaces: number;
  /** Inverse: value of one contract in the quote currency. */
  readonly contractSize: string;
  /** Kraken's short name, "XBTUSD"; elsewhere the id. */
  readonly altname: string;
  /** Name on the WebSocket, "BTC/USD"; elsewhere the id. */
  readonly streamName: string;
}

/** Kraken's asset table: `code` on REST balances, `altname`, and `name` on the WebSocket v2. */
export interface Asset {
  readonly code: string;
  readonly altname: string;
  readonly name: string;
  readonly decimals: number;
}

export interface Price {
  last: string;
  readonly open24h: string;
  readonly volume: string;
  /** Every change since the world began, ascending; candles after the start come from it. */
  readonly changes: { readonly at: number; readonly price: string }[];
}

export interface Pocket {
  free: string;
  locked: string;
  borrowed: string;
  interest: string;
}

export interface Position {
  readonly market: string;
  readonly kind: MarketKind;
  /** Signed: coins (linear, Kraken margin) or contracts (inverse). */
  amount: string;
  entry: string;
  leverage: string;
  updatedAt: number;
}

export interface Fill {
  readonly id: number;
  readonly market: string;
  readonly kind: MarketKind;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly quantity: string;
  readonly fee: string;
  readonly feeAsset: string;
  readonly at: number;
  readonly maker: boolean;
}

export interface Flow {
  readonly id: string;
  readonly kind: 'deposit' | 'withdrawal';
  readonly asset: string;
  readonly amount: string;
  readonly fee: string;
  readonly at: number;
}

/** What the key may do. `futures`: the futures account was open when the key was made. */
export interface Permissions {
  read: boolean;
  trade: boolean;
  withdraw: boolean;
  futures: boolean;
  ipRestricted: boolean;
}

export type PocketScope = 'spot' | 'margin' | 'funding' | 'earn' | 'linear' | 'inverse';

export interface Account {
  readonly id: string;
  readonly exchange: ExchangeId;
  apiKey: string;
  /** Kraken: base64. */
  secret: string;
  revoked: boolean;
  readonly permissions: Permissions;
  /** Balances by pocket and the exchange's own asset code. */
  readonly pockets: Readonly<Record<PocketScope, Record<string, Pocket>>>;
  readonly positions: Position[];
  readonly fills: Fill[];
  readonly flows: Flow[];
}

/** Everything the simulated exchanges know. Plain data: a test may change any of it while the simulator runs. */
export interface World {
  readonly startedAt: number;
  readonly markets: Market[];
  readonly assets: Asset[];
  readonly prices: Map<string, Price>;
  readonly accounts: Account[];
}

export function marketKey(market: Pick<Market, 'exchange' | 'kind' | 'id'>): string {
  return `${market.exchange}:${market.kind}:${market.id}`;
}

export function priceOf(world: World, market: Market): Price {
  const price = world.prices.get(marketKey(market));
  if (price === undefined) throw new Error(`the simulated world has no price for ${marketKey(market)}`);
  return price;
}

export function pocket(free: string, locked = '0', borrowed = '0', interest = '0'): Pocket {
  return { free, locked, borrowed, interest };
}
