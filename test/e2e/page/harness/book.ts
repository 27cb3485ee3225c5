import type { CorrelationMatrix } from '../../../../src/core/model/analytics.ts';
import type { Finding } from '../../../../src/core/model/risk.ts';
import type { AccountView, AssetView, Change, Position, Snapshot } from '../../../../src/core/model/snapshot.ts';
import type { PortfolioState } from '../../../../src/core/model/state.ts';

/** A book as an engine would hold it: 16 assets in four accounts, one of them stale, one coin without a price. */

export const at = Date.UTC(2026, 10, 19, 21);
export const day = 86_400_000;

/** A small deterministic generator (mulberry32), so that pictures and numbers are the same on every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Three years of daily values that end at `last`. */
export function dailyValues(last: number, days = 1096): { readonly at: number[]; readonly value: number[] } {
  const next = random(7);
  const index = [1];
  for (let count = 1; count < days; count += 1) {
    const wave = 0.0016 * Math.sin(count / 75);
    index.push((index.at(-1) ?? 1) * Math.exp(0.0009 + wave + 0.0125 * normal(next)));
  }
  const scale = last / (index.at(-1) ?? 1);
  return { at: index.map((_, count) => at - (days - 1 - count) * day), value: index.map((value) => value * scale) };
}

const assets: readonly (readonly [string, number, number, number])[] = [
  ['BTC', 4.85, 91250, -0.0032],
  ['ETH', 62.4, 3120.4, 0.0121],
  ['SOL', 820, 171.9, 0.0342],
  ['USDT', 74210.55, 0.9998, 0],
  ['USD', 52100, 1, 0],
  ['LINK', 2400, 17.35, -0.0211],
  ['AVAX', 1180, 31.2, 0.0104],
  ['XRP', 14500, 2.1845, 0.0087],
  ['DOT', 3900, 6.48, -0.0154],
  ['ADA', 31000, 0.6412, 0.0023],
  ['ATOM', 2100, 7.91, -0.0098],
  ['NEAR', 2650, 5.12, 0.0411],
  ['UNI', 980, 10.74, -0.0321],
  ['DOGE', 52000, 0.1387, 0.0176],
  ['PEPE', 410000000, 0.0000118, -0.0655],
  ['ETHW', 0.42, 0, 0],
];

const accounts: readonly (readonly [string, string, AccountView['kind'], number])[] = [
  ['binance-main', 'Binance · main', 'exchange', 0.62],
  ['kraken', 'Kraken', 'exchange', 0.21],
  ['bot', 'Momentum bot', 'file', 0.1],
  ['paper', 'Paper (simulated)', 'paper', 0.07],
];

function change(pct: number | null, value: number | null): Change {
  return pct === null || value === null
    ? { abs: null, pct: null, basis: null, reason: 'no price 24 h ago' }
    : { abs: (value * pct) / (1 + pct), pct, basis: 'heldNow', reason: null };
}

function assetView([asset, quantity, price, pct]: (typeof assets)[number], total: number): AssetView {
  const unpriced = price === 0;
  const value = unpriced ? null : quantity * price;
  return {
    asset,
    quantity: String(quantity),
    price: unpriced ? null : { price, source: `binance ${asset}/USDT → kraken USDT/USD`, at: at - 2_000 },
    value,
    share: value === null ? null : value / total,
    change24h: unpriced ? change(null, null) : change(pct, value),
    kind: asset === 'USD' || asset === 'USDT' ? 'cash' : 'asset',
    state: unpriced ? 'unpriced' : 'ok',
    reason: unpriced ? 'no market leads from ETHW to USD; add a price source or remove the 0.42 ETHW dust' : null,
  };
}

