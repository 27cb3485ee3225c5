import { big } from '../../src/core/decimal.ts';
import type { RealisedAccount } from '../../src/core/ledger/realiseInput.ts';
import type { Income, Ledger } from '../../src/core/model/ledger.ts';
import type { CashFlow, Trade } from '../../src/core/model/trade.ts';
import type { TaxInput } from '../../src/core/tax/taxReport.ts';

type Own<T> = T & { readonly account: string };

let next = 0;

/** A fill of account `a` unless told otherwise; `when` is a date or a time. */
export function fill(
  when: string,
  symbol: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  more: Partial<Own<Trade>> = {},
): Own<Trade> {
  next += 1;
  const [base = '', quote = ''] = symbol.split(/[/:]/);
  const common = { id: `t${next}`, at: Date.parse(when), symbol, base, quote, side, quantity, price, strategy: null };
  return { ...common, fee: null, feeCurrency: null, account: 'a', ...more };
}

export function flow(when: string, asset: string, quantity: string, more: Partial<Own<CashFlow>> = {}): Own<CashFlow> {
  next += 1;
  const kind = quantity.startsWith('-') ? 'withdrawal' : 'deposit';
  return { id: `f${next}`, at: Date.parse(when), asset, quantity, kind, account: 'a', ...more };
}

export function earned(
  when: string,
  asset: string,
  quantity: string,
  kind: Income['kind'],
  more: Partial<Own<Income>> = {},
): Own<Income> {
  next += 1;
  return { id: `i${next}`, at: Date.parse(when), asset, quantity, kind, symbol: null, account: 'a', ...more };
}

/** Accounts own what their spot entries add up to, so that nothing was there before. */
export function taxInput(ledger: Partial<Ledger>, more: Partial<TaxInput> = {}): TaxInput {
  const all: Ledger = { trades: [], flows: [], income: [], ...ledger };
  const owned = new Map<string, Map<string, ReturnType<typeof big>>>();
  const contracts = new Map<string, Map<string, ReturnType<typeof big>>>();
  const add = (to: typeof owned, account: string, key: string, quantity: ReturnType<typeof big>): void => {
    const own = to.get(account) ?? new Map<string, ReturnType<typeof big>>();
    to.set(account, own.set(key, (own.get(key) ?? big(0)).plus(quantity)));
  };
  for (const { account, symbol, base, quote, side, quantity, price, fee, feeCurrency, contract } of all.trades) {
    const signed = big(quantity).times(side === 'buy' ? 1 : -1);
    if (contract === undefined) {
      add(owned, account, base, signed);
      add(owned, account, quote, signed.times(price).neg());
    } else add(contracts, account, symbol, signed);
    if (fee !== null && feeCurrency !== null) add(owned, account, feeCurrency, big(fee).neg());
  }
  for (const { account, asset, quantity } of [...all.flows, ...all.income]) add(owned, account, asset, big(quantity));
  const span = { from: 0, until: Date.parse('2030-01-01') };
  const ids = new Set([...owned.keys(), ...contracts.keys()]);
  const accounts = new Map(
    [...ids].map((id): [string, RealisedAccount] => [
      id,
      {
        coverage: { trades: span, flows: span, income: span },
        owned: owned.get(id) ?? new Map(),
        contracts: contracts.get(id) ?? new Map(),
      },
    ]),
  );
  const prices: Readonly<Record<string, string>> = { EUR: '1', USD: '0.9', BTC: '50000', ETH: '2000', BNB: '500' };
  return {
    ledger: all,
    accounts,
    method: 'FIFO',
    year: 2024,
    dayBoundary: 'UTC',
    includeFees: true,
    baseCurrency: 'EUR',
    isCash: (asset) => asset === 'EUR' || asset === 'USD' || asset === 'USDT',
    rateAt: (asset) => (prices[asset] === undefined ? null : big(prices[asset])),
    ...more,
  };
}
