import { exposureOf } from './exposure.ts';
import type { Limit, Room } from './limit.ts';
import { roomInShare } from './room.ts';
import { percent } from './settings.ts';
import { shareOfEquity } from './share.ts';
import { baseOf } from './symbol.ts';

/** Gross notional of each sector in percent of equity. RISK-1. */
export const maxSectorPct: Limit<number> = {
  id: 'maxSectorPct',
  title: 'Share of sector',
  unit: 'percent',
  settings: percent('Largest gross notional of one of the `sectors` in percent of the equity. Breach at or above it.'),
  boundary: 'atOrAbove',
  additive: false,
  measure: (facts, threshold) => {
    const sectors = Object.entries(facts.sectors);
    if (sectors.length === 0) {
      const incomplete = ['no sectors are configured: name them under "sectors"'];
      return [{ subject: null, threshold, value: null, known: null, incomplete, contributors: [], ageMs: null }];
    }
    return sectors.map(([subject, assets]) => {
      const exposure = exposureOf(facts, (position) => assets.includes(position.asset));
      return shareOfEquity(facts, exposure, { subject, threshold, factor: 100 });
    });
  },
  room: (facts, threshold, symbol) => {
    const asset = baseOf(symbol, facts.snapshot.positions);
    let tightest: Room | null = null;
    for (const assets of Object.values(facts.sectors)) {
      if (!assets.includes(asset)) continue;
      const room = roomInShare(
        facts,
        exposureOf(facts, (position) => assets.includes(position.asset)),
        threshold,
        100,
      );
      if ('reasons' in room) return room;
      if (tightest === null || ('notional' in tightest && room.notional.lt(tightest.notional))) tightest = room;
    }
    return tightest;
  },
};
