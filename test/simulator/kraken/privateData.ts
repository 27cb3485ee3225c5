import { createHash } from 'node:crypto';
import Big from 'big.js';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account, Position } from '../world.ts';
import { priceOf } from '../world.ts';
import { closedOrders, krakenId, ledgers, openOrders, queryOrders, tradesHistory, transferStatus } from './ledger.ts';
import { addOrder, cancelOrder } from './orders.ts';
import { krakenMarket } from './publicData.ts';
import { krakenError, result } from './reply.ts';

/** What the key must be allowed, in Kraken's words, and the answer. */
export interface PrivateMethod {
  readonly permission:
    | 'query-funds'
    | 'query-open-trades'
    | 'query-closed-trades'
    | 'query-ledger'
    | 'create-ws-token'
    | 'modify-trades'
    | null;
  /** What it adds to the call counter. */
  readonly cost: number;
  /** Creates, changes or cancels an order: in the log even where it is refused. */
  readonly write?: true;
  answer(context: ExchangeContext, account: Account, call: Call): Reply;
}

export function permissionNames(account: Account): readonly string[] {
  const { permissions } = account;
  return [
    ...(permissions.read
      ? ['query-funds', 'query-open-trades', 'query-closed-trades', 'query-ledger', 'create-ws-token']
      : []),
    ...(permissions.trade ? ['modify-trades', 'close-trades'] : []),
    ...(permissions.withdraw ? ['withdraw-funds'] : []),
  ];
}

const seconds = (at: number): number => at / 1000;

function positionRow(context: ExchangeContext, position: Position): Record<string, unknown> {
  const market = krakenMarket(context, position.market);
  if (market === null) throw new Error(`the simulated Kraken has no market ${position.market}`);
  const amount = new Big(position.amount);
  const mark = new Big(priceOf(context.live.world, market).last);
  const cost = amount.abs().times(position.entry);
  const net = mark.minus(position.entry).times(amount);
  return {
    pair: market.id,
    type: amount.gt(0) ? 'buy' : 'sell',
    cost: cost.toFixed(5),
    fee: cost.times('0.0026').toFixed(5),
    vol: amount.abs().toFixed(8),
    vol_closed: '0.00000000',
    margin: cost.div(position.leverage).toFixed(5),
    leverage: new Big(position.leverage).toFixed(5),
    value: amount.abs().times(mark).toFixed(5),
    net: `${net.gte(0) ? '+' : ''}${net.toFixed(4)}`,
  };
}

function openPositions(context: ExchangeContext, account: Account, call: Call): Reply {
  const rows = account.positions.map((position) => positionRow(context, position));
  if (call.params.get('consolidation') === 'market') return result(rows.map((row) => ({ ...row, positions: '1' })));
  const detailed = account.positions.map((position, index) => [
    krakenId('T', `${account.id}/${position.market}`),
    {
      ordertxid: krakenId('O', position.market),
      posstatus: 'open',
      time: seconds(position.updatedAt),
      ordertype: 'market',
      ...rows[index],
      terms: '0.0100% per 4 hours',
      misc: '',
      oflags: '',
    },
  ]);
  return result(Object.fromEntries(detailed));
}

function keyInfo(context: ExchangeContext, account: Account, call: Call): Reply {
  return result({
    api_key_name: account.id,
    api_key: account.apiKey,
    nonce: call.params.get('nonce'),
    nonce_window: '0',
    permissions: permissionNames(account),
    iban: 'AA00 N84G ABCD EFGH',
    valid_until: '0',
    query_from: '0',
    query_to: '0',
    created_time: String(Math.floor(seconds(context.live.world.startedAt))),
    modified_time: String(Math.floor(seconds(context.live.world.startedAt))),
    ip_allowlist: account.permissions.ipRestricted ? ['127.0.0.1'] : [],
    last_used: String(Math.floor(seconds(context.now()))),
  });
}

