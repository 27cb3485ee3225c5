import { createHash } from 'node:crypto';
import Big from 'big.js';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account, Fill, WorldOrder } from '../world.ts';
import { krakenMarket } from './publicData.ts';
import { result } from './reply.ts';

/** Ids as Kraken writes them: "TQ7XKZ-AAAAA-BBBBBB". */
export function krakenId(prefix: string, text: string): string {
  const letters = createHash('sha256').update(text).digest('hex').toUpperCase();
  return `${prefix}${letters.slice(0, 5)}-${letters.slice(5, 10)}-${letters.slice(10, 16)}`;
}

const seconds = (at: number): number => at / 1000;
const pageSize = 50;

interface Row {
  readonly at: number;
  readonly id: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Rows within start (exclusive) and end (inclusive), newest first, 50 at an offset, with the number of all. */
function paged(call: Call, name: string, rows: readonly Row[]): Reply {
  const start = Number(call.params.get('start') ?? 0);
  const end = Number(call.params.get('end') ?? Number.POSITIVE_INFINITY);
  // Rows are newest first, so the span is a piece of them.
  const first = rows.findIndex(({ at }) => seconds(at) <= end);
  const next = rows.findIndex(({ at }) => seconds(at) <= start);
  const found = first < 0 ? [] : rows.slice(first, next < 0 ? rows.length : next);
  const offset = Number(call.params.get('ofs') ?? 0);
  const shown = found.slice(offset, offset + pageSize);
  return result({ [name]: Object.fromEntries(shown.map(({ id, row }) => [id, row])), count: found.length });
}

function newestFirst(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

/** Made once for a history of one length: a page must not cost what the whole history costs. */
function remembered(make: (context: ExchangeContext, account: Account) => readonly Row[]): typeof make {
  const kept = new WeakMap<Account, { readonly size: number; readonly rows: readonly Row[] }>();
  return (context, account) => {
    const size = account.fills.length + account.flows.length + account.earnings.length + account.conversions.length;
    const known = kept.get(account);
    if (known?.size === size) return known.rows;
    const rows = newestFirst(make(context, account));
    kept.set(account, { size, rows });
    return rows;
  };
}

function tradeRow(fill: Fill): Row {
  const cost = new Big(fill.price).times(fill.quantity);
  return {
    at: fill.at,
    id: krakenId('T', `fill/${fill.id}`),
    row: {
      ordertxid: fill.ofOrder === true ? krakenId('O', `order/${fill.orderId}`) : krakenId('O', `fill/${fill.id}`),
      postxid: krakenId('T', `post/${fill.id}`),
      pair: fill.market,
      aclass: 'forex',
      time: seconds(fill.at),
      type: fill.side,
      ordertype: fill.maker ? 'limit' : 'market',
      price: fill.price,
      cost: cost.toFixed(5),
      fee: fill.fee,
      vol: fill.quantity,
      margin: fill.margin === true ? cost.div(2).toFixed(5) : '0.00000',
      leverage: fill.margin === true ? '2' : '0',
      misc: '',
      trade_id: fill.id,
      maker: fill.maker,
    },
  };
}

const tradeRows = remembered((_context, account) => account.fills.map(tradeRow));

/** Every movement of an asset is a row: a spot fill two, a fill on margin one with its P&L and fee. */
const ledgerRows = remembered((context, account) => {
  const row = (
    at: number,
    key: string,
    refid: string,
    type: string,
    subtype: string,
    asset: string,
    amount: string,
    fee: string,
  ): Row => ({
    at,
    id: krakenId('L', key),
    row: { refid, time: seconds(at), type, subtype, aclass: 'currency', asset, amount, fee, balance: '0' },
  });
  const flows = account.flows
    .filter((flow) => flow.pending !== true)
    .map((flow) =>
      row(
        flow.at,
        `flow/${flow.id}`,
        flow.id,
        flow.kind,
        '',
        flow.asset,
        flow.kind === 'deposit' ? flow.amount : `-${flow.amount}`,
        flow.fee,
      ),
    );
  const fills = account.fills.flatMap((fill) => {
    const market = krakenMarket(context, fill.market);
    if (market === null) return [];
    const refid = krakenId('T', `fill/${fill.id}`);
    if (fill.margin === true)
      return [row(fill.at, `${fill.id}/margin`, refid, 'margin', '', market.quote, fill.realized ?? '0', fill.fee)];
    const sign = fill.side === 'buy' ? 1 : -1;
    const cost = new Big(fill.price).times(fill.quantity).times(-sign);
    return [
      row(
        fill.at,
        `${fill.id}/base`,
        refid,
        'trade',
        'tradespot',
        market.base,
        new Big(fill.quantity).times(sign).toFixed(10),
        '0',
      ),
      row(fill.at, `${fill.id}/quote`, refid, 'trade', 'tradespot', market.quote, cost.toFixed(), fill.fee),
    ];
  });
  const earnings = account.earnings.map((one) =>
    one.kind === 'rollover'
      ? row(
          one.at,
          `earning/${one.id}`,
          `R${one.id}`,
          'rollover',
          '',
          one.asset,
          '0',
          new Big(one.amount).times(-1).toFixed(),
        )
      : row(one.at, `earning/${one.id}`, `S${one.id}`, 'staking', '', one.asset, one.amount, '0'),
  );
  const conversions = account.conversions.flatMap((one) => {
    const staking = one.kind === 'stake';
    const refid = `C${one.id}`;
    return [
      row(
        one.at,
        `conv/${one.id}/out`,
        refid,
        staking ? 'transfer' : 'spend',
        staking ? 'spottostaking' : '',
        one.from,
        `-${one.fromAmount}`,
        '0',
      ),
      row(
        one.at,
        `conv/${one.id}/in`,
        refid,
        staking ? 'transfer' : 'receive',
        staking ? 'stakingfromspot' : '',
        one.to,
        one.toAmount,
        '0',
      ),
    ];
  });
  return [...flows, ...fills, ...earnings, ...conversions];
});

const orderTypes = { limit: 'limit', stop: 'stop-loss', market: 'market' } as const;
const statuses = { open: 'open', cancelled: 'canceled', filled: 'closed' } as const;

export function orderIdOf(order: WorldOrder): string {
  return krakenId('O', `order/${order.id}`);
}

function orderRow(context: ExchangeContext, order: WorldOrder): Row {
  const market = krakenMarket(context, order.market);
  const stop = order.type === 'stop';
  const at =
    order.type === 'market' ? 'market' : `${stop ? 'stop loss' : 'limit'} ${stop ? order.stopPrice : order.price}`;
  const fills = order.fills ?? [];
  const sum = (amount: (fill: Fill) => Big | string): Big =>
    fills.reduce((total, fill) => total.plus(amount(fill)), new Big(0));
  const executed = sum((fill) => fill.quantity);
  const cost = sum((fill) => new Big(fill.price).times(fill.quantity));
  return {
    at: order.at,
    id: orderIdOf(order),
    row: {
      refid: null,
      userref: null,
      cl_ord_id: order.clientOrderId,
      status: statuses[order.status],
      opentm: seconds(order.at),
      starttm: 0,
      expiretm: 0,
      ...(order.status === 'open'
        ? {}
        : { closetm: seconds(order.updatedAt), reason: order.status === 'filled' ? null : 'User requested' }),
      descr: {
        pair: market?.altname ?? order.market,
        type: order.side,
        ordertype: orderTypes[order.type],
        price: stop ? order.stopPrice : order.price,
        price2: '0',
        leverage: 'none',
        order: `${order.side} ${order.quantity} ${market?.altname ?? order.market} @ ${at}`,
        close: '',
      },
      vol: order.quantity,
      vol_exec: executed.toFixed(8),
      cost: cost.toFixed(5),
      fee: sum((fill) => fill.fee).toFixed(5),
      price: (executed.gt(0) ? cost.div(executed) : executed).toFixed(5),
      stopprice: stop ? order.stopPrice : '0.00000',
      limitprice: '0.00000',
      misc: '',
      oflags: 'fciq',
    },
  };
}

function filledOrder(context: ExchangeContext, fill: Fill): Row {
  const market = krakenMarket(context, fill.market);
  const cost = new Big(fill.price).times(fill.quantity).toFixed(5);
  return {
    at: fill.at,
    id: krakenId('O', `fill/${fill.id}`),
    row: {
      status: 'closed',
      opentm: seconds(fill.at),
      closetm: seconds(fill.at),
      cl_ord_id: fill.clientOrderId ?? `order-${fill.id}`,
      descr: {
        pair: market?.altname ?? fill.market,
        type: fill.side,
        ordertype: fill.maker ? 'limit' : 'market',
        price: fill.price,
        price2: '0',
        leverage: fill.margin === true ? '2:1' : 'none',
        order: `${fill.side} ${fill.quantity} ${market?.altname ?? fill.market} @ market`,
        close: '',
      },
      vol: fill.quantity,
      vol_exec: fill.quantity,
      cost,
      fee: fill.fee,
      price: fill.price,
      stopprice: '0.00000',
      limitprice: '0.00000',
      misc: '',
      oflags: 'fciq',
      reason: null,
    },
  };
}

const filledOrders = remembered((context, account) =>
  account.fills.filter((fill) => fill.ofOrder !== true).map((fill) => filledOrder(context, fill)),
);

export function tradesHistory(context: ExchangeContext, account: Account, call: Call): Reply {
  return paged(call, 'trades', tradeRows(context, account));
}

export function ledgers(context: ExchangeContext, account: Account, call: Call): Reply {
  const asset = call.params.get('asset');
  const type = call.params.get('type');
  const fits = (wanted: string | null, value: unknown): boolean =>
    wanted === null || wanted === 'all' || wanted === value;
  const rows = ledgerRows(context, account);
  const plain = (asset ?? 'all') === 'all' && (type ?? 'all') === 'all';
  return paged(
    call,
    'ledger',
    plain ? rows : rows.filter(({ row }) => fits(asset, row['asset']) && fits(type, row['type'])),
  );
}

export function openOrders(context: ExchangeContext, account: Account, call: Call): Reply {
  const open = account.orders.filter(({ status }) => status === 'open').map((order) => orderRow(context, order));
  return result({ open: Object.fromEntries(named(call, open).map(({ id, row }) => [id, row])) });
}

export function closedOrders(context: ExchangeContext, account: Account, call: Call): Reply {
  const own = account.orders.filter(({ status }) => status !== 'open').map((order) => orderRow(context, order));
  const filled = filledOrders(context, account);
  return paged(call, 'closed', named(call, own.length === 0 ? filled : newestFirst([...filled, ...own])));
}

export function queryOrders(context: ExchangeContext, account: Account, call: Call): Reply {
  const ids = (call.params.get('txid') ?? '').split(',');
  const rows = [...account.orders.map((order) => orderRow(context, order)), ...filledOrders(context, account)];
  return result(Object.fromEntries(rows.filter(({ id }) => ids.includes(id)).map(({ id, row }) => [id, row])));
}

/** Only those with the client order id that is asked for. */
function named(call: Call, rows: readonly Row[]): readonly Row[] {
  const wanted = call.params.get('cl_ord_id');
  return wanted === null ? rows : rows.filter(({ row }) => row['cl_ord_id'] === wanted);
}

/** Deposits or withdrawals one by one, as DepositStatus and WithdrawStatus tell them. */
export function transferStatus(
  kind: 'deposit' | 'withdrawal',
): (context: ExchangeContext, account: Account, call: Call) => Reply {
  return (context, account, call) => {
    const asset = call.params.get('asset');
    const rows = account.flows
      .filter((flow) => flow.kind === kind && (asset === null || flow.asset === asset))
      .filter((flow) => seconds(flow.at) >= Number(call.params.get('start') ?? 0) && flow.at <= context.now())
      .map((flow) => ({
        method: 'Bank',
        aclass: 'currency',
        asset: flow.asset,
        refid: flow.id,
        txid: flow.id,
        info: '',
        amount: flow.amount,
        fee: flow.fee,
        time: seconds(flow.at),
        status: flow.pending === true ? 'Pending' : 'Success',
      }));
    return result(rows);
  };
}
