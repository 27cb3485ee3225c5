import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { big } from '../../src/core/decimal.ts';
import { createRealiser } from '../../src/core/ledger/createRealiser.ts';
import { createLotColumns } from '../../src/core/ledger/lotColumns.ts';
import type { RealiseInput } from '../../src/core/ledger/realiseInput.ts';
import { type BenchRow, median } from './benchRow.ts';

const execute = promisify(execFile);
const peer = join(import.meta.dirname, '..', '..', '..', 'shared', 'bench', 'e_fifo.py');
const trades = 1_000_000;
const fills = 100_000;
const rounds = 7;

interface Columns {
  readonly assets: Uint8Array;
  readonly buys: Uint8Array;
  /** Units of 10^-4. */
  readonly quantities: Float64Array;
  readonly prices: Float64Array;
}

/**
 * FIFO of a million trades beside the same in Python with floats, and realised P&L of 100,000 fills from decimal text to decimal
 * text as the product works it out. The columns are the ones under every ledger; their sums are exact, Python's are floats.
 */
export async function run(): Promise<readonly BenchRow[]> {
  const cases = [1, 100].map((assets) => ({ assets, columns: synthetic(assets), spent: [] as number[] }));
  const measure = (): void => {
    for (const { assets, columns, spent } of cases) spent.push(...times(() => matched(columns, assets)));
  };
  // Before and after the peers: whatever else the machine does falls on both.
  measure();
  const peers = await peerMedians();
  measure();
  const rows = cases.map(({ assets, spent }): BenchRow => {
    const name = `e FIFO 1,000,000 trades, ${assets} asset(s)`;
    const found = [...peers].find(([key]) => key.startsWith(name));
    const value = median(spent);
    const reference = found === undefined ? null : { name: found[0], value: found[1] };
    return {
      name: `lots: FIFO of 1,000,000 trades, ${assets === 1 ? '1 asset' : `${assets} assets`}`,
      value,
      unit: 'ms',
      reference,
      aim: reference === null ? 'not compared: there is no Python, or no peer' : '5 × as fast',
      met: reference === null || value * 5 <= reference.value,
    };
  });
  const input = ledgerOf(synthetic(4));
  const value = median(times(() => createRealiser().next(input)));
  rows.push({
    name: 'lots: realised P&L of 100,000 fills, from text to text',
    value,
    unit: 'ms',
    reference: null,
    aim: '≤ 500 ms',
    met: value <= 500,
  });
  return rows;
}

/** What the fold over a ledger does with each fill, without its texts. */
function matched({ assets, buys, quantities, prices }: Columns, count: number): number {
  const books = Array.from({ length: count }, () => createLotColumns('FIFO'));
  let realised = 0;
  for (let index = 0; index < assets.length; index += 1) {
    const book = books[assets[index] ?? 0];
    if (book === undefined) throw new Error('an asset without lots');
    const quantity = quantities[index] ?? 0;
    const value = quantity * (prices[index] ?? 0);
    if (buys[index] === 0) realised += value - book.take(quantity).amount;
    else if (!book.add(index, quantity, value, 0, 0)) throw new Error('the sums are not exact any more');
  }
  return realised / 1e8;
}

function times(work: () => unknown): readonly number[] {
  work();
  return Array.from({ length: rounds }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
}

/** The peer's own recipe: 55 % buys and no short, quantities of 0.01 to 2 with four places; prices with four, as markets have them. */
function synthetic(count: number): Columns {
  const next = noise(count);
  const held = new Float64Array(count);
  const walk = new Float64Array(count).fill(100);
  const columns: Columns = {
    assets: new Uint8Array(trades),
    buys: new Uint8Array(trades),
    quantities: new Float64Array(trades),
    prices: new Float64Array(trades),
  };
  for (let index = 0; index < trades; index += 1) {
    const asset = Math.floor(next() * count);
    const quantity = Math.round(100 + next() * 19_900);
    const buys = next() < 0.55 || (held[asset] ?? 0) < quantity;
    held[asset] = (held[asset] ?? 0) + (buys ? quantity : -quantity);
    walk[asset] = Math.min(5000, Math.max(1, (walk[asset] ?? 0) * (1 + (next() - 0.5) * 0.02)));
    columns.assets[index] = asset;
    columns.buys[index] = buys ? 1 : 0;
    columns.quantities[index] = quantity;
    columns.prices[index] = Math.round((walk[asset] ?? 0) * 10_000);
  }
  return columns;
}

/** The first fills of columns as an account tells them: decimal text, fees in the quote currency. */
function ledgerOf({ assets, buys, quantities, prices }: Columns): RealiseInput {
  const held = new Map<string, number>();
  const names = ['BTC', 'ETH', 'SOL', 'ADA'];
  const told = Array.from({ length: fills }, (_, index) => {
    const base = names[assets[index] ?? 0] ?? '';
    const [quantity, price] = [quantities[index] ?? 0, prices[index] ?? 0];
    const side = buys[index] === 1 ? ('buy' as const) : ('sell' as const);
    held.set(base, (held.get(base) ?? 0) + (side === 'buy' ? quantity : -quantity));
    return {
      account: 'a',
      id: String(index),
      at: 1_600_000_000_000 + index * 60_000,
      symbol: `${base}/USDT`,
      base,
      quote: 'USDT',
      side,
      quantity: (quantity / 1e4).toFixed(4),
      price: (price / 1e4).toFixed(4),
      fee: ((quantity * price) / 1e11).toFixed(6),
      feeCurrency: 'USDT',
      strategy: null,
    };
  });
  const span = { from: 0, until: 2_000_000_000_000 };
  const owned = new Map([...held].map(([asset, units]) => [asset, big(units).div(10_000)]));
  return {
    ledger: { trades: told, flows: [], income: [] },
    method: 'FIFO',
    includeFees: true,
    isCash: (asset) => asset === 'USDT',
    rateAt: () => big(1),
    baseCurrency: 'USD',
    accounts: new Map([['a', { coverage: { trades: span, flows: span, income: span }, owned, contracts: new Map() }]]),
  };
}

/** Deterministic noise (mulberry32). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Medians in ms by the peer's own case names; empty where Python or the peer is missing. */
async function peerMedians(): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (!existsSync(peer)) return found;
  for (const python of ['/usr/bin/python3', 'python3']) {
    const lines = await execute(python, [peer], { timeout: 300_000 }).then(
      ({ stdout }) => stdout.split('\n'),
      () => [],
    );
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const { name, median_ms: value } = JSON.parse(line) as { readonly name: string; readonly median_ms: number };
      found.set(name, value);
    }
    if (found.size > 0) return found;
  }
  return found;
}
