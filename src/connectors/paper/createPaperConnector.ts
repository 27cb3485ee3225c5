import { ok } from '../../core/model/reading.ts';
import type { BrokerTerms } from '../../core/paper/fillOrder.ts';
import { type Replay, type ReplayMarket, type ReplaySettings, replay } from '../../core/paper/replay.ts';
import type { Source } from '../../core/ports.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { watchInside } from '../file/watchInside.ts';
import type { SimulatedMarkets } from '../prices/createSimulatedMarkets.ts';
import { paperSettings } from '../settings/paper.ts';
import { openMarket, type PaperPrices } from './openMarket.ts';
import { type PaperEvents, type PaperSettings, paperEvents } from './paperEvents.ts';
import { paperReading } from './paperReading.ts';

/** SRC-2: the simulated broker over orders and flows of the workspace. Needs no key and, on the simulated market, no network. */
export function createPaperConnector(simulated: SimulatedMarkets): Connector<PaperSettings> {
  return {
    kind: 'paper',
    settings: paperSettings,
    open: (context, settings) => {
      const market = openMarket(context, settings, simulated);
      return market.ok ? ok(paperSource(context, settings, market.value)) : market;
    },
  };
}

function paperSource(context: ConnectorContext, settings: PaperSettings, market: PaperPrices): Source {
  const { feeBps, minFee, slippageBps } = settings;
  const readEvents = paperEvents(context, settings);
  const { baseCurrency } = context;
  const play = player({ feeBps, minFee, slippageBps });
  const files = [settings.orders, settings.flows, market.file].filter((path) => path !== undefined);
  return {
    account: context.account,
    async read(signal) {
      const events = await readEvents();
      if (!events.ok) return events;
      const { orders, flows } = events.value;
      const needsPast = orders.some((order) => order.price === null);
      const at = context.clock.now();
      const prices = await market.at(at, marketsOf(events.value, baseCurrency), needsPast, signal);
      if (!prices.ok) return prices;
      const played = play.now(events.value, prices.value.market, at);
      return ok(
        paperReading({ at, replay: played, flows, marks: prices.value.marks, strategy: settings.strategy ?? null }),
      );
    },
    async past(currency, from, signal) {
      const events = await readEvents();
      if (!events.ok) return events;
      const at = context.clock.now();
      const prices = await market.at(at, marketsOf(events.value, currency), true, signal);
      if (!prices.ok) return prices;
      const points = play.past(events.value, prices.value.market, { currency, to: at });
      return ok(points.filter((point) => point.at >= from));
    },
    watch: (changed) => watchInside(context, files, changed),
    close: () => market.close(),
  };
}

/** Replays what happened, once for as long as nothing new does: on a market that is the same, its past is too. */
function player(terms: BrokerTerms) {
  let last: Played | null = null;
  const play = (events: PaperEvents, market: ReplayMarket, settings: Omit<ReplaySettings, keyof BrokerTerms>) => {
    const { to } = settings;
    const played = replay(events.orders, events.flows, market, { ...terms, ...settings });
    const next = [...events.orders, ...events.flows].flatMap(({ at }) => (at > to ? [at] : []));
    last = { events, market, to, until: Math.min(...next), replay: played };
    return played;
  };
  return {
    /** The account at `to`; the points of its past may be missing. */
    now(events: PaperEvents, market: ReplayMarket, to: number): Replay {
      const same = last?.events === events && last.market === market && to >= last.to && to < last.until;
      return same && last !== null ? last.replay : play(events, market, { to, currency: '', withoutPoints: true });
    },
    past: (events: PaperEvents, market: ReplayMarket, settings: { readonly currency: string; readonly to: number }) =>
      play(events, market, settings).points,
  };
}

interface Played {
  readonly events: PaperEvents;
  readonly market: ReplayMarket;
  readonly to: number;
  /** When the next thing happens. */
  readonly until: number;
  readonly replay: Replay;
}

/** Every market that the account's value needs: what was traded or paid in, in its quote and in the currency asked for. */
function marketsOf({ orders, flows }: PaperEvents, currency: string): readonly (readonly [string, string])[] {
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