function position(view: AssetView, index: number): Position {
  const perp = index % 4 === 2;
  const entry = view.price ? view.price.price * (1 - 0.12 * Math.sin(index * 1.7)) : null;
  const pnl = view.price && entry !== null ? (view.price.price - entry) * Number(view.quantity) : null;
  return {
    id: `binance-main/${perp ? 'swap' : 'spot'}/${view.asset}`,
    symbol: perp ? `${view.asset}/USDT:USDT` : `${view.asset}/USD`,
    asset: view.asset,
    account: accounts[index % accounts.length]?.[0] ?? 'paper',
    instrument: perp ? 'swap' : 'spot',
    side: index % 5 === 4 ? 'short' : 'long',
    size: view.quantity,
    currency: 'USD',
    entryPrice: index % 6 === 5 ? null : entry,
    markPrice: view.price?.price ?? null,
    notional: view.value,
    unrealizedPnl: index % 6 === 5 ? null : pnl,
    realizedPnl: null,
    roi: index % 6 === 5 || entry === null || !view.price ? null : view.price.price / entry - 1,
    leverage: perp ? 3 : null,
    margin: perp && view.value !== null ? view.value / 3 : null,
    liquidationPrice: perp && entry !== null ? entry * 0.7 : null,
    fundingPaid: perp ? -12.4 : null,
    openedAt: at - index * 9 * day,
    strategy: index % 2 === 0 ? 'momentum' : null,
    baseNotional: view.value,
    baseUnrealizedPnl: index % 6 === 5 ? null : pnl,
    baseRealizedPnl: null,
    share: view.share,
    change24h: view.change24h,
    price: view.price,
    state: view.state,
    reason: view.reason,
    missing: {
      entryPrice: 'no trades known: the ledger of this exchange is not read yet',
      realizedPnl: 'no trades known',
    },
  };
}

function correlationOf(names: readonly string[]): CorrelationMatrix {
  const next = random(11);
  const loads = names.map((_, index) => ({ a: 0.25 + 0.7 * next(), b: (index % 3) / 3 - 0.55 * next() }));
  const rows = names.map((_, row) =>
    names.map((_name, column) => {
      const x = loads[row];
      const y = loads[column];
      if (!x || !y) return null;
      return row === column ? 1 : Math.max(-0.6, Math.min(0.95, 1.5 * x.a * y.a + 0.9 * x.b * y.b - 0.16));
    }),
  );
  return {
    method: 'pearson',
    window: 90,
    assets: names,
    rows,
    overlap: names.map(() => names.map(() => 90)),
    excluded: [{ asset: 'ETHW', reason: 'no daily prices' }],
    simulated: false,
  };
}

function finding(over: Partial<Finding> & Pick<Finding, 'limit' | 'title' | 'state' | 'threshold'>): Finding {
  const value = over.value ?? null;
  return {
    subject: null,
    unit: 'money',
    value,
    ratio: value === null ? null : value / over.threshold,
    headroom: value === null ? null : over.threshold - value,
    message: `${over.title} is ${value ?? 'unknown'} of ${over.threshold} USD`,
    incomplete: [],
    ageMs: 2_000,
    contributors: [],
    ...over,
  };
}

