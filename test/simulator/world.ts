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
  /** Of a derivative or of a position on margin: what closing it booked, in quote (inverse: in coin). */
  readonly realized?: string;
  /** A spot market traded on margin: on Binance in the margin wallet, on Kraken as a position. */
  readonly margin?: boolean;
  /** Default: the fill's own id + 100,000. */
  readonly orderId?: number;
  readonly clientOrderId?: string;
  /** Its order is among the account's orders: it tells of the fill itself. */
  readonly ofOrder?: true;
}

export interface Flow {
  readonly id: string;
  readonly kind: 'deposit' | 'withdrawal';
  readonly asset: string;
  /** What arrived or was sent; a withdrawal's fee leaves the account beside it. */
  readonly amount: string;
  readonly fee: string;
  readonly at: number;
  /** Default: spot. */
  readonly wallet?: 'spot' | 'funding';
  /** Not confirmed or not sent yet: in the list, in no balance. */
  readonly pending?: boolean;
  /** A state currency by bank or card: in a list of its own at Binance. */
  readonly fiat?: boolean;
}

/** Between two wallets of one account. */
export interface Transfer {
  readonly id: number;
  readonly from: PocketScope;
  readonly to: PocketScope;
  readonly asset: string;
  readonly amount: string;
  readonly at: number;
}

/** Received (positive) or paid without a trade. */
export interface Earning {
  readonly id: number;
  readonly kind: 'dividend' | 'earnReward' | 'staking' | 'funding' | 'interest' | 'rollover';
  readonly scope: PocketScope;
  readonly asset: string;
  readonly amount: string;
  readonly at: number;
  /** Of funding. */
  readonly market?: string;
}

/** One asset became another in the spot wallet; `stake`: the same asset under its staking or savings code. */
export interface Conversion {
  readonly id: number;
  readonly kind: 'dust' | 'convert' | 'stake';
  readonly from: string;
  readonly fromAmount: string;
  readonly to: string;
  readonly toAmount: string;
  readonly at: number;
}

/** An order that was placed while the world runs, or that was not simply filled at once (those are told from the fills). */
export interface WorldOrder {
  readonly id: number;
  readonly market: string;
  readonly kind: MarketKind;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'stop' | 'market';
  /** "0" of a market order. */
  readonly price: string;
  readonly stopPrice?: string;
  readonly quantity: string;
  readonly clientOrderId: string;
  readonly at: number;
  status: 'open' | 'cancelled' | 'filled';
  updatedAt: number;
  readonly reduceOnly?: boolean;
  /** What it got so far. */
  readonly fills?: Fill[];
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
  readonly transfers: Transfer[];
  readonly earnings: Earning[];
  readonly conversions: Conversion[];
  readonly orders: WorldOrder[];
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
