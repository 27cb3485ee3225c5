import { createHash } from 'node:crypto';
import Big from 'big.js';
import type { Call, ExchangeContext, Reply } from '../exchange.ts';
import type { Account, Fill, Position } from '../world.ts';
import { priceOf } from '../world.ts';
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
    | null;
  /** What it adds to the call counter. */
  readonly cost: number;
  answer(context: ExchangeContext, account: Account, call: Call): Reply;
}

/** Ids as Kraken writes them: "TQ7XKZ-AAAAA-BBBBBB". */
export function krakenId(prefix: string, text: string): string {
  const letters = createHash('sha256').update(text).digest('hex').toUpperCase();
  return `${prefix}${letters.slice(0, 5)}-${letters.slice(5, 10)}-${letters.slice(10, 16)}`;
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

function inRange(call: Call, at: number): boolean {
  const start = Number(call.params.get('start') ?? 0);
  const end = Number(call.params.get('end') ?? Number.POSITIVE_INFINITY);
  return seconds(at) > start && seconds(at) <= end;
}

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

function tradeRow(fill: Fill): [string, object] {
  const cost = new Big(fill.price).times(fill.quantity);
  return [
    krakenId('T', `fill/${fill.id}`),
    {
      ordertxid: krakenId('O', `fill/${fill.id}`),
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
      margin: '0.00000',
      leverage: '0',
      misc: '',
      trade_id: fill.id,
      maker: fill.maker,
    },
  ];
}

interface LedgerRow {
  readonly at: number;
  readonly id: string;
  readonly row: Record<string, unknown>;
}

function ledgerRows(context: ExchangeContext, account: Account): readonly LedgerRow[] {
  const row = (
    at: number,
    id: string,
    refid: string,
    type: string,
    asset: string,
    amount: string,
    fee: string,
  ): LedgerRow => ({
    at,
    id: krakenId('L', id),
    row: { refid, time: seconds(at), type, subtype: '', aclass: 'currency', asset, amount, fee, balance: '0' },
  });
  const flows = account.flows.map((flow) =>
    row(
      flow.at,
      flow.id,
      flow.id,
      flow.kind,
      flow.asset,
      flow.kind === 'deposit' ? flow.amount : `-${flow.amount}`,
      flow.fee,
    ),
  );
  const trades = account.fills.flatMap((fill) => {
    const market = krakenMarket(context, fill.market);
    if (market === null) return [];
    const sign = fill.side === 'buy' ? 1 : -1;
    const refid = krakenId('T', `fill/${fill.id}`);
    const cost = new Big(fill.price).times(fill.quantity).times(-sign);
    return [
      row(
        fill.at,
        `${fill.id}/base`,
        refid,
        'trade',
        market.base,
        new Big(fill.quantity).times(sign).toFixed(10),
        '0.0000000000',
      ),
      row(fill.at, `${fill.id}/quote`, refid, 'trade', market.quote, cost.toFixed(4), fill.fee),
    ];
  });
  return [...flows, ...trades].sort((a, b) => b.at - a.at);
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
    OpenOrders: { permission: 'query-open-trades', cost: 1, answer: () => result({ open: {} }) },
    ClosedOrders: { permission: 'query-closed-trades', cost: 1, answer: () => result({ closed: {}, count: 0 }) },
    TradesHistory: {
      permission: 'query-closed-trades',
      cost: 2,
      answer: (_context, account, call) => {
        const found = account.fills.filter((fill) => inRange(call, fill.at)).sort((a, b) => b.at - a.at);
        const offset = Number(call.params.get('ofs') ?? 0);
        return result({
          trades: Object.fromEntries(found.slice(offset, offset + 50).map(tradeRow)),
          count: found.length,
        });
      },
    },
    Ledgers: {
      permission: 'query-ledger',
      cost: 2,
      answer: (context, account, call) => {
        const asset = call.params.get('asset');
        const type = call.params.get('type');
        const found = ledgerRows(context, account).filter(
          ({ at, row }) =>
            inRange(call, at) &&
            (asset === null || asset === 'all' || row['asset'] === asset) &&
            (type === null || type === 'all' || row['type'] === type),
        );
        const offset = Number(call.params.get('ofs') ?? 0);
        return result({
          ledger: Object.fromEntries(found.slice(offset, offset + 50).map(({ id, row }) => [id, row])),
          count: found.length,
        });
      },
    },
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
  'QueryOrders',
  'QueryTrades',
  'QueryLedgers',
  'TradeVolume',
  'DepositMethods',
  'DepositStatus',
  'WithdrawMethods',
  'WithdrawStatus',
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