/** Collateral is counted in ZUSD only: enough for equity, margin and free margin to agree with one another. */
function tradeBalance(context: ExchangeContext, account: Account): Reply {
  const rows = account.positions.map((position) => positionRow(context, position));
  const total = (field: string): Big =>
    rows.reduce((sum, row) => sum.plus(String(row[field]).replace('+', '')), new Big(0));
  const cash = new Big(account.pockets.spot['ZUSD']?.free ?? '0').plus(account.pockets.spot['ZUSD']?.locked ?? '0');
  const equity = cash.plus(total('net'));
  const text = (value: Big): string => value.toFixed(4);
  return result({
    eb: text(cash),
    tb: text(cash),
    m: text(total('margin')),
    n: text(total('net')),
    c: text(total('cost')),
    v: text(total('value')),
    e: text(equity),
    mf: text(equity.minus(total('margin'))),
    mfo: text(equity.minus(total('margin'))),
    uv: '0.0000',
  });
}

const held = (account: Account): readonly (readonly [string, { total: Big; locked: string }])[] =>
  Object.entries(account.pockets.spot).map(([code, pocket]) => [
    code,
    { total: new Big(pocket.free).plus(pocket.locked), locked: pocket.locked },
  ]);

/** Tokens for the private WebSocket, and whose they are. */
export type StreamTokens = Map<string, string>;

export function privateMethods(tokens: StreamTokens): Readonly<Record<string, PrivateMethod>> {
  return {
    Balance: {
      permission: 'query-funds',
      cost: 1,
      answer: (_context, account) =>
        result(Object.fromEntries(held(account).map(([code, { total }]) => [code, total.toFixed(10)]))),
    },
    BalanceEx: {
      permission: 'query-funds',
      cost: 1,
      answer: (_context, account) =>
        result(
          Object.fromEntries(
            held(account).map(([code, { total, locked }]) => [
              code,
              { balance: total.toFixed(10), hold_trade: new Big(locked).toFixed(10) },
            ]),
          ),
        ),
    },
    TradeBalance: { permission: 'query-funds', cost: 1, answer: tradeBalance },
    OpenPositions: { permission: 'query-open-trades', cost: 1, answer: openPositions },
    OpenOrders: { permission: 'query-open-trades', cost: 1, answer: openOrders },
    QueryOrders: { permission: 'query-closed-trades', cost: 1, answer: queryOrders },
    // Orders have a counter of their own.
    AddOrder: { permission: 'modify-trades', cost: 0, write: true, answer: addOrder },
    CancelOrder: { permission: 'modify-trades', cost: 0, write: true, answer: cancelOrder },
    ClosedOrders: { permission: 'query-closed-trades', cost: 1, answer: closedOrders },
    TradesHistory: { permission: 'query-closed-trades', cost: 2, answer: tradesHistory },
    Ledgers: { permission: 'query-ledger', cost: 2, answer: ledgers },
    DepositStatus: { permission: 'query-funds', cost: 1, answer: transferStatus('deposit') },
    WithdrawStatus: { permission: 'query-funds', cost: 1, answer: transferStatus('withdrawal') },
    GetApiKeyInfo: { permission: null, cost: 1, answer: keyInfo },
    GetWebSocketsToken: {
      permission: 'create-ws-token',
      cost: 1,
      answer: (_context, account, call) => {
        const token = createHash('sha256')
          .update(`${account.apiKey}/${call.params.get('nonce')}`)
          .digest('base64');
        tokens.set(token, account.id);
        return result({ token, expires: 900 });
      },
    },
  };
}

/** Private methods that only read although nothing is simulated for them yet: they are no writes. */
export const otherReads: ReadonlySet<string> = new Set([
  'QueryTrades',
  'QueryLedgers',
  'TradeVolume',
  'DepositMethods',
  'WithdrawMethods',
  'WithdrawAddresses',
  'WithdrawInfo',
  'Earn/Strategies',
  'Earn/Allocations',
  'CreditLines',
  'OrderAmends',
]);

export const refusedWrite = krakenError(
  'EGeneral:The simulated exchange records orders, withdrawals and transfers, and carries none out',
);
