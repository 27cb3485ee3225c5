import Big from 'big.js';
import type { LiveWorld } from './liveWorld.ts';
import type { Account, Fill, Market, PocketScope, Position, WorldOrder } from './world.ts';
import { pocket, priceOf } from './world.ts';

export interface NewOrder {
  readonly market: Market;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly price: string;
  readonly quantity: string;
  readonly clientOrderId: string;
  readonly reduceOnly: boolean;
}

/**
 * The matching engine of the simulated exchanges, after their own checks: a market order fills at once at the ticker (a buy at
 * the ask, a sell at the bid), a limit order that crosses it likewise, any other works, with its money locked, until the price
 * comes to it. Everything moves balances, positions, fills and orders together, so that a replay still gives what is reported.
 */
export interface OrderDesk {
  /** What the ticker of a side says. */
  ticker(market: Market, side: 'buy' | 'sell'): Big;
  place(account: Account, order: NewOrder): WorldOrder;
  cancel(account: Account, order: WorldOrder): void;
  /** Fills a part of a working order at its price, as when somebody takes some of it. */
  fillPart(account: Account, order: WorldOrder, quantity: string): void;
  /** Free money in the pocket an order is paid from, and what it needs of it. */
  funds(account: Account, order: NewOrder): { readonly free: Big; readonly needed: Big };
}

const fees = {
  binance: { spot: { taker: '0.001', maker: '0.001' }, linear: { taker: '0.0005', maker: '0.0002' } },
  kraken: { spot: { taker: '0.004', maker: '0.0025' }, linear: { taker: '0', maker: '0' } },
} as const;

/** Decimals in which fees are booked. */
const feePlaces = { binance: 8, kraken: 5 } as const;

/** Ids above every other in the world, ascending, as exchanges give them. */
const firstId = 2_000_000_000;

export function createOrderDesk(live: LiveWorld, now: () => number): OrderDesk {
  let lastId = firstId;
  const nextId = (): number => {
    lastId += 1;
    return lastId;
  };

  const ticker = (market: Market, side: 'buy' | 'sell'): Big => {
    const last = new Big(priceOf(live.world, market).last);
    const tick = new Big(10).pow(-market.pricePlaces);
    if (market.kind !== 'spot') return last;
    if (side === 'buy') return last.plus(tick);
    return last.minus(tick).gt(tick) ? last.minus(tick) : tick;
  };

  const lockOf = (market: Market, order: Pick<WorldOrder, 'side' | 'price'>, quantity: Big): readonly [string, Big] =>
    order.side === 'buy' ? [market.quote, quantity.times(order.price)] : [market.base, quantity];

  const lock = (account: Account, asset: string, amount: Big): void => {
    const held = account.pockets.spot[asset] ?? pocket('0');
    live.setPocket(account.id, 'spot', asset, {
      free: new Big(held.free).minus(amount).toFixed(),
      locked: new Big(held.locked).plus(amount).toFixed(),
    });
  };

  const marketOf = (account: Account, order: WorldOrder): Market => {
    const found = live.world.markets.find(
      (one) => one.exchange === account.exchange && one.kind === order.kind && one.id === order.market,
    );
    if (found === undefined) throw new Error(`the simulated ${account.exchange} has no market ${order.market}`);
    return found;
  };

  const fill = (account: Account, order: WorldOrder, quantity: Big, price: Big, maker: boolean): void => {
    const market = marketOf(account, order);
    if (!maker || order.kind !== 'spot') {
      // A taker's money was never locked, a contract's is margin.
    } else {
      const [asset, amount] = lockOf(market, order, quantity);
      lock(account, asset, amount.times(-1));
    }
    const rate = fees[account.exchange][order.kind === 'spot' ? 'spot' : 'linear'][maker ? 'maker' : 'taker'];
    const inBase = account.exchange === 'binance' && order.kind === 'spot' && order.side === 'buy';
    const realized = order.kind === 'spot' ? null : move(live, account, market, order, quantity, price);
    const made: Fill = {
      id: nextId(),
      market: order.market,
      kind: order.kind,
      side: order.side,
      price: price.toFixed(),
      quantity: quantity.toFixed(),
      fee: (inBase ? quantity : quantity.times(price)).times(rate).round(feePlaces[account.exchange]).toFixed(),
      feeAsset: inBase ? market.base : market.quote,
      at: now(),
      maker,
      orderId: order.id,
      clientOrderId: order.clientOrderId,
      ofOrder: true,
      ...(realized === null ? {} : { realized: realized.toFixed() }),
    };
    order.fills?.push(made);
    order.updatedAt = made.at;
    const executed = (order.fills ?? []).reduce((sum, one) => sum.plus(one.quantity), new Big(0));
    if (executed.gte(order.quantity)) order.status = 'filled';
    live.record(account.id, { kind: 'fill', fill: made });
  };

  const left = (order: WorldOrder): Big =>
    (order.fills ?? []).reduce((sum, one) => sum.minus(one.quantity), new Big(order.quantity));

  live.subscribe((event) => {
    if (event.kind !== 'price') return;
    const { market } = event;
    const last = priceOf(live.world, market).last;
    for (const account of live.world.accounts) {
      if (account.exchange !== market.exchange) continue;
      for (const order of account.orders) {
        // Orders of the world's own past have no list of fills and rest where they are.
        if (order.status !== 'open' || order.type !== 'limit' || order.fills === undefined) continue;
        if (order.market !== market.id || order.kind !== market.kind) continue;
        const reached = order.side === 'buy' ? new Big(last).lte(order.price) : new Big(last).gte(order.price);
        if (reached) fill(account, order, left(order), new Big(order.price), true);
      }
    }
  });

  return {
    ticker,
    funds(account, order) {
      const { market } = order;
      const quantity = new Big(order.quantity);
      const price = order.type === 'market' ? ticker(market, order.side) : new Big(order.price);
      if (market.kind === 'spot') {
        const [asset, needed] = lockOf(market, { side: order.side, price: price.toFixed() }, quantity);
        const fee = account.exchange === 'kraken' && order.side === 'buy' ? needed.times(fees.kraken.spot.taker) : 0;
        return { free: new Big(account.pockets.spot[asset]?.free ?? '0'), needed: needed.plus(fee) };
      }
      return marginOf(live, account, order, price);
    },
    place(account, order) {
      const { market, side, type, price, quantity, clientOrderId, reduceOnly } = order;
      const at = now();
      const made: WorldOrder = {
        id: nextId(),
        market: market.id,
        kind: market.kind,
        side,
        type,
        price,
        quantity,
        clientOrderId,
        at,
        updatedAt: at,
        status: 'open',
        reduceOnly,
        fills: [],
      };
      live.placeOrder(account.id, made);
      const meets = ticker(market, side);
      const crosses = type === 'market' || (side === 'buy' ? meets.lte(price) : meets.gte(price));
      if (crosses) fill(account, made, new Big(quantity), meets, false);
      else if (market.kind === 'spot') {
        const [asset, amount] = lockOf(market, made, new Big(quantity));
        lock(account, asset, amount);
      }
      return made;
    },
    cancel(account, order) {
      if (order.status !== 'open') throw new Error(`order ${order.id} is not working`);
      if (order.kind === 'spot' && order.fills !== undefined) {
        const [asset, amount] = lockOf(marketOf(account, order), order, left(order));
        lock(account, asset, amount.times(-1));
      }
      live.cancelOrder(account.id, order.id);
    },
    fillPart(account, order, quantity) {
      if (order.status !== 'open' || left(order).lte(quantity))
        throw new Error(`order ${order.id} has not so much left`);
      fill(account, order, new Big(quantity), new Big(order.price), true);
    },
  };
}

