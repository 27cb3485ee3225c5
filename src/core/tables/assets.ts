import { big, sum } from '../decimal.ts';
import type { AssetView, Holding } from '../model/snapshot.ts';
import { worstOf } from '../valuation/spotPositions.ts';
import { cell, column } from './column.ts';
import { dataStates } from './dataStates.ts';
import { isAbout } from './isAbout.ts';
import { defineTable, type TableScene } from './table.ts';

interface AssetRow extends AssetView {
  readonly accounts: readonly string[];
}

/** Every asset of the book over all accounts, the largest value first. */
export const assets = defineTable<AssetRow>({
  id: 'assets',
  title: 'Assets',
  empty: 'No assets yet.',
  parts: ['snapshot'],
  covers: [],
  order: 'value',
  columns: [
    column(['asset', 'Asset', 'text'], 'What is held.', ({ asset }) => cell(asset)),
    column(['kind', 'Kind', 'state'], 'Cash is fiat money and stablecoins on their peg.', ({ kind }) => cell(kind)),
    column(
      ['quantity', 'Quantity', 'quantity'],
      'Over all accounts, what is owed subtracted.',
      ({ quantity }) => cell(quantity),
      { amount: true },
    ),
    column(['price', 'Price', 'price'], 'Price of one in base currency.', ({ price, reason }) =>
      cell(price?.price ?? null, price === null ? (reason ?? 'no price') : price.source),
    ),
    column(
      ['value', 'Value', 'money'],
      'Quantity × price, in base currency.',
      ({ value, reason }) => cell(value, value === null ? (reason ?? 'no price') : null),
      { amount: true },
    ),
    column(['share', 'Share', 'share'], 'Value / total value of the book.', ({ share, reason }) =>
      cell(share, share === null ? (reason ?? 'the total is not known') : null),
    ),
    column(['change24h', '24 h', 'percent'], 'Change of its price over the last 24 hours.', ({ change24h }) =>
      cell(change24h.pct, change24h.reason),
    ),
    column(['state', 'State', 'state'], 'How good its data is.', ({ state, reason }) => cell(state, reason), {
      ranks: dataStates,
    }),
    column(
      ['source', 'Price source', 'text'],
      'Where its price came from, and through which markets.',
      ({ price, reason }) => cell(price?.source ?? null, price === null ? (reason ?? 'no price') : null),
      { hidden: true },
    ),
    column(
      ['accounts', 'Accounts', 'text'],
      'Accounts that hold it.',
      ({ accounts }, { titleOf }) => cell(accounts.map(titleOf).join(', ')),
      { hidden: true },
    ),
  ],
  rows: rowsOf,
  idOf: ({ asset }) => asset,
  about: ({ asset, accounts }, { subject }) => ({
    accounts,
    assets: [asset],
    // A row of several holdings has one only where those of one were asked for.
    strategy: subject.kind === 'strategy' ? subject.id : null,
    at: null,
  }),
});

/** Of the whole book as the valuation summed them; of a part of it summed anew from its holdings. */
function rowsOf(scene: TableScene): readonly AssetRow[] {
  const { snapshot, subject } = scene;
  if (snapshot === null) return [];
  const held = new Map<string, Holding[]>();
  for (const holding of snapshot.holdings) {
    const strategy = holding.strategy ?? scene.strategyOfHolding(holding);
    if (!isAbout(subject, { accounts: [holding.account], assets: [holding.asset], strategy, at: null })) continue;
    held.set(holding.asset, [...(held.get(holding.asset) ?? []), holding]);
  }
  const whole = subject.kind === 'portfolio' || subject.kind === 'asset';
  const rows = [...held].map(([asset, holdings]): AssetRow => {
    const known = whole ? snapshot.assets.find((view) => view.asset === asset) : undefined;
    return { ...(known ?? summed(asset, holdings)), accounts: [...new Set(holdings.map(({ account }) => account))] };
  });
  return rows.sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0));
}

function summed(asset: string, holdings: readonly Holding[]): AssetView {
  const priced = holdings.filter(({ value }) => value !== null);
  const shares = priced.flatMap(({ share }) => share ?? []);
  const first = priced[0] ?? holdings[0];
  return {
    asset,
    quantity: sum(holdings.map(({ quantity, borrowed }) => big(quantity).minus(borrowed))).toString(),
    price: first?.price ?? null,
    value: priced.length === 0 ? null : priced.reduce((total, { value }) => total + (value ?? 0), 0),
    share: shares.length < priced.length || shares.length === 0 ? null : shares.reduce((a, b) => a + b, 0),
    change24h: first?.change24h ?? { abs: null, pct: null, basis: null, reason: 'it has no price' },
    kind: holdings.every(({ kind }) => kind === 'cash') ? 'cash' : 'asset',
    ...worstOf(holdings),
  };
}
