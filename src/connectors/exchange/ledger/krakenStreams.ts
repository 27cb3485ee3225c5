import { big, parseDecimal } from '../../../core/decimal.ts';
import type { Income } from '../../../core/model/ledger.ts';
import type { CashFlow, Trade } from '../../../core/model/trade.ts';
import type { Dict } from '../ccxtExchange.ts';
import { isDict } from '../wellFormed.ts';
import { WireFault } from '../wireFault.ts';
import { byOffset } from './byOffset.ts';
import { lastBody, unified } from './raw.ts';
import { assetOf } from './readFlow.ts';
import { readOrder } from './readOrder.ts';
import { readTrade } from './readTrade.ts';
import { type Entries, nothing, type Plan, type StreamContext } from './stream.ts';

const hour = 3_600_000;
/** Rows on a page of Kraken's. */
const pageSize = 50;

/**
 * Kraken: its ledger tells every movement of an asset once (deposits, withdrawals, transfers, staking, margin P&L, rollover fees);
 * fills come from TradesHistory, so the ledger's rows of type "trade" are left out.
 */
export function krakenStreams(context: StreamContext): Plan {
  const { exchange } = context;
  const span = (since: number, until: number, offset: number): Dict => ({
    // Exclusive at its start, inclusive at its end, seconds.
    start: Math.max(0, Math.floor(since / 1000) - 1),
    end: Math.ceil(until / 1000),
    ...(offset === 0 ? {} : { ofs: offset }),
  });
  const page = (entries: Entries, list: string) => {
    const body = lastBody();
    const result = isDict(body) ? body['result'] : null;
    const rows = isDict(result) ? result[list] : null;
    if (!isDict(result) || !isDict(rows)) throw new WireFault('badResponse', 'no list of entries in its answer');
    const count = Object.keys(rows).length;
    // Seconds: trades and ledger entries have one time, orders are listed by when they were closed.
    const times = Object.values(rows).map((row) => (isDict(row) ? Number(row['closetm'] ?? row['time']) * 1000 : NaN));
    return { entries, count, total: Number(result['count'] ?? count), times };
  };
  return {
    lacking: {},
    notes: [],
    streams: [
      {
        key: 'open orders',
        kinds: ['orders'],
        title: 'open orders',
        async page() {
          const rows = await unified(exchange, 'fetchOpenOrders');
          const orders = rows.map((row) => readOrder(exchange, row, 'spot')).filter((order) => order !== null);
          return { entries: { ...nothing, orders }, state: null, done: true, from: 0 };
        },
      },
      {
        key: 'trades',
        kinds: ['trades'],
        title: 'trades',
        page: byOffset({
          pageSize,
          overlapMs: hour,
          async fetch(since, until, offset) {
            const rows = await unified(
              exchange,
              'fetchMyTrades',
              undefined,
              undefined,
              undefined,
              span(since, until, offset),
            );
            return page(
              { ...nothing, trades: rows.map((row) => marginFill(readTrade(exchange, row, 'spot'), row)) },
              'trades',
            );
          },
        }),
      },
      {
        key: 'ledger',
        kinds: ['flows', 'income'],
        title: 'ledger entries',
        page: byOffset({
          pageSize,
          overlapMs: hour,
          async fetch(since, until, offset) {
            const rows = await unified(
              exchange,
              'fetchLedger',
              undefined,
              undefined,
              undefined,
              span(since, until, offset),
            );
            const read = rows.map((row) => readEntry(context, row));
            const entries = {
              ...nothing,
              flows: read.flatMap((one) => one.flows),
              income: read.flatMap((one) => one.income),
            };
            return page(entries, 'ledger');
          },
        }),
      },
      {
        key: 'closed orders',
        kinds: ['orders'],
        title: 'closed orders',
        page: byOffset({
          pageSize,
          overlapMs: hour,
          async fetch(since, until, offset) {
            const rows = await unified(
              exchange,
              'fetchClosedOrders',
              undefined,
              undefined,
              undefined,
              span(since, until, offset),
            );
            const orders = rows.map((row) => readOrder(exchange, row, 'spot')).filter((order) => order !== null);
            return page({ ...nothing, orders }, 'closed');
          },
        }),
      },
    ],
  };
}

/** A fill on margin moves no asset: its P&L is booked by the ledger's row of type "margin" when the position closes. */
function marginFill(trade: Trade, row: Dict): Trade {
  const info = isDict(row['info']) ? row['info'] : {};
  const margin = parseDecimal(info['margin']);
  if (margin === null || big(margin).eq(0)) return trade;
  return { ...trade, scope: 'margin', contract: 'linear', contractSize: '1' };
}

/** Moves between spot and staking or earn: both sides are rows of the same asset here, which is read as one. */
const inside =
  /^(spottostaking|stakingfromspot|spotfromstaking|stakingtospot|allocation|deallocation|migration|autoallocation|autoallocate)$/;

const incomeKinds: Readonly<Record<string, Income['kind']>> = {
  staking: 'staking',
  earn: 'staking',
  reward: 'staking',
  dividend: 'dividend',
  airdrop: 'dividend',
  invite: 'rebate',
  'invite bonus': 'rebate',
  rollover: 'interest',
  margin: 'realizedPnl',
  spend: 'conversion',
  receive: 'conversion',
  sale: 'conversion',
  conversion: 'conversion',
  settled: 'conversion',
};

/** One row of the ledger. Its fee is taken from the balance beside its amount. */
function readEntry(
  { exchange }: StreamContext,
  row: Dict,
): { readonly flows: readonly CashFlow[]; readonly income: readonly Income[] } {
  const info = isDict(row['info']) ? row['info'] : {};
  const { id, timestamp, currency } = row;
  const amount = parseDecimal(info['amount']);
  const at = Number(timestamp);
  if (typeof id !== 'string' || typeof currency !== 'string' || amount === null || !Number.isFinite(at))
    throw new WireFault('badResponse', `a ledger entry without id, time, asset or amount (${String(id)})`);
  const type = String(info['type']);
  const subtype = String(info['subtype'] ?? '');
  const fee = parseDecimal(info['fee']) ?? '0';
  const asset = assetOf(exchange, currency);
  // Fills tell these with their fees.
  if (type === 'trade' || inside.test(subtype)) return { flows: [], income: [] };
  const flowKind = flowKinds[type];
  if (flowKind !== undefined) {
    const flows: CashFlow[] = [{ id, at, asset, quantity: amount, kind: flowKind }];
    if (!big(fee).eq(0))
      flows.push({ id: `${id}:fee`, at, asset, quantity: big(fee).times(-1).toString(), kind: 'fee' });
    return { flows, income: [] };
  }
  const kind = incomeKinds[type] ?? 'other';
  // The fee of a fill on margin is with the fill.
  const quantity = (type === 'margin' ? big(amount) : big(amount).minus(fee)).toString();
  return { flows: [], income: big(quantity).eq(0) ? [] : [{ id, at, asset, quantity, kind, symbol: null }] };
}

const flowKinds: Readonly<Record<string, CashFlow['kind']>> = {
  deposit: 'deposit',
  withdrawal: 'withdrawal',
  transfer: 'transfer',
  custodytransfer: 'transfer',
  adjustment: 'adjustment',
  credit: 'adjustment',
};
