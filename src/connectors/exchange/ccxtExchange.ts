/** What this room uses of ccxt, by shape: amounts are text because every instance is made with `number = String`. */
export type Dict = Readonly<Record<string, unknown>>;

export interface CcxtMarket {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly settle?: string | undefined;
  readonly spot?: boolean;
  readonly swap?: boolean;
  readonly future?: boolean;
  readonly option?: boolean;
  readonly linear?: boolean | undefined;
  readonly inverse?: boolean | undefined;
  readonly quanto?: boolean | undefined;
  readonly active?: boolean | undefined;
  readonly contractSize?: unknown;
}

export interface CcxtTicker {
  readonly symbol: string;
  readonly timestamp?: number | undefined;
  readonly last?: unknown;
  readonly close?: unknown;
  readonly open?: unknown;
}

/** The arguments of ccxt's one funnel for requests. */
export type Fetch2 = (
  path: string,
  api?: string | readonly string[],
  method?: string,
  params?: Dict,
  headers?: unknown,
  body?: unknown,
  config?: unknown,
) => Promise<unknown>;

export type HandleErrors = (
  status: number,
  statusText: string,
  url: string,
  method: string,
  headers: unknown,
  body: string,
  parsed: unknown,
  requestHeaders: unknown,
  requestBody: unknown,
) => unknown;

export interface CcxtExchange {
  readonly id: string;
  readonly name: string;
  readonly has: Readonly<Record<string, boolean | 'emulated' | undefined>>;
  readonly requiredCredentials: Readonly<Record<string, boolean>>;
  readonly timeframes?: Dict | undefined;
  readonly rateLimit: number;
  readonly currencies?: Readonly<Record<string, unknown>>;
  readonly version?: string;
  hostname?: string;
  urls: Record<string, unknown>;
  options: Record<string, unknown>;
  markets: Readonly<Record<string, CcxtMarket>> | undefined;
  number: unknown;
  timeout: number;
  enableRateLimit: boolean;
  fetchImplementation: unknown;
  throttle: (cost?: number) => Promise<unknown>;
  fetch2: Fetch2;
  nonce(): number;
  sign: (...values: readonly unknown[]) => unknown;
  handleErrors: HandleErrors;
  /** Only classes with WebSocket support have these two. */
  watch?: (...values: readonly unknown[]) => Promise<unknown>;
  watchMultiple?: (...values: readonly unknown[]) => Promise<unknown>;
  parseTicker: (...values: readonly unknown[]) => unknown;
  parseJson: (text: string) => unknown;
  onJsonResponse(text: string): string;
  setSandboxMode(enabled: boolean): void;
  setMarkets(markets: unknown, currencies?: unknown): unknown;
  setMarketsFromExchange(source: CcxtExchange): unknown;
  loadMarkets(reload?: boolean): Promise<unknown>;
  loadTimeDifference(): Promise<unknown>;
  fetchTime(): Promise<unknown>;
  fetchBalance(params?: Dict): Promise<Dict>;
  fetchPositions(symbols?: readonly string[], params?: Dict): Promise<readonly Dict[]>;
  fetchTickers(symbols?: readonly string[], params?: Dict): Promise<Readonly<Record<string, CcxtTicker>>>;
  fetchTicker(symbol: string): Promise<CcxtTicker>;
  fetchOHLCV(
    symbol: string,
    timeframe: string,
    since?: number,
    limit?: number,
  ): Promise<readonly (readonly unknown[])[]>;
}

export type ExchangeClass = new (settings: Dict) => CcxtExchange;
