import { big, parseDecimal } from '../../../core/decimal.ts';
import type { Scope } from '../../../core/model/account.ts';
import type { CashFlow } from '../../../core/model/trade.ts';
import { binanceAnchors } from './binanceAnchors.ts';
import { binanceFutures } from './binanceFutures.ts';
import { binanceIncome } from './binanceIncome.ts';
import { binanceMarkets } from './binanceMarkets.ts';
import { balancesOf } from './bySymbol.ts';
import { byWindow } from './byWindow.ts';
import { fields } from './json.ts';
import { raw, rowsOf, unified } from './raw.ts';
import { assetOf, readTransaction } from './readFlow.ts';
import { textId } from './readTrade.ts';
import { nothing, type Plan, type Stream, type StreamContext } from './stream.ts';

const day = 86_400_000;
/** Binance opened in July 2017. */
export const binanceEpoch = Date.UTC(2017, 6, 1);

/** Binance's wallets by scope; transfers between two that are both read are no flows, and are not asked for. */
const wallets: Readonly<Record<string, Scope | null>> = {
  MAIN: 'spot',
  FUNDING: 'funding',
  MARGIN: 'margin',
  UMFUTURE: 'swap',
  CMFUTURE: 'future',
  OPTION: null,
};

/** Binance: one endpoint for each kind of entry and wallet, each with its own window and memory. */
export function binanceStreams(context: StreamContext): Plan {
  const { scopes } = context;
  const spot = scopes.has('spot') || scopes.has('earn');
  const derivatives = scopes.has('swap') || scopes.has('future');
  const streams: readonly Stream[] = [
    ...(scopes.has('swap') ? binanceFutures(context, 'linear') : []),
    ...(scopes.has('future') ? binanceFutures(context, 'inverse') : []),
    ...(spot || scopes.has('funding') ? [transactions(context, 'deposit'), transactions(context, 'withdrawal')] : []),
    ...crossings(scopes).map(([from, to]) => transfers(context, from, to)),
    ...(spot ? [fiat(context, 'deposit'), fiat(context, 'withdrawal')] : []),
    ...(spot ? binanceIncome(context) : []),
    ...(scopes.has('margin') ? [marginInterest(context)] : []),
    ...(spot ? binanceMarkets(context, 'spot') : []),
    ...(scopes.has('margin') ? binanceMarkets(context, 'margin') : []),
  ];
  const onlySpot = [...scopes].every((scope) => scope === 'spot' || scope === 'earn');
  return {
    ...(spot && onlySpot ? { anchors: () => binanceAnchors(context.exchange) } : {}),
    streams,
    lacking: {
      ...(spot || derivatives || scopes.has('margin')
        ? {}
        : { trades: `${context.title}: nothing is traded in these scopes` }),
      ...(spot || derivatives || scopes.has('margin')
        ? {}
        : { income: `${context.title} does not tell what these scopes earn` }),
    },
    notes: [
      `${context.title} does not tell through its API of Binance Pay, P2P purchases, locked Earn and sub-account transfers here: they show up as differences of the balance`,
    ],
  };
}

function crossings(scopes: ReadonlySet<Scope>): readonly (readonly [string, string])[] {
  const isRead = (wallet: string): boolean => {
    const scope = wallets[wallet];
    return scope !== null && scope !== undefined && (scopes.has(scope) || (scope === 'spot' && scopes.has('earn')));
  };
  const names = Object.keys(wallets);
  return names.flatMap((from) =>
    names.filter((to) => to !== from && isRead(from) !== isRead(to)).map((to): readonly [string, string] => [from, to]),
  );
}

/** Deposits land in the spot wallet (walletType 0) or in funding (1), and withdrawals leave from there. */
function transactions({ exchange, scopes }: StreamContext, kind: 'deposit' | 'withdrawal'): Stream {
  return {
    key: `${kind}s`,
    kinds: ['flows'],
    title: `${kind}s`,
    page: byWindow({
      windowMs: 90 * day,
      limit: 1000,
      // A deposit is confirmed, a withdrawal completed, after the time it carries.
      overlapMs: 14 * day,
      memoryMs: null,
      epoch: binanceEpoch,
      async fetch(from, to, limit) {
        const method = kind === 'deposit' ? 'fetchDeposits' : 'fetchWithdrawals';
        const rows = await unified(exchange, method, undefined, from, limit, { endTime: to });
        const own = rows.filter((row) => {
          const wallet: Scope = fields(row['info'] as never)['walletType'] === 1 ? 'funding' : 'spot';
          return scopes.has(wallet) || (wallet === 'spot' && scopes.has('earn'));
        });
        return {
          entries: { ...nothing, flows: own.flatMap((row) => readTransaction(exchange, row, kind)) },
          count: rows.length,
        };
      },
    }),
  };
}

