/** How one asset of the simulated market moves; all prices in USD. */
export interface SimulatedAsset {
  readonly asset: string;
  /** Price around which it moves at the end of 2026. */
  readonly price: number;
  /** Annual growth of that level, as a logarithmic rate. */
  readonly growth: number;
  /** Annual volatility. */
  readonly volatility: number;
  /** Weights on the common shocks; what is left of 1 (in squares) is its own. */
  readonly equity: number;
  readonly crypto: number;
  /** Days in which half of a deviation from its level is made good. */
  readonly halfLife: number;
}

const coin = (asset: string, price: number, growth: number, volatility: number, equity: number, crypto: number) => ({
  asset,
  price,
  growth,
  volatility,
  equity,
  crypto,
  halfLife: 240,
});

/**
 * Levels and volatilities are of the order seen in 2023 to 2026. Coins share a crypto shock, which leans on the equity shock:
 * pairs of coins correlate at 0.6 to 0.85, coins and shares at about 0.3. The equity shock is negative for nothing here.
 */
export const simulatedAssets: readonly SimulatedAsset[] = [
  coin('BTC', 96_000, 0.25, 0.48, 0.32, 0.87),
  coin('ETH', 3_400, 0.2, 0.64, 0.33, 0.85),
  coin('SOL', 170, 0.25, 0.82, 0.3, 0.81),
  coin('BNB', 820, 0.2, 0.55, 0.28, 0.77),
  coin('XRP', 2.3, 0.15, 0.76, 0.25, 0.74),
  coin('ADA', 0.62, 0.1, 0.78, 0.28, 0.79),
  coin('DOGE', 0.19, 0.1, 0.9, 0.28, 0.76),
  coin('AVAX', 24, 0.1, 0.86, 0.3, 0.8),
  coin('LINK', 17, 0.15, 0.78, 0.3, 0.79),
  coin('DOT', 4.6, 0.05, 0.74, 0.29, 0.8),
  { asset: 'SPY', price: 640, growth: 0.09, volatility: 0.16, equity: 0.95, crypto: 0, halfLife: 500 },
  { asset: 'QQQ', price: 590, growth: 0.11, volatility: 0.21, equity: 0.92, crypto: 0.05, halfLife: 500 },
  { asset: 'GLD', price: 350, growth: 0.08, volatility: 0.15, equity: 0.05, crypto: 0.03, halfLife: 500 },
  { asset: 'SLV', price: 44, growth: 0.06, volatility: 0.28, equity: 0.2, crypto: 0.08, halfLife: 400 },
  { asset: 'EUR', price: 1.12, growth: 0, volatility: 0.07, equity: 0.15, crypto: 0, halfLife: 300 },
  { asset: 'USDT', price: 1, growth: 0, volatility: 0.008, equity: 0, crypto: 0.1, halfLife: 2 },
  { asset: 'USDC', price: 1, growth: 0, volatility: 0.005, equity: 0, crypto: 0, halfLife: 2 },
];
