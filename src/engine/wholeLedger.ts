import type { Config } from '../config/schema.ts';
import { big } from '../core/decimal.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import { settlementOf } from '../core/ledger/movements.ts';
import type { RealisedAccount } from '../core/ledger/realiseInput.ts';
import type { AccountReading } from '../core/model/account.ts';
import type { Ledger } from '../core/model/ledger.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import { fiatCurrencies } from '../core/valuation/fiat.ts';
import { contractsOf, notCovered, ownedBy } from './ledgerBook.ts';
import { identitiesNote } from './ledgerKeeper.ts';
import { createPastRates } from './pastRates.ts';
import type { Portfolio } from './portfolio.ts';

/** Everything that is known to have happened in any account, as it was told: nothing in it is worked out. */
export interface WholeLedger {
  readonly ledger: Ledger;
  readonly accounts: ReadonlyMap<string, RealisedAccount>;
  /** Accounts whose entries are not known, in words. */
  readonly notes: readonly string[];
}

const day = 86_400_000;
const always = Number.MAX_SAFE_INTEGER;

/** From memory where an account's ledger or reading is there, else as it was stored (accounts that were not read yet, or that left). */
export async function wholeLedger(portfolio: Portfolio, config: Config): Promise<WholeLedger> {
  const trades: Ledger['trades'][number][] = [];
  const flows: Ledger['flows'][number][] = [];
  const income: Ledger['income'][number][] = [];
  const accounts = new Map<string, RealisedAccount>();
  const notes: string[] = [];
  const history = portfolio.memory().history;
  const readings = new Map((portfolio.book()?.accounts ?? []).map((account) => [account.id, account.reading]));
  const ids = new Set([...Object.keys(config.accounts), ...(await everRead(portfolio))]);
  for (const account of ids) {
    const known = portfolio.ledgers().known(account);
    const reading = readings.get(account) ?? null;
    const add = (of: { readonly [K in keyof Ledger]: Iterable<Omit<Ledger[K][number], 'account'>> }): void => {
      for (const each of of.trades) trades.push({ ...each, account });
      for (const each of of.flows) flows.push({ ...each, account });
      for (const each of of.income) income.push({ ...each, account });
    };
    if (known !== null) {
      const { book, coverage, owned } = known;
      add({ trades: book.trades.values(), flows: book.flows.values(), income: book.income.values() });
      accounts.set(account, {
        coverage,
        ...(owned === null ? heldBy(reading) : { owned: owned.assets, contracts: owned.contracts }),
      });
      continue;
    }
    if (reading !== null && reading.trades !== null && reading.ledger === undefined) {
      add({ trades: reading.trades, flows: reading.flows ?? [], income: reading.income ?? [] });
      const span = { from: 0, until: reading.at };
      const coverage = {
        trades: span,
        flows: reading.flows === null ? { reason: 'it tells none' } : span,
        income: span,
      };
      const paper = config.accounts[account]?.kind === 'paper' ? { ...asFilled(reading), allowsShort: true } : {};
      accounts.set(account, { coverage, ...heldBy(reading), ...paper });
      continue;
    }
    const stored = await history?.ledger(account, 0, always);
    if (stored !== undefined) add(stored);
    const state = (await history?.ledgerState(account)) ?? null;
    const configured = Object.hasOwn(config.accounts, account);
    if (state !== null) {
      accounts.set(account, { coverage: state.coverage, ...heldBy(reading) });
      if (!configured) notes.push(`${account} is not configured any more; its stored entries are in it.`);
    } else if (configured) {
      notes.push(
        reading === null
          ? `${account} was not read yet: nothing of it is in it.`
          : `${account} tells no trades: nothing of it is in it.`,
      );
    } else if (stored !== undefined && stored.trades.length + stored.flows.length + stored.income.length > 0) {
      accounts.set(account, { coverage: notCovered('it is not configured any more'), ...heldBy(null) });
    }
  }
  return { ledger: { trades, flows, income }, accounts, notes };
}

/** Accounts that were ever read, also those that have left the configuration. */
async function everRead(portfolio: Portfolio): Promise<readonly string[]> {
  const text = await portfolio
    .memory()
    .use('reading the ledger', null as string | null, (history) => history.note(identitiesNote));
  return Object.keys(text === null || text === '' ? {} : (JSON.parse(text) as Record<string, string>));
}

function heldBy(reading: AccountReading | null): Pick<RealisedAccount, 'owned' | 'contracts'> {
  return reading === null
    ? { owned: new Map(), contracts: new Map() }
    : { owned: ownedBy(reading), contracts: contractsOf(reading) };
}

/** What fills made: a short on a spot market is less than nothing of its coin, not a position beside the balances. */
function asFilled(reading: AccountReading): Pick<RealisedAccount, 'owned'> {
  const owned = new Map(ownedBy(reading));
  const spot = new Set(
    (reading.trades ?? []).flatMap(({ symbol, contract }) => (contract === undefined ? [symbol] : [])),
  );
  for (const { symbol, asset, side, size } of reading.positions) {
    if (!spot.has(symbol)) continue;
    owned.set(asset, (owned.get(asset) ?? big(0)).plus(side === 'long' ? size : big(size).neg()));
  }
  return { owned };
}

/** Money has no lots. */
export function isCashOf(config: Config): (asset: string) => boolean {
  const cash = new Set([...fiatCurrencies, ...config.risk.stablecoins]);
  return (asset) => cash.has(asset);
}

/**
 * Prices of the past of everything that amounts are told in (quote and fee currencies, income): daily closes since the first
 * entry, asked for where they are not known, beside those of what is held.
 */
export async function pastRatesFor(
  portfolio: Portfolio,
  config: Config,
  snapshot: Snapshot | null,
  { ledger }: WholeLedger,
  now: number,
): Promise<RateAt> {
  const { baseCurrency } = config;
  const first = new Map<string, number>();
  const simulated = new Map<string, boolean>();
  const need = (asset: string, at: number, account: string): void => {
    if (asset === baseCurrency) return;
    first.set(asset, Math.min(at, first.get(asset) ?? at));
    simulated.set(asset, (simulated.get(asset) ?? true) && config.accounts[account]?.kind === 'paper');
  };
  for (const trade of ledger.trades) {
    need(settlementOf(trade), trade.at, trade.account);
    if (trade.fee !== null && trade.feeCurrency !== null && trade.feeCurrency !== trade.base) {
      need(trade.feeCurrency, trade.at, trade.account);
    }
  }
  for (const { asset, at, account } of ledger.income) need(asset, at, account);
  for (const { asset, at, account, kind } of ledger.flows) if (kind === 'fee') need(asset, at, account);
  const oldest = Math.min(now, ...first.values());
  const wanted = [...first.keys()].map((asset) => ({ asset, simulated: simulated.get(asset) === true }));
  const days = Math.ceil((now - oldest) / day) + 5;
  const closes = wanted.length === 0 ? [] : await portfolio.closes().closesOf(wanted, days, baseCurrency);
  const others = createPastRates({ closes: () => closes, snapshot: () => snapshot });
  const known = new Map<string, ReturnType<RateAt>>();
  // A million fills ask for the same few days.
  return (asset, at) => {
    const key = `${asset} ${Math.floor(at / day)}`;
    const rate = known.get(key);
    if (rate !== undefined) return rate;
    const found = others(asset, at) ?? portfolio.rateAt(asset, at);
    known.set(key, found);
    return found;
  };
}
