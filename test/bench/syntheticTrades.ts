import type { Trade } from '../../src/core/model/trade.ts';

const markets = [
  ['BTC', 'USDT', 60_000],
  ['ETH', 'USDT', 3000],
  ['SOL', 'USDT', 150],
  ['BTC', 'EUR', 55_000],
  ['ADA', 'USDT', 0.45],
  ['NVDA', 'USD', 170],
] as const;
const strategies = ['Carry', 'Momentum', 'Mean reversion', null] as const;

/** Fills that are the same on every run, one every five minutes up to `until`. */
export function syntheticTrades(count: number, until: number): readonly Trade[] {
  let state = 11;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: count }, (_, index): Trade => {
    const [base, quote, level] = markets[Math.floor(next() * markets.length)] ?? markets[0];
    const side = next() < 0.55 ? 'buy' : 'sell';
    const quantity = (0.001 + next() * 2).toFixed(4);
    const price = (level * (0.9 + next() * 0.2)).toFixed(level < 1 ? 5 : 2);
    return {
      id: String(10_000_000 + index),
      orderId: String(5_000_000 + Math.floor(index / 2)),
      at: until - (count - index) * 300_000,
      symbol: `${base}/${quote}`,
      base,
      quote,
      side,
      quantity,
      price,
      fee: (Number(quantity) * Number(price) * 0.001).toFixed(6),
      feeCurrency: quote,
      strategy: strategies[Math.floor(next() * strategies.length)] ?? null,
      realizedPnl: side === 'buy' ? '0' : ((next() - 0.45) * 100).toFixed(4),
    };
  });
}