export function bookState(over: Partial<PortfolioState> = {}): PortfolioState {
  const total = assets.reduce((sum, [, quantity, price]) => sum + quantity * price, 0);
  const views = assets.map((entry) => assetView(entry, total)).sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const snapshot: Snapshot = {
    asOf: at,
    baseCurrency: 'USD',
    accounts: accounts.map(([id, title, kind, share]): AccountView => {
      const value = total * share;
      return {
        id,
        kind,
        title,
        exchange: kind === 'exchange' ? id : null,
        simulated: kind === 'paper',
        value,
        knownValue: value,
        share,
        state: 'ok',
        reason: null,
        at: at - 2_000,
        retryAt: null,
        card: {
          projected: value,
          todayReturnPct: kind === 'exchange' ? null : 0.0061,
          todayIncome: kind === 'exchange' ? null : value * 0.0061,
          openPnl: value * 0.034,
          available: value * 0.22,
          marginUsed: kind === 'file' ? null : value * 0.08,
          missing: {
            todayReturnPct: 'cash flows of this exchange are not known yet',
            marginUsed: 'the file has no account block',
          },
        },
        notes: kind === 'exchange' ? ['The key can only read'] : [],
      };
    }),
    holdings: [],
    positions: views.filter((view) => view.kind === 'asset').map(position),
    assets: views,
    equity: total,
    equityReason: null,
    knownEquity: total,
    cash: 126_310,
    marginUsed: 44_000,
    totalNotional: 812_400,
    knownNotional: 812_400,
    totalUnrealizedPnl: 24_310,
    totalRealizedPnl: null,
    symbolNotional: {},
    openPositions: 14,
    display: { BTC: total / 91250 },
    change24h: change(0.0028, total),
    monthToDate: { abs: 21_412.5, pct: 0.0242, basis: 'flows', reason: null },
    allTime: { abs: 412_903, pct: 0.8412, basis: 'flows', reason: null },
    gaps: [{ account: 'kraken', asset: 'ETHW', state: 'unpriced', reason: 'no market leads from ETHW to USD' }],
    simulated: false,
    best: { asset: 'NEAR', pct: 0.0411 },
    worst: { asset: 'PEPE', pct: -0.0655 },
  };
  const slices = (entries: readonly (readonly [string, number])[]) =>
    entries.map(([key, value]) => ({ key, value, share: value / total }));
  const perYear = 'daily returns, 365 a year, n − 1, rf 0 %';
  return {
    id: '/home/me/book',
    name: 'Main book',
    configPath: '/home/me/book/quantfolio.json',
    phase: 'idle',
    restored: false,
    config: { state: 'good', problems: 0, summary: null },
    snapshot,
    allocations: [
      {
        by: 'asset',
        basis: 'value',
        incomplete: snapshot.gaps,
        slices: slices(views.flatMap((view) => (view.value === null ? [] : [[view.asset, view.value] as const]))),
      },
      {
        by: 'account',
        basis: 'value',
        incomplete: [],
        slices: slices(accounts.map(([id, , , share]) => [id, share * total] as const)),
      },
      {
        by: 'sector',
        basis: 'value',
        incomplete: [],
        slices: slices([
          ['Layer 1', total * 0.72],
          ['DeFi', total * 0.06],
          ['Meme', total * 0.02],
          ['cash', total * 0.2],
        ]),
      },
      {
        by: 'instrument',
        basis: 'value',
        incomplete: [],
        slices: slices([
          ['spot', total * 0.6],
          ['swap', total * 0.2],
          ['cash', total * 0.2],
        ]),
      },
    ],
    analytics: {
      periods: { start: at - 1095 * day, end: at, count: 1095, perYear: 365 },
      metrics: [
        {
          id: 'totalReturn',
          group: 'return',
          title: 'Total return',
          unit: 'percent',
          result: { value: 0.8412 },
          convention: 'time-weighted over cash flows, simple',
        },
        {
          id: 'cagr',
          group: 'return',
          title: 'Annualised return',
          unit: 'percent',
          result: { value: 0.2257 },
          convention: '(end / start)^(365 / n) − 1',
        },
        {
          id: 'volatility',
          group: 'risk',
          title: 'Volatility (ann.)',
          unit: 'percent',
          result: { value: 0.2391 },
          convention: perYear,
        },
        {
          id: 'sharpe',
          group: 'ratio',
          title: 'Sharpe',
          unit: 'ratio',
          result: { value: 0.97 },
          convention: `mean excess / deviation × √365; ${perYear}`,
        },
        {
          id: 'sortino',
          group: 'ratio',
          title: 'Sortino',
          unit: 'ratio',
          result: { value: 1.42 },
          convention: 'downside deviation over all n, MAR 0',
        },
        {
          id: 'maxDrawdown',
          group: 'drawdown',
          title: 'Max drawdown',
          unit: 'percent',
          result: { value: -0.2569 },
          convention: 'compounded, includes the starting 1',
        },
        {
          id: 'calmar',
          group: 'ratio',
          title: 'Calmar',
          unit: 'ratio',
          result: { reason: 'needs three years of returns' },
          convention: '',
        },
      ],
      correlation: correlationOf(
        views.filter((view) => view.kind === 'asset' && view.value !== null).map((view) => view.asset),
      ),
      correlationReason: null,
      drawdown: { value: -0.0042 },
      sparkline: null,
    },
    risk: {
      at,
      state: 'BREACH',
      allowed: false,
      reasons: [],
      warnings: [],
      metrics: {},
      findings: [
        finding({
          limit: 'maxTotalExposureNotional',
          title: 'Total exposure',
          threshold: 1_500_000,
          value: 812_400,
          state: 'OK',
        }),
        finding({
          limit: 'maxSymbolExposureNotional',
          title: 'Symbol exposure',
          subject: 'BTC',
          threshold: 420_000,
          value: 442_562.5,
          state: 'BREACH',
        }),
        finding({
          limit: 'maxSymbolExposureNotional',
          title: 'Symbol exposure',
          subject: 'ETH',
          threshold: 220_000,
          value: 194_712.96,
          state: 'WARNING',
        }),
        finding({
          limit: 'maxDailyLossPct',
          title: 'Daily loss',
          unit: 'percent',
          threshold: 5,
          value: null,
          ratio: null,
          headroom: null,
          state: 'UNKNOWN',
          incomplete: ['cash flows of Kraken are not known yet'],
          message: 'Daily loss is unknown: cash flows of Kraken are not known yet',
        }),
        finding({
          limit: 'maxOpenPositions',
          title: 'Open positions',
          unit: 'count',
          threshold: 20,
          value: 14,
          state: 'OK',
        }),
        finding({
          limit: 'maxDrawdownPct',
          title: 'Drawdown',
          unit: 'percent',
          threshold: 15,
          value: 0.42,
          state: 'OK',
        }),
        finding({ limit: 'maxLeverage', title: 'Leverage', unit: 'ratio', threshold: 2, value: 0.86, state: 'OK' }),
      ],
    },
    health: [
      {
        id: 'unpriced:ETHW',
        severity: 'warning',
        title: 'ETHW has no price',
        detail: '0.42 ETHW on Kraken is not in the total: no market leads to USD',
        account: 'kraken',
        share: 0.0001,
        action: { command: 'openConfiguration', argument: null, title: 'Open configuration' },
      },
      {
        id: 'skew:binance-main',
        severity: 'info',
        title: 'Clock of this machine is 1.4 s ahead of Binance',
        detail: 'Requests are signed with the exchange’s time',
        account: 'binance-main',
        share: null,
        action: null,
      },
    ],
    redirectedTo: null,
    sectors: {},
    trading: [
      { account: 'paper', live: false, ready: true, reason: null },
      { account: 'binance-main', live: true, ready: true, reason: null },
      { account: 'kraken', live: true, ready: false, reason: 'read-only: set “mode”: “trade” in its block' },
    ],
    hasTargets: true,
    updateInterval: 60,
    notices: [],
    ...over,
  };
}

export function staleState(): PortfolioState {
  const state = bookState();
  if (!state.snapshot) return state;
  const stale = (account: AccountView): AccountView =>
    account.id === 'kraken'
      ? {
          ...account,
          state: 'stale',
          at: at - 14 * 60_000,
          retryAt: at + 40_000,
          reason: 'rate limited, next try in 40 s',
        }
      : account;
  return { ...state, snapshot: { ...state.snapshot, accounts: state.snapshot.accounts.map(stale) } };
}

export function failedState(): PortfolioState {
  const state = bookState();
  if (!state.snapshot) return state;
  const failed = (account: AccountView): AccountView => ({
    ...account,
    state: 'failed',
    value: null,
    at: null,
    reason: `${account.title} refused the key: 401 Unauthorized`,
  });
  return {
    ...state,
    snapshot: { ...state.snapshot, equity: null, accounts: state.snapshot.accounts.slice(0, 1).map(failed) },
    health: [
      {
        id: 'account:binance-main',
        severity: 'critical',
        title: 'Binance · main cannot be read',
        detail: 'It refused the key: 401 Unauthorized',
        account: 'binance-main',
        share: null,
        action: { command: 'replaceKey', argument: 'binance-main', title: 'Replace key' },
      },
    ],
  };
}
