import { ok } from '../../core/model/reading.ts';
import type { PaperEvents } from '../../core/paper/paperEvents.ts';
import type { Signal, Source } from '../../core/ports.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { watchInside } from '../file/watchInside.ts';
import type { SimulatedMarkets } from '../prices/createSimulatedMarkets.ts';
import { paperSettings } from '../settings/paper.ts';
import { openMarket, type PaperPrices } from './openMarket.ts';
import { type PaperSettings, paperEvents, startingCash } from './paperEvents.ts';
import { paperReading } from './paperReading.ts';
import { paperTrading } from './paperTrading.ts';
import { createPlayer } from './player.ts';
import { quoteNow } from './quoteNow.ts';

/**
 * SRC-2: the simulated broker over orders and flows of the workspace and what is ordered in Quantfolio. Needs no key and, on the
 * simulated market, no network.
 */
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
  const { account, baseCurrency, journal } = context;
  const terms = { feeBps, minFee, slippageBps };
  const strategy = settings.strategy ?? null;
  const readEvents = paperEvents(context, settings);
  const play = createPlayer(terms);
  const files = [settings.orders, settings.flows, market.file].filter((path) => path !== undefined);
  const cash = startingCash(settings);
  const unpriced = ({ orders }: PaperEvents) => orders.some((order) => order.price === null);
  const look = async (markets: readonly (readonly [string, string])[], signal: Signal) => {
    const events = await readEvents();
    if (!events.ok) return events;
    const wanted = [...marketsOf(events.value, baseCurrency), ...markets];
    const prices = await market.at(context.clock.now(), wanted, unpriced(events.value), signal);
    if (!prices.ok) return prices;
    const name = settings.market === 'simulated' ? 'simulated market' : settings.market;
    const seen = { ...prices.value, name };
    return ok({
      book: (latest: PaperEvents, at: number) => play.now(latest, prices.value.market, at).book,
      quote: (base: string, quote: string) => quoteNow(seen, base, quote, context.clock.now()),
    });
  };
  return {
    account,
    async read(signal) {
      const events = await readEvents();
      if (!events.ok) return events;
      const at = context.clock.now();
      const prices = await market.at(at, marketsOf(events.value, baseCurrency), unpriced(events.value), signal);
      if (!prices.ok) return prices;
      const played = play.now(events.value, prices.value.market, at);
      return ok(paperReading({ at, account: played, marks: prices.value.marks, strategy }));
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
    ...(journal === null
      ? {}
      : {
          trading: paperTrading({
            account,
            journal,
            terms,
            strategy,
            startingCash: cash,
            moneys: [
              ...new Set([...Object.keys(cash), baseCurrency, ...(settings.market === 'simulated' ? ['USD'] : [])]),
            ],
            now: () => context.clock.now(),
            events: readEvents,
            look,
          }),
        }),
    close: () => market.close(),
  };
}

/** Every market that the account's value needs: what was traded or paid in, in its quote and in the currency asked for. */
function marketsOf({ orders, flows, journal }: PaperEvents, currency: string): readonly (readonly [string, string])[] {
  const markets = new Map<string, readonly [string, string]>();
  const add = (asset: string, quote: string) => {
    if (asset !== quote) markets.set(`${asset}/${quote}`, [asset, quote]);
  };
  const symbols = new Set(orders.map(({ symbol }) => symbol));
  for (const entry of journal) if (entry.kind === 'fill') symbols.add(entry.fill.symbol);
  for (const symbol of symbols) {
    const [base, quote] = symbol.split('/');
    if (!base || !quote) continue;
    add(base, quote);
    add(base, currency);
    add(quote, currency);
  }
  for (const { asset } of flows) add(asset, currency);
  for (const entry of journal)
    if (entry.kind === 'reset') for (const asset of Object.keys(entry.cash)) add(asset, currency);
  return [...markets.values()];
}
