import Big from 'big.js';
import type { Account, Conversion, Earning, Fill, Flow, Market, PocketScope, Transfer, World } from './world.ts';
import { marketKey } from './world.ts';

const known = new WeakMap<World, Map<string, Market>>();

function marketOf(world: World, { exchange }: Account, { kind, market }: Fill): Market | undefined {
  const markets = known.get(world) ?? new Map<string, Market>();
  known.set(world, markets);
  const key = marketKey({ exchange, kind, id: market });
  const found = markets.get(key) ?? world.markets.find((one) => marketKey(one) === key);
  if (found !== undefined) markets.set(key, found);
  return found;
}

/** What one record did to one balance. */
export interface Movement {
  readonly scope: PocketScope;
  readonly asset: string;
  readonly amount: Big;
}

export type WorldRecord =
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'transfer'; readonly transfer: Transfer }
  | { readonly kind: 'earning'; readonly earning: Earning }
  | { readonly kind: 'conversion'; readonly conversion: Conversion };

const move = (scope: PocketScope, asset: string, amount: Big | string): Movement => ({
  scope,
  asset,
  amount: new Big(amount),
});

/** How a record moves balances: the one rule by which pasts are made and live commands act. */
export function movementsOf(world: World, account: Account, record: WorldRecord): readonly Movement[] {
  switch (record.kind) {
    case 'fill':
      return fillMovements(world, account, record.fill);
    case 'flow': {
      const { flow } = record;
      if (flow.pending === true) return [];
      const scope = flow.wallet ?? 'spot';
      const amount = new Big(flow.amount);
      return [
        move(scope, flow.asset, flow.kind === 'deposit' ? amount.minus(flow.fee) : amount.plus(flow.fee).times(-1)),
      ];
    }
    case 'transfer': {
      const { from, to, asset, amount } = record.transfer;
      return [move(from, asset, new Big(amount).times(-1)), move(to, asset, amount)];
    }
    case 'earning':
      return [move(record.earning.scope, record.earning.asset, record.earning.amount)];
    case 'conversion': {
      const { from, fromAmount, to, toAmount } = record.conversion;
      return [move('spot', from, new Big(fromAmount).times(-1)), move('spot', to, toAmount)];
    }
  }
}

function fillMovements(world: World, account: Account, fill: Fill): readonly Movement[] {
  const market = marketOf(world, account, fill);
  if (market === undefined) throw new Error(`the simulated ${account.exchange} has no market ${fill.market}`);
  const position = fill.kind !== 'spot' || (account.exchange === 'kraken' && fill.margin === true);
  const scope: PocketScope =
    fill.kind === 'spot' ? (fill.margin === true && account.exchange === 'binance' ? 'margin' : 'spot') : fill.kind;
  const fee = move(scope, fill.feeAsset, new Big(fill.fee).times(-1));
  if (position) {
    const settle = fill.kind === 'inverse' ? market.base : market.quote;
    return [fee, ...(fill.realized === undefined ? [] : [move(scope, settle, fill.realized)])];
  }
  const sign = fill.side === 'buy' ? 1 : -1;
  return [
    move(scope, market.base, new Big(fill.quantity).times(sign)),
    move(scope, market.quote, new Big(fill.price).times(fill.quantity).times(-sign)),
    fee,
  ];
}

export function addRecord(account: Account, record: WorldRecord): void {
  switch (record.kind) {
    case 'fill':
      account.fills.push(record.fill);
      return;
    case 'flow':
      account.flows.push(record.flow);
      return;
    case 'transfer':
      account.transfers.push(record.transfer);
      return;
    case 'earning':
      account.earnings.push(record.earning);
      return;
    case 'conversion':
      account.conversions.push(record.conversion);
  }
}

/** Every record of an account. */
export function recordsOf(account: Account): readonly WorldRecord[] {
  return [
    ...account.fills.map((fill): WorldRecord => ({ kind: 'fill', fill })),
    ...account.flows.map((flow): WorldRecord => ({ kind: 'flow', flow })),
    ...account.transfers.map((transfer): WorldRecord => ({ kind: 'transfer', transfer })),
    ...account.earnings.map((earning): WorldRecord => ({ kind: 'earning', earning })),
    ...account.conversions.map((conversion): WorldRecord => ({ kind: 'conversion', conversion })),
  ];
}

/** Sum of all movements by pocket and asset. */
export function replay(world: World, account: Account): Map<string, Big> {
  const sums = new Map<string, Big>();
  for (const record of recordsOf(account))
    for (const { scope, asset, amount } of movementsOf(world, account, record)) {
      const key = `${scope} ${asset}`;
      sums.set(key, (sums.get(key) ?? new Big(0)).plus(amount));
    }
  return sums;
}

/** When a record happened. */
export function timeOf(record: WorldRecord): number {
  switch (record.kind) {
    case 'fill':
      return record.fill.at;
    case 'flow':
      return record.flow.at;
    case 'transfer':
      return record.transfer.at;
    case 'earning':
      return record.earning.at;
    case 'conversion':
      return record.conversion.at;
  }
}
