import { fields, numberOf, textOf, textsOf } from './json.ts';
import { type Entries, type Json, nothing, type Page, type Pass } from './stream.ts';

export interface SymbolPage {
  readonly entries: Entries;
  readonly state: Json;
  readonly done: boolean;
  readonly from: number;
  /** Something was found: the symbol is asked again in every pass. */
  readonly found: boolean;
}

interface Symbols {
  /** Every symbol there is, in an order that stays. */
  all(): readonly string[];
  /** Those that seem to have changed, or all that are worth asking; the known ones come by themselves. */
  likely(pass: Pass, known: readonly string[], balances: Readonly<Record<string, Json>>): readonly string[];
  /** True: known only where `likely` names them, because a balance tells when they change. */
  readonly quietUnlessLikely: boolean;
  /** `once`: all symbols are asked before the beginning counts as reached; both: again when a pass is thorough. */
  readonly sweeps: 'once' | 'thorough' | 'never';
  /** Where knowledge begins at the earliest, for markets that were never asked about; absent: at the beginning. */
  begins?(now: number): number;
  page(symbol: string, state: Json, pass: Pass): Promise<SymbolPage>;
}

/**
 * Endpoints that answer one symbol at a time: first those that seem to have changed; then, once and in each thorough pass, and
 * only when nothing newer waits, all of them, because a coin that was bought and sold completely leaves no balance behind.
 * Until all have been asked, only what happened since the first balances is known: it would have moved them. State: a place
 * in every known symbol, the waiting ones, and how far the sweep came.
 */
export function bySymbol(symbols: Symbols): (state: Json, pass: Pass) => Promise<Page> {
  return async (state, pass) => {
    const kept = fields(state);
    const known = { ...fields(kept['known'] ?? null) };
    let balances = fields(kept['balances'] ?? null);
    let waiting = textsOf(kept['waiting']);
    let sweep = textOf(kept['sweep']);
    let inside = fields(kept['inside'] ?? null);
    let from = numberOf(kept['from']) ?? symbols.begins?.(pass.now) ?? 0;
    let complete = kept['complete'] === true;
    const since = numberOf(kept['since']) ?? pass.readAt;
    const all = symbols.all();
    if (pass.first) {
      const likely = symbols.likely(pass, Object.keys(known), balances);
      const chosen = symbols.quietUnlessLikely && !pass.thorough ? likely : [...Object.keys(known), ...likely];
      waiting = [...new Set([...waiting, ...chosen])];
      balances = balancesOf(pass);
      const due =
        symbols.sweeps === 'once' ? !complete || pass.thorough : symbols.sweeps === 'thorough' && pass.thorough;
      if (due && sweep === null) sweep = '';
    }
    const turn = waiting[0];
    // The sweep goes on when nothing newer waits anywhere.
    const symbol = turn ?? (sweep === null || !pass.older ? undefined : after(all, sweep, known));
    let entries = nothing;
    if (symbol !== undefined) {
      const begun = inside[symbol];
      const state = begun ?? known[symbol] ?? null;
      const page = await symbols.page(symbol, state, { ...pass, first: begun === undefined });
      entries = page.entries;
      // Knowledge begins where it began at first, unless a known market shows a hole.
      const before =
        symbol in known ? (numberOf(fields(known[symbol] ?? null)['from']) ?? 0) : Number.POSITIVE_INFINITY;
      if (!complete || page.from > before) from = Math.max(from, page.from);
      if (page.found || symbol in known) known[symbol] = page.state;
      inside = page.done ? {} : { [symbol]: page.state };
      if (page.done && turn !== undefined) waiting = waiting.slice(1);
      else if (page.done) sweep = symbol;
    }
    if (sweep !== null && after(all, sweep, known) === undefined) sweep = null;
    const done = waiting.length === 0;
    if (done && (sweep === null || symbols.sweeps !== 'once')) complete = true;
    const place = sweep === null ? 0 : all.indexOf(sweep) + 1;
    const begun = complete ? from : Math.max(from, since);
    return {
      entries,
      state: { known, balances, waiting, sweep, inside, from, complete, since },
      done,
      older: sweep === null ? false : 'last',
      from: begun,
      ...(complete ? {} : { progress: `${place} of ${all.length} asked about` }),
    };
  };
}

/** The next of the sweep; known symbols are asked in it too, when a pass is thorough. */
function after(all: readonly string[], last: string, known: Readonly<Record<string, Json>>): string | undefined {
  const start = last === '' ? 0 : all.findIndex((symbol) => symbol > last);
  if (start < 0) return undefined;
  for (let i = start; i < all.length; i += 1) {
    const symbol = all[i];
    if (symbol !== undefined && !(symbol in known)) return symbol;
  }
  return undefined;
}

/** What the account holds and has free (orders lock it), to see next time what moved. */
export function balancesOf({ request }: Pass): Readonly<Record<string, Json>> {
  const held: Record<string, string> = {};
  for (const { asset, scope, code, quantity, free, borrowed } of request.reading.balances)
    held[`${scope} ${code ?? asset}`] = [quantity, free ?? '', borrowed ?? ''].join('/');
  return held;
}
