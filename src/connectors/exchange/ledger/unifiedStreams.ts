import { big, parseDecimal } from '../../../core/decimal.ts';
import type { Scope } from '../../../core/model/account.ts';
import type { Income } from '../../../core/model/ledger.ts';
import type { CashFlow } from '../../../core/model/trade.ts';
import type { Dict } from '../ccxtExchange.ts';
import { isDict } from '../wellFormed.ts';
import { bySince, type SinceRows } from './bySince.ts';
import { bySymbol, type SymbolPage } from './bySymbol.ts';
import { byWindow, toTheEnd } from './byWindow.ts';
import { fields } from './json.ts';
import { likelySymbols } from './likelySymbols.ts';
import { profileOf, type Span } from './profiles.ts';
import { unified } from './raw.ts';
import { assetOf, readTransaction } from './readFlow.ts';
import { readOrder } from './readOrder.ts';
import { readTrade, textId } from './readTrade.ts';
import { type Json, nothing, type Page, type Pass, type Plan, type Stream, type StreamContext } from './stream.ts';
import { transferScope } from './transferScope.ts';

const day = 86_400_000;

type Fetch = (since: number, until: number | null, limit: number) => Promise<SinceRows>;

/** Any exchange, by ccxt's unified methods: what it lacks is said in words, what nobody knows of it is not claimed. */
export function unifiedStreams(context: StreamContext): Plan {
  const { exchange, title, scopes } = context;
  const { has } = exchange;
  const profile = profileOf(exchange.id);
  const can = (method: string): boolean => has[method] === true;
  const onlyDerivatives = has['spot'] === false;
  const traded = (['spot', 'margin', 'swap', 'future'] as const).filter(
    (scope) => scopes.has(scope) && !(scope === 'margin' && scopes.has('spot')),
  );
  const derivative = traded.some((scope) => scope === 'swap' || scope === 'future') || onlyDerivatives;
  const landing: Scope = onlyDerivatives ? 'swap' : profile.landing;
  const lands = onlyDerivatives || scopes.has(landing);
  const paged = (span: Span, fetch: Fetch): ((state: Json, pass: Pass) => Promise<Page>) => {
    if (span.windowMs === null)
      return bySince({
        limit: span.limit,
        overlapMs: day,
        memoryMs: span.memoryMs,
        whole: span.whole,
        fetch,
      });
    return byWindow({
      windowMs: span.windowMs,
      limit: span.limit,
      overlapMs: day,
      memoryMs: span.memoryMs,
      epoch: profile.epoch,
      async fetch(from, to, limit) {
        const { entries, rows } = await fetch(from, to, limit);
        return { entries, count: rows.length };
      },
    });
  };
  const params = (until: number | null, extra: Dict = {}): Dict => (until === null ? extra : { ...extra, until });
  const typed = (scope: Scope): Dict =>
    onlyDerivatives || (traded.length < 2 && scope === 'spot') ? {} : { type: scope };

  const trades = traded.flatMap((scope): Stream[] =>
    !can('fetchMyTrades')
      ? []
      : profile.categories(scope).map((category) => {
          const fetch =
            (symbol: string | undefined): Fetch =>
            async (since, until, limit) => {
              const rows = await unified(
                exchange,
                'fetchMyTrades',
                symbol,
                since,
                limit,
                params(until, { ...typed(scope), ...category }),
              );
              const read = rows.map((row) => readTrade(exchange, row, scope));
              return { entries: { ...nothing, trades: read }, rows: read };
            };
          return {
            key: `trades ${scope} ${JSON.stringify(category)}`,
            kinds: ['trades'],
            title: `trades (${scope})`,
            page: eitherWay(
              marketsOf(context, scope, 'once'),
              paged(profile.trades, fetch(undefined)),
              (symbol, state, pass) =>
                toTheEnd(paged(profile.trades, fetch(symbol)))(state, pass).then((page) => ({
                  ...page,
                  found: page.entries.trades.length > 0,
                })),
            ),
          };
        }),
  );

  const orders = traded.flatMap((scope): Stream[] => {
    const stream = (key: string, name: string, method: string): Stream => {
      const fetch =
        (symbol: string | undefined): Fetch =>
        async (since) => {
          const open = method === 'fetchOpenOrders';
          const rows = await unified(
            exchange,
            method,
            symbol,
            open ? undefined : since,
            open ? undefined : 100,
            typed(scope),
          );
          const read = rows.map((row) => readOrder(exchange, row, scope)).filter((order) => order !== null);
          return { entries: { ...nothing, orders: read }, rows: read };
        };
      const page = async (symbol: string | undefined, state: Json, pass: Pass): Promise<Page> => {
        if (method !== 'fetchOpenOrders')
          return paged({ ...profile.trades, windowMs: null, limit: 100 }, fetch(symbol))(state, pass);
        const { entries } = await fetch(symbol)(0, null, 0);
        return { entries, state: null, done: true, from: 0 };
      };
      return {
        key,
        kinds: ['orders'],
        title: `${name} (${scope})`,
        page: eitherWay(
          marketsOf(context, scope, 'never'),
          (state, pass) => page(undefined, state, pass),
          (symbol, state, pass) =>
            page(symbol, state, pass).then((one) => ({ ...one, found: one.entries.orders.length > 0 })),
        ),
      };
    };
    return [
      ...(can('fetchOpenOrders') ? [stream(`open orders ${scope}`, 'open orders', 'fetchOpenOrders')] : []),
      ...(can('fetchClosedOrders')
        ? [stream(`closed orders ${scope}`, 'closed orders', 'fetchClosedOrders')]
        : can('fetchOrders')
          ? [stream(`orders ${scope}`, 'orders', 'fetchOrders')]
          : []),
    ];
  });

  const { together } = profile;
  const both =
    can('fetchDepositsWithdrawals') && (together !== undefined || !(can('fetchDeposits') && can('fetchWithdrawals')));
  const transactions = (kind: 'deposit' | 'withdrawal' | null): Stream => {
    const method =
      kind === null ? 'fetchDepositsWithdrawals' : kind === 'deposit' ? 'fetchDeposits' : 'fetchWithdrawals';
    const name = kind === null ? 'deposits and withdrawals' : `${kind}s`;
    const fetch =
      (code: string | undefined): Fetch =>
      async (since, until, limit) => {
        const rows = await unified(exchange, method, code, since, limit, params(until));
        const kindOf = (row: Dict): 'deposit' | 'withdrawal' =>
          kind ?? (row['type'] === 'withdrawal' ? 'withdrawal' : 'deposit');
        const found = rows
          .filter(({ info }) => kind !== null || together === undefined || (isDict(info) && together(info)))
          .flatMap((row) => readTransaction(exchange, row, kindOf(row)));
        return { entries: { ...nothing, flows: found }, rows: rows.map(placeOf) };
      };
    return {
      key: name,
      kinds: ['flows'],
      title: name,
      page: eitherWay(
        {
          all: () => Object.keys(exchange.currencies ?? {}).sort(),
          likely: (pass) => [
            ...new Set([...pass.request.reading.balances.map(({ asset }) => asset), ...pass.request.assets]),
          ],
          quietUnlessLikely: false,
          sweeps: 'once',
        },
        paged(profile.transactions, fetch(undefined)),
        (code, state, pass) =>
          toTheEnd(paged(profile.transactions, fetch(code)))(state, pass).then((page) => ({
            ...page,
            found: page.entries.flows.length > 0,
          })),
      ),
    };
  };
  const tellsTransactions = both || (can('fetchDeposits') && can('fetchWithdrawals'));
  const flows: readonly Stream[] = !lands
    ? []
    : both
      ? [transactions(null)]
      : tellsTransactions
        ? [transactions('deposit'), transactions('withdrawal')]
        : [];

  const transfers: readonly Stream[] = can('fetchTransfers')
    ? [
        {
          key: 'transfers',
          kinds: ['flows'],
          title: 'transfers',
          page: paged(profile.transactions, async (since, until, limit) => {
            const rows = await unified(exchange, 'fetchTransfers', undefined, since, limit, params(until));
            return {
              entries: { ...nothing, flows: rows.flatMap((row) => transferFlows(context, row)) },
              rows: rows.map(placeOf),
            };
          }),
        },
      ]
    : [];

  const funding: readonly Stream[] =
    derivative && can('fetchFundingHistory')
      ? [
          {
            key: 'funding',
            kinds: ['income'],
            title: 'funding payments',
            page: eitherWay(
              marketsOf(context, 'swap', 'never'),
              paged(profile.trades, fundingOf(context, undefined)),
              (symbol, state, pass) =>
                toTheEnd(paged(profile.trades, fundingOf(context, symbol)))(state, pass).then((page) => ({
                  ...page,
                  found: page.entries.income.length > 0,
                })),
            ),
          },
        ]
      : [];

  const wallets = [...scopes].filter((scope) => scope !== 'earn').length;
  return {
    streams: [...orders.slice(0, 1), ...flows, ...transfers, ...funding, ...trades, ...orders.slice(1)],
    lacking: {
      ...(trades.length > 0 ? {} : { trades: `${title} tells no trades through its API` }),
      ...(flows.length + transfers.length > 0 && (tellsTransactions || !lands)
        ? {}
        : { flows: `${title} tells no deposits and withdrawals through its API` }),
      ...(funding.length > 0 ? {} : { income: `${title} tells no funding, interest or rewards through its API` }),
    },
    notes: [
      ...(lands ? [] : [`${title}: deposits arrive in ${landing}, which is not read: what is moved from there counts`]),
      ...(transfers.length === 0 && wallets < 2 && has['transfer'] === true
        ? [`${title} tells no transfers between its wallets: they show up as differences of the balance`]
        : []),
    ],
  };
}

