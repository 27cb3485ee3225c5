import type { z } from 'zod';
import { big } from '../../core/decimal.ts';
import { ok, type Reading } from '../../core/model/reading.ts';
import type { CashFlow } from '../../core/model/trade.ts';
import type { PaperOrder } from '../../core/paper/fillOrder.ts';
import { replay } from '../../core/paper/replay.ts';
import type { Source } from '../../core/ports.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { readInside } from '../file/readInside.ts';
import { watchInside } from '../file/watchInside.ts';
import type { SimulatedMarkets } from '../prices/createSimulatedMarkets.ts';
import { paperSettings } from '../settings/paper.ts';
import { openMarket, type PaperPrices } from './openMarket.ts';
import { paperReading } from './paperReading.ts';
import { readFlows, readOrders } from './readOrders.ts';

type Settings = z.infer<typeof paperSettings>;

const day = 86_400_000;

/** SRC-2: the simulated broker over orders and flows of the workspace. Needs no key and, on the simulated market, no network. */
export function createPaperConnector(simulated: SimulatedMarkets): Connector<Settings> {
  return {
    kind: 'paper',
    settings: paperSettings,
    open: (context, settings) => {
      const market = openMarket(context, settings, simulated);
      return market.ok ? ok(paperSource(context, settings, market.value)) : market;
    },
  };
}

function paperSource(context: ConnectorContext, settings: Settings, market: PaperPrices): Source {
  const { feeBps, minFee, slippageBps } = settings;
  const terms = { feeBps, minFee, slippageBps };
  const files = [settings.orders, settings.flows, market.file].filter((path) => path !== undefined);
  return {
    account: context.account,
    async read(signal) {
      const events = await readEvents(context, settings);
      if (!events.ok) return events;
      const { orders, flows } = events.value;
      const needsPast = orders.some((order) => order.price === null);
      const at = context.clock.now();
      const prices = await market.at(at, marketsOf(events.value, context.baseCurrency), needsPast, signal);
      if (!prices.ok) return prices;
      const { baseCurrency: currency } = context;
      const played = replay(orders, flows, prices.value.market, { ...terms, currency, to: at, withoutPoints: true });
      return ok(
        paperReading({ at, replay: played, flows, marks: prices.value.marks, strategy: settings.strategy ?? null }),
      );
    },
    async past(currency, from, signal) {
      const events = await readEvents(context, settings);
      if (!events.ok) return events;
      const at = context.clock.now();
      const prices = await market.at(at, marketsOf(events.value, currency), true, signal);
      if (!prices.ok) return prices;
      const { orders, flows } = events.value;
      const { points } = replay(orders, flows, prices.value.market, { ...terms, currency, to: at });
      return ok(points.filter((point) => point.at >= from));
    },
    watch: (changed) => watchInside(context, files, changed),
    close: () => market.close(),
  };
}

interface Events {
  readonly orders: readonly PaperOrder[];
  readonly flows: readonly CashFlow[];
}

async function readEvents(context: ConnectorContext, settings: Settings): Promise<Reading<Events>> {
  const strategy = settings.strategy ?? null;
  const orders = await readFile(context, settings.orders, (text, path) => readOrders(text, path, strategy));
  if (!orders.ok) return orders;
  const flows = await readFile(context, settings.flows, readFlows);
  if (!flows.ok) return flows;
  const first = Math.min(
    context.clock.now(),
    ...[orders.value[0]?.at, flows.value[0]?.at].filter((at) => at !== undefined),
  );
  const start = settings.startedAt === undefined ? Math.floor(first / day) * day : Date.parse(settings.startedAt);
  const cash = Object.entries(settings.cash)
    .map(([asset, quantity]) => ({ asset: asset.toUpperCase(), quantity: big(quantity).toString() }))
    .filter(({ quantity }) => !big(quantity).eq(0))
    .map(({ asset, quantity }): CashFlow => ({ id: `start ${asset}`, at: start, asset, quantity, kind: 'deposit' }));
  return ok({ orders: orders.value, flows: [...cash, ...flows.value] });
}

async function readFile<T>(
  context: ConnectorContext,
  path: string | undefined,
  parse: (text: string, path: string) => Reading<readonly T[]>,
): Promise<Reading<readonly T[]>> {
  if (path === undefined) return ok([]);
  const file = await readInside(context.folder, path);
  return file.ok ? parse(file.value.text, path) : file;
}

/** Every market that the account's value needs: what was traded or paid in, in its quote and in the currency asked for. */
function marketsOf({ orders, flows }: Events, currency: string): readonly (readonly [string, string])[] {
  const markets = new Map<string, readonly [string, string]>();
  const add = (asset: string, quote: string) => {
    if (asset !== quote) markets.set(`${asset}/${quote}`, [asset, quote]);
  };
  for (const { symbol } of orders) {
    const [base, quote] = symbol.split('/');
    if (!base || !quote) continue;
    add(base, quote);
    add(base, currency);
    add(quote, currency);
  }
  for (const { asset } of flows) add(asset, currency);
  return [...markets.values()];
}
