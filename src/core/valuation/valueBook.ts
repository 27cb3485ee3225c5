import type { Big } from '../decimal.ts';
import { sum, toNumber } from '../decimal.ts';
import type { AssetView, Snapshot } from '../model/snapshot.ts';
import { assetViews } from './assetViews.ts';
import type { BookInput } from './book.ts';
import { bookContext } from './bookContext.ts';
import { changes } from './changes.ts';
import type { ValuedAccount } from './valueAccount.ts';
import { total, valueAccount } from './valueAccount.ts';

/**
 * Values the whole book (VAL-0 to VAL-5, POS-1 to POS-3). Pure. Sums are exact and rounded to a double once.
 *
 * `equity` is null as soon as one account's equity is not known (positions only, never read, a pocket never read, nothing
 * priced); `knownEquity` is then what is known. An unpriced coin in an account that is otherwise known leaves `equity` a
 * number of what is priced, and a gap that says so. Everything that makes any number incomplete is in `gaps`, in words.
 */
export function valueBook(input: BookInput): Snapshot {
  const context = bookContext(input);
  const accounts = input.accounts.map((account) => valueAccount(account, context));
  const holdings = accounts.flatMap((account) => account.holdings);
  const positions = accounts.flatMap((account) => account.positions);
  const gaps = accounts.flatMap((account) => account.gaps);
  const unread = accounts.some(({ account }) => account.reading === null || neverRead(account.reading.failedScopes));

  const equity = total(accounts.map((account) => account.equity));
  const unknown = accounts.find((account) => account.equity === null);
  const whole = equity?.gt(0) ? toNumber(equity) : null;
  const shareOf = (value: number | null) => (value === null || whole === null ? null : value / whole);

  const counted = positions.filter((position) => position.counted);
  const symbolNotional: Record<string, Big> = {};
  for (const { view, notional } of counted) {
    const before = symbolNotional[view.symbol];
    if (notional) symbolNotional[view.symbol] = before ? before.plus(notional) : notional;
  }
  const knownNotional = sum(Object.values(symbolNotional));
  const ifRead = (amount: Big | null) => (unread ? null : amount && toNumber(amount));
  const assets = assetViews(holdings, shareOf);
  return {
    asOf: context.at,
    baseCurrency: context.base,
    accounts: accounts.map(({ view }) => shared(view, shareOf(view.value))),
    holdings: holdings.map(({ view }) => shared(view, shareOf(view.value))),
    positions: positions.map(({ view, worth }) => shared(view, shareOf(worth))),
    assets,
    equity: accounts.length === 0 ? null : equity && toNumber(equity),
    equityReason: accounts.length === 0 ? 'no accounts are configured' : unknown ? equityReason(unknown) : null,
    knownEquity: toNumber(sum(accounts.map((account) => account.known))),
    cash: ifRead(total(accounts.map((account) => account.cash))),
    marginUsed: ifRead(total(accounts.map((account) => account.marginUsed))),
    totalNotional: counted.some((position) => position.notional === null) ? null : ifRead(knownNotional),
    knownNotional: toNumber(knownNotional),
    totalUnrealizedPnl: ifRead(total(positions.map((position) => position.unrealized))),
    totalRealizedPnl: ifRead(total(accounts.map((account) => account.realized))),
    symbolNotional: Object.fromEntries(
      Object.entries(symbolNotional).map(([symbol, value]) => [symbol, toNumber(value)]),
    ),
    openPositions: counted.length,
    display: Object.fromEntries(
      input.settings.displayCurrencies.map((currency) => {
        const rate = context.prices.rate(context.base, currency);
        return [currency, equity && rate ? toNumber(equity.times(rate.rate)) : null];
      }),
    ),
    ...changes(accounts, equity, gaps, input, context),
    gaps,
    simulated: accounts.some((account) => account.view.simulated),
    ...performers(assets),
  };
}

/** Fills in a share. The record was made by this valuation and nobody else has it yet, so it need not be copied. */
function shared<T extends { readonly share: number | null }>(view: T, share: number | null): T {
  (view as { share: number | null }).share = share;
  return view;
}

function neverRead(pockets: readonly { readonly lastGoodAt?: number }[]): boolean {
  return pockets.some((pocket) => pocket.lastGoodAt === undefined);
}

function equityReason({ view, account }: ValuedAccount): string {
  return `the equity of ${account.title} is not known: ${view.card.missing['projected'] ?? view.reason ?? 'never read'}`;
}

/** VAL-5 over 24 h, of what is held and no cash; a single asset is the best and nobody's worst. */
function performers(assets: readonly AssetView[]): Pick<Snapshot, 'best' | 'worst'> {
  const ranked = assets
    .flatMap(({ asset, kind, change24h }) =>
      kind === 'asset' && change24h.pct !== null ? [{ asset, pct: change24h.pct }] : [],
    )
    .sort((a, b) => b.pct - a.pct);
  return { best: ranked[0] ?? null, worst: ranked.length > 1 ? (ranked.at(-1) ?? null) : null };
}
