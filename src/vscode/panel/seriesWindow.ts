import type { SeriesWindow } from '../../protocol/engine.ts';
import type { PageRequests } from '../../protocol/page.ts';

/** The page's wish as the engine's request. In privacy the engine itself rebases: amounts never reach the page. */
export function seriesWindow(
  { rolling, by, percent, ...asked }: PageRequests['series'][0],
  privacy: boolean,
): SeriesWindow {
  return {
    ...asked,
    ...(rolling === null ? {} : { rolling }),
    ...(by === null ? {} : { by }),
    rebase: percent || privacy,
  };
}