function fundingOf({ exchange }: StreamContext, symbol: string | undefined): Fetch {
  return async (since, until, limit) => {
    const rows = await unified(exchange, 'fetchFundingHistory', symbol, since, limit, until === null ? {} : { until });
    const income = rows.flatMap((row): Income[] => {
      const quantity = parseDecimal(row['amount']);
      const at = Number(row['timestamp']);
      if (quantity === null || typeof row['code'] !== 'string' || !Number.isFinite(at)) return [];
      const market = typeof row['symbol'] === 'string' ? row['symbol'] : null;
      const id = `funding:${market ?? ''}:${textId(row['id']) ?? at}`;
      return [
        { id, at, asset: assetOf(exchange, row['code']), quantity, kind: 'funding', symbol: market, scope: 'swap' },
      ];
    });
    return { entries: { ...nothing, income }, rows: income };
  };
}

/** A flow where exactly one end is a wallet that is read. */
function transferFlows({ exchange, scopes }: StreamContext, row: Dict): readonly CashFlow[] {
  const from = transferScope(exchange.id, row['fromAccount']);
  const to = transferScope(exchange.id, row['toAccount']);
  const leaves = from !== null && scopes.has(from);
  const comes = to !== null && scopes.has(to);
  const amount = parseDecimal(row['amount']);
  const id = textId(row['id']);
  const { currency, status } = row;
  if (leaves === comes || amount === null || id === null || typeof currency !== 'string') return [];
  if (status !== 'ok' && status !== undefined) return [];
  const size = big(amount).abs();
  const quantity = (leaves ? size.times(-1) : size).toString();
  return [
    {
      id: `transfer:${id}`,
      at: Number(row['timestamp']),
      asset: assetOf(exchange, currency),
      quantity,
      kind: 'transfer',
    },
  ];
}

