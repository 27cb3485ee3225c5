import type { ValuePoint } from '../../core/model/series.ts';
import type { BrokerTerms } from '../../core/paper/fillOrder.ts';
import { newPaperAccount, type PaperAccount, playOn } from '../../core/paper/paperAccount.ts';
import { type Happening, happenings, type PaperEvents } from '../../core/paper/paperEvents.ts';
import { type ReplayMarket, replay } from '../../core/paper/replay.ts';

/** Plays what happens to one paper account, each thing once: what was played is kept and played on. */
export interface Player {
  /** The account at `to`. */
  now(events: PaperEvents, market: ReplayMarket, to: number): PaperAccount;
  /** Its worth from the first day on. */
  past(
    events: PaperEvents,
    market: ReplayMarket,
    settings: { readonly currency: string; readonly to: number },
  ): readonly ValuePoint[];
}

interface Played {
  readonly events: PaperEvents;
  readonly market: ReplayMarket;
  readonly to: number;
  /** When the last thing happened, which may be ahead of `to` (a clock was set back). */
  readonly until: number;
  readonly account: PaperAccount;
}

export function createPlayer(terms: BrokerTerms): Player {
  let last: Played | null = null;
  return {
    now(events, market, to) {
      const before = last !== null && goesOn(last, events, market, to) ? last : null;
      const span = { after: before?.to ?? Number.NEGATIVE_INFINITY, to, seen: before?.events.journal.length ?? 0 };
      const happened = happenings(events, span);
      const [next] = happened;
      if (before !== null && next !== undefined && !follows(next, before.until)) {
        last = null;
        return this.now(events, market, to);
      }
      const account = playOn(before?.account ?? newPaperAccount, happened, market, terms);
      const until = Math.max(
        before?.until ?? Number.NEGATIVE_INFINITY,
        happened.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
      );
      last = { events, market, to, until, account };
      return account;
    },
    past: (events, market, settings) => replay(events, market, { ...terms, ...settings }).points,
  };
}

/** Of the same time, an entry of the journal comes after whatever was there. */
function follows({ at, rank }: Happening, until: number): boolean {
  return at > until || (at === until && rank === 2);
}

/** Whether these events only add to those that were played, at the same prices. */
function goesOn(last: Played, events: PaperEvents, market: ReplayMarket, to: number): boolean {
  const { orders, flows, journal } = last.events;
  if (to < last.to || events.flows !== flows || events.orders !== orders) return false;
  if (market !== last.market && orders.some((order) => order.price === null)) return false;
  const seen = journal.at(-1);
  return seen === undefined || events.journal[journal.length - 1]?.seq === seen.seq;
}
