import { coverageGap } from '../../core/ledger/coverage.ts';
import type { Position, Snapshot } from '../../core/model/snapshot.ts';
import type { MarketRules } from '../../core/model/trading.ts';
import { headrooms } from '../../core/risk/headrooms.ts';
import { decimate } from '../../core/series/m4.ts';
import type { OwnTrade } from '../../core/tables/table.ts';
import { combinedPortfolio } from '../../protocol/engine.ts';
import { deadline } from '../deadline.ts';
import type { EnginePorts, Handlers } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';
import type { QueryContext } from '../queries.ts';
import { tradableAccount } from '../trading/tradableAccount.ts';
import { namedPortfolios } from './combinedScene.ts';
import { knownEntries } from './knownEntries.ts';
import { openedAt } from './openedAt.ts';
import { ownFills } from './positionEntries.ts';
import { positionPnl } from './positionPnl.ts';

const mostFills = 500;
/** As wide as a detail is ever drawn. */
const width = 800;
const rulesMs = 5000;

/** POS-5: what is known of one open position. Rejects in words where it is not open any more. */
export function createPositionDetails(
  context: QueryContext,
  identity: (of: object | null | undefined) => number,
): Handlers['positionDetails'] {
  const { ports } = context;

  /** A position of the combined view is one of its own portfolio. */
  const ownOf = (folder: string, id: string): { readonly portfolio: Portfolio; readonly id: string } => {
    if (folder !== combinedPortfolio) return { portfolio: context.portfolioOf(folder), id };
    const combined = context.stateOf(combinedPortfolio)?.snapshot;
    const named = combined == null ? [] : namedPortfolios(context.portfolios(), combined);
    const own = named.find(({ name }) => id.startsWith(`${name} / `));
    if (own === undefined) throw new Error('this position is not open any more');
    return { portfolio: own.portfolio, id: id.slice(own.name.length + 3) };
  };

  return async (query) => {
    const { portfolio, id } = ownOf(query.portfolio, query.position);
    const snapshot = context.stateOf(portfolio.folder)?.snapshot ?? null;
    const config = portfolio.config();
    const position = snapshot?.positions.find((each) => each.id === id);
    if (snapshot === null || config === null || position === undefined) {
      throw new Error('this position is not open any more');
    }
    const known = await knownEntries(portfolio, identity);
    const entries = await known.entries();
    const fills = ownFills(entries.trades, position, snapshot.positions);
    const facts = portfolio.facts();
    const { curve, reason, notes } = await positionPnl(ports, portfolio, config, snapshot, position, fills, entries);
    const account = portfolio
      .connections()
      .accounts()
      .find((each) => each.id === position.account);
    const gap = coverageWords(portfolio, snapshot, position);
    const total = snapshot.totalNotional;
    return {
      position: withOpening(position, fills),
      fills: fills.slice(-mostFills).reverse(),
      path: decimate(curve, width),
      pathReason: reason,
      shareOfBook: position.baseNotional !== null && total !== null && total > 0 ? position.baseNotional / total : null,
      headrooms: facts === null ? [] : headrooms(facts, config.limits, position.symbol),
      rules: await rulesOf(ports, portfolio, position),
      tradable:
        account === undefined
          ? { account: position.account, live: false, ready: false, reason: 'it is not in the configuration any more' }
          : tradableAccount(account),
      notes: [
        ...(gap === null ? [] : [gap]),
        ...(fills.length > mostFills
          ? [`The last ${mostFills} of ${fills.length} fills are here; the table of trades has all.`]
          : []),
        ...notes,
      ],
    };
  };
}

/** A spot holding has no opening of its own: its fills tell. */
function withOpening(position: Position, fills: readonly OwnTrade[]): Position {
  if (position.openedAt !== null || position.instrument !== 'spot') return position;
  const at = openedAt(fills, position.size);
  if (at !== null) return { ...position, openedAt: at };
  const why = 'the fills that are known do not make up all that is held';
  return { ...position, missing: { ...position.missing, openedAt: why } };
}

/** Rules of its market, where orders can be given; null where they cannot, or where they do not answer in time. */
async function rulesOf(ports: EnginePorts, portfolio: Portfolio, position: Position): Promise<MarketRules | null> {
  const source = portfolio
    .connections()
    .accounts()
    .find(({ id }) => id === position.account)?.source;
  const trading = source?.ok ? source.value.trading : undefined;
  if (trading === undefined) return null;
  const abort = ports.createAbort();
  const answer = await deadline(ports.clock, rulesMs, position.symbol, abort, () =>
    trading.rules([position.symbol], abort.signal),
  );
  if (!answer.ok) {
    ports.log.info(`Rules of ${position.symbol}: ${answer.failure.reason}`);
    return null;
  }
  const spot = position.instrument === 'spot';
  const of = answer.value.filter(({ contract }) => (contract === undefined) === spot);
  return of.find(({ symbol }) => symbol === position.symbol) ?? of.find(({ base }) => base === position.asset) ?? null;
}

function coverageWords(portfolio: Portfolio, snapshot: Snapshot, position: Position): string | null {
  const known = portfolio.ledgers().known(position.account);
  if (known === null) return null;
  const { trades } = known.coverage;
  const title = snapshot.accounts.find(({ id }) => id === position.account)?.title ?? position.account;
  const gap = coverageGap(trades, 0, 'until' in trades ? trades.until : 0, `trades of ${title}`);
  return gap === null ? null : `${gap.charAt(0).toUpperCase()}${gap.slice(1)}.`;
}