/** Transfers from one wallet to another of which exactly one is read; Binance tells those of the last six months. */
function transfers({ exchange, scopes }: StreamContext, from: string, to: string): Stream {
  const source = wallets[from];
  const out = source !== null && source !== undefined && scopes.has(source);
  return {
    key: `transfers ${from}_${to}`,
    kinds: ['flows'],
    title: `transfers ${from} to ${to}`,
    page: byWindow({
      windowMs: 30 * day,
      limit: 100,
      overlapMs: day,
      memoryMs: 180 * day,
      epoch: binanceEpoch,
      async fetch(start, end, limit) {
        const rows = await unified(exchange, 'fetchTransfers', undefined, start, limit, {
          type: `${from}_${to}`,
          until: end,
        });
        const flows = rows.flatMap((row): CashFlow[] => {
          const amount = parseDecimal(row['amount']);
          const id = textId(row['id']);
          if (amount === null || id === null || typeof row['currency'] !== 'string' || row['status'] !== 'ok')
            return [];
          const quantity = out ? big(amount).times(-1).toString() : amount;
          const asset = assetOf(exchange, row['currency']);
          return [{ id: `transfer:${id}`, at: Number(row['timestamp']), asset, quantity, kind: 'transfer' }];
        });
        return { entries: { ...nothing, flows }, count: rows.length };
      },
    }),
  };
}

/** Bank and card payments in state currencies: dear to ask, so only when a balance of one of them changed. */
function fiat({ exchange }: StreamContext, kind: 'deposit' | 'withdrawal'): Stream {
  const page = byWindow({
    windowMs: 20 * 365 * day,
    limit: 500,
    overlapMs: 14 * day,
    memoryMs: null,
    epoch: binanceEpoch,
    async fetch(from, to, limit) {
      const transactionType = kind === 'deposit' ? 0 : 1;
      const body = await raw(exchange, 'sapiGetFiatOrders', {
        transactionType,
        beginTime: from,
        endTime: to,
        rows: limit,
      });
      const rows = rowsOf(body, 'data');
      const flows = rows
        .filter(({ status }) => status === 'Successful')
        .flatMap((row): CashFlow[] => {
          const amount = parseDecimal(row['amount']);
          if (amount === null || typeof row['fiatCurrency'] !== 'string') return [];
          const quantity = kind === 'deposit' ? amount : big(amount).times(-1).toString();
          const at = Number(row['createTime']);
          const id = `fiat:${String(row['orderNo'])}`;
          const fee = parseDecimal(row['totalFee']);
          const flow: CashFlow = { id, at, asset: row['fiatCurrency'], quantity, kind };
          if (kind === 'deposit' || fee === null || big(fee).eq(0)) return [flow];
          return [
            flow,
            { id: `${id}:fee`, at, asset: flow.asset, quantity: big(fee).times(-1).toString(), kind: 'fee' },
          ];
        });
      return { entries: { ...nothing, flows }, count: rows.length };
    },
  });
  return {
    key: `fiat ${kind}s`,
    kinds: ['flows'],
    title: `${kind}s in state currencies`,
    async page(state, pass) {
      const held = Object.entries(balancesOf(pass)).filter(([key]) => stateCurrencies.test(key));
      const seen = JSON.stringify(held);
      const kept = fields(state);
      if (pass.first && kept['seen'] === seen && kept['complete'] === true && !pass.thorough)
        return { entries: nothing, state, done: true, from: 0 };
      const read = await page(kept['place'] ?? null, pass);
      return { ...read, state: { place: read.state, seen, complete: read.done && !read.older } };
    },
  };
}

const stateCurrencies = / (AED|ARS|AUD|BRL|CHF|COP|CZK|EUR|GBP|JPY|KZT|MXN|NGN|PLN|RON|RUB|TRY|UAH|USD|ZAR)$/;

function marginInterest({ exchange }: StreamContext): Stream {
  return {
    key: 'margin interest',
    kinds: ['income'],
    title: 'margin interest',
    page: byWindow({
      windowMs: 30 * day,
      limit: 100,
      overlapMs: day,
      memoryMs: 180 * day,
      epoch: binanceEpoch,
      async fetch(startTime, endTime, size) {
        const rows = rowsOf(await raw(exchange, 'sapiGetMarginInterestHistory', { startTime, endTime, size }), 'rows');
        const income = rows.flatMap((row) => {
          const interest = parseDecimal(row['interest']);
          if (interest === null || typeof row['asset'] !== 'string') return [];
          return [
            {
              id: `interest:${String(row['txId'])}`,
              at: Number(row['interestAccuredTime']),
              asset: assetOf(exchange, row['asset']),
              quantity: big(interest).times(-1).toString(),
              kind: 'interest' as const,
              symbol: null,
              scope: 'margin' as const,
            },
          ];
        });
        return { entries: { ...nothing, income }, count: rows.length };
      },
    }),
  };
}