/** Which markets there are and which are worth asking, where an exchange tells of one at a time. */
function marketsOf(
  { exchange }: StreamContext,
  scope: Scope,
  sweeps: 'once' | 'never',
): Omit<Parameters<typeof bySymbol>[0], 'page'> {
  const derivatives = scope === 'swap' || scope === 'future';
  return {
    all: () =>
      Object.values(exchange.markets ?? {})
        .filter((market) => (derivatives ? market.spot !== true && market.option !== true : market.spot === true))
        .map(({ symbol }) => symbol)
        .sort(),
    likely: likelySymbols(exchange, scope, derivatives),
    quietUnlessLikely: !derivatives,
    sweeps,
    // Markets without a position now may have had one before.
    begins: (now) => (sweeps === 'never' ? now : 0),
  };
}

/** All at once where the exchange can; it says by ccxt's ArgumentsRequired that it cannot, once for all. */
function eitherWay(
  symbols: Omit<Parameters<typeof bySymbol>[0], 'page'>,
  atOnce: (state: Json, pass: Pass) => Promise<Page>,
  one: (symbol: string, state: Json, pass: Pass) => Promise<SymbolPage>,
): (state: Json, pass: Pass) => Promise<Page> {
  const each = bySymbol({ ...symbols, page: one });
  return async (state, pass) => {
    const kept = fields(state);
    const inner = kept['place'] ?? null;
    const wrap = (page: Page, by: 'all' | 'symbol'): Page => ({ ...page, state: { by, place: page.state } });
    if (kept['by'] === 'symbol') return wrap(await each(inner, pass), 'symbol');
    try {
      return wrap(await atOnce(inner, pass), 'all');
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ArgumentsRequired' || kept['by'] === 'all') throw error;
      return wrap(await each(null, { ...pass, first: true }), 'symbol');
    }
  };
}

function placeOf(row: Dict): { readonly at: number; readonly id: string } {
  return { at: Number(row['timestamp'] ?? row['updated'] ?? 0), id: String(row['id'] ?? row['txid']) };
}
