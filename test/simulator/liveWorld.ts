import Big from 'big.js';
import { normal } from './history.ts';
import { addRecord, movementsOf, type WorldRecord } from './movements.ts';
import type { Account, ExchangeId, Fill, Market, Pocket, PocketScope, Position, World, WorldOrder } from './world.ts';
import { pocket, priceOf } from './world.ts';

/** What changed, for whoever streams it. */
export type WorldEvent =
  | { readonly kind: 'price'; readonly market: Market }
  | {
      readonly kind: 'pockets';
      readonly account: Account;
      readonly scope: PocketScope;
      readonly assets: readonly string[];
    }
  | { readonly kind: 'positions'; readonly account: Account; readonly position: Position }
  | { readonly kind: 'fill'; readonly account: Account; readonly fill: Fill };

/** The world while it runs: changes go through here so that streams tell them. */
export interface LiveWorld {
  readonly world: World;
  account(id: string): Account;
  /** Sets the price of every market of the exchange with this id, spot and futures, or of one kind. */
  setPrice(exchange: ExchangeId, id: string, price: string, kind?: Market['kind']): void;
  setPocket(account: string, scope: PocketScope, asset: string, amounts: Partial<Pocket>): void;
  /** Opens, changes or (amount "0") closes a position. */
  setPosition(account: string, position: Omit<Position, 'updatedAt'>): void;
  addFill(account: string, fill: Fill): void;
  /** Something happens: it is in the account's past from now on, and moves its balances. */
  record(account: string, record: WorldRecord): void;
  /** Places an order, or cancels one by its id. */
  placeOrder(account: string, order: WorldOrder): void;
  cancelOrder(account: string, id: number): void;
  revoke(account: string): void;
  /** Moves every price by one step of a seeded, correlated walk; markets of one coin stay in line. */
  step(seed: string, volatility: number): void;
  subscribe(listener: (event: WorldEvent) => void): () => void;
}

const steady = /^(Z?USD|USDT|USDC|DAI|FDUSD|Z?EUR|Z?GBP)$/;
const keptChanges = 5000;

export function liveWorld(world: World, now: () => number): LiveWorld {
  const listeners = new Set<(event: WorldEvent) => void>();
  const tell = (event: WorldEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const account = (id: string): Account => {
    const found = world.accounts.find((one) => one.id === id);
    if (found === undefined) throw new Error(`the simulated world has no account ${id}`);
    return found;
  };
  const change = (market: Market, text: string): void => {
    const price = priceOf(world, market);
    price.last = text;
    price.changes.push({ at: now(), price: text });
    if (price.changes.length > keptChanges) price.changes.splice(1, keptChanges / 10);
    tell({ kind: 'price', market });
  };
  return {
    world,
    account,
    setPrice: (exchange, id, price, kind) => {
      const found = world.markets.filter(
        (market) => market.exchange === exchange && market.id === id && (kind === undefined || market.kind === kind),
      );
      if (found.length === 0) throw new Error(`the simulated ${exchange} has no market ${id}`);
      for (const market of found) change(market, price);
    },
    setPocket: (id, scope, asset, amounts) => {
      const owner = account(id);
      const pockets = owner.pockets[scope];
      pockets[asset] = { ...(pockets[asset] ?? pocket('0')), ...amounts };
      tell({ kind: 'pockets', account: owner, scope, assets: [asset] });
    },
    setPosition: (id, position) => {
      const owner = account(id);
      const next: Position = { ...position, updatedAt: now() };
      const index = owner.positions.findIndex((one) => one.market === next.market && one.kind === next.kind);
      if (index >= 0) owner.positions.splice(index, 1);
      if (Number(next.amount) !== 0) owner.positions.push(next);
      tell({ kind: 'positions', account: owner, position: next });
    },
    addFill: (id, fill) => {
      const owner = account(id);
      owner.fills.push(fill);
      tell({ kind: 'fill', account: owner, fill });
    },
    record: (id, record) => {
      const owner = account(id);
      addRecord(owner, record);
      const moved = new Map<PocketScope, Set<string>>();
      for (const { scope, asset, amount } of movementsOf(world, owner, record)) {
        const held = owner.pockets[scope][asset] ?? pocket('0');
        owner.pockets[scope][asset] = { ...held, free: new Big(held.free).plus(amount).toFixed() };
        moved.set(scope, (moved.get(scope) ?? new Set()).add(asset));
      }
      for (const [scope, assets] of moved) tell({ kind: 'pockets', account: owner, scope, assets: [...assets] });
      if (record.kind === 'fill') tell({ kind: 'fill', account: owner, fill: record.fill });
    },
    placeOrder: (id, order) => {
      account(id).orders.push(order);
    },
    cancelOrder: (id, order) => {
      const found = account(id).orders.find((one) => one.id === order);
      if (found === undefined) throw new Error(`the simulated account ${id} has no order ${order}`);
      found.status = 'cancelled';
      found.updatedAt = now();
    },
    revoke: (id) => {
      account(id).revoked = true;
    },
    step: (seed, volatility) => {
      const moves = new Map<string, number>();
      const move = (code: string): number => {
        const asset = code.replace(/^X(?=[A-Z]{3}$)/, '').replace('XBT', 'BTC');
        if (steady.test(asset)) return 0;
        const known = moves.get(asset);
        if (known !== undefined) return known;
        const value = volatility * (0.7 * normal(`${seed}/market`) + 0.7 * normal(`${seed}/${asset}`));
        moves.set(asset, value);
        return value;
      };
      for (const market of world.markets) {
        if (!market.trading) continue;
        const factor = Math.exp(move(market.base) - move(market.quote));
        if (factor === 1) continue;
        change(market, (Number(priceOf(world, market).last) * factor).toFixed(market.pricePlaces));
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