function positionOf(account: Account, market: Market): Position | undefined {
  return account.positions.find((one) => one.market === market.id && one.kind === market.kind);
}

/** Changes the position by average price and returns what closing realised, in quote. */
function move(live: LiveWorld, account: Account, market: Market, order: WorldOrder, quantity: Big, price: Big): Big {
  const held = positionOf(account, market);
  const before = new Big(held?.amount ?? '0');
  const change = order.side === 'buy' ? quantity : quantity.times(-1);
  const after = before.plus(change);
  const opens = before.eq(0) || before.gt(0) === change.gt(0);
  const closed = opens ? new Big(0) : before.abs().lt(quantity) ? before.abs() : quantity;
  const entry = new Big(held?.entry ?? '0');
  const realized = closed.times(price.minus(entry)).times(before.gt(0) ? 1 : -1);
  const flipped = !after.eq(0) && !before.eq(0) && after.gt(0) !== before.gt(0);
  const average = opens
    ? before.abs().times(entry).plus(quantity.times(price)).div(before.abs().plus(quantity)).round(8)
    : flipped
      ? price
      : entry;
  live.setPosition(account.id, {
    market: market.id,
    kind: market.kind,
    amount: after.toFixed(market.amountPlaces),
    entry: average.toFixed(),
    leverage: held?.leverage ?? '10',
  });
  return realized;
}

/** Of what an order opens; what it closes needs none. All positions of the wallet count against it. */
function marginOf(
  live: LiveWorld,
  account: Account,
  order: NewOrder,
  price: Big,
): { readonly free: Big; readonly needed: Big } {
  const { market } = order;
  const scope: PocketScope = market.kind;
  const held = positionOf(account, market);
  const before = new Big(held?.amount ?? '0');
  const change = new Big(order.quantity).times(order.side === 'buy' ? 1 : -1);
  const grows = before.plus(change).abs().minus(before.abs());
  const needed = grows.gt(0) ? grows.times(price).div(held?.leverage ?? '10') : new Big(0);
  let free = new Big(account.pockets[scope][market.quote]?.free ?? '0');
  for (const position of account.positions) {
    if (position.kind !== market.kind) continue;
    const listed = live.world.markets.find(
      (one) => one.exchange === account.exchange && one.kind === position.kind && one.id === position.market,
    );
    if (listed === undefined) continue;
    const mark = new Big(priceOf(live.world, listed).last);
    const amount = new Big(position.amount);
    free = free.plus(mark.minus(position.entry).times(amount)).minus(amount.abs().times(mark).div(position.leverage));
  }
  return { free, needed };
}
