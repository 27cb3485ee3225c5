import type { Subject } from '../../core/model/performance.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { TablePage, TableQuery } from '../../core/model/tables.ts';
import { createTableIndex, type TableIndex } from '../../core/tables/createTableIndex.ts';
import { tables } from '../../core/tables/index.ts';
import { pageOf } from '../../core/tables/pageOf.ts';
import type { Table } from '../../core/tables/table.ts';
import { combinedPortfolio } from '../../protocol/engine.ts';
import type { Handlers } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';
import type { QueryContext } from '../queries.ts';
import { joinedScene, namedPortfolios } from './combinedScene.ts';
import { createIdentities } from './identities.ts';
import { createPastCloses } from './pastCloses.ts';
import { createPositionDetails } from './positionDetails.ts';
import { type ScenePlan, scenePlan } from './sceneParts.ts';
import { gapNotes, tableNotes } from './tableNotes.ts';

interface Kept {
  readonly key: string;
  readonly index: Promise<TableIndex>;
}

/** More of one portfolio are not asked for at the same time. */
const mostKept = 12;
const whole: Subject = { kind: 'portfolio', id: null };

/** POS-4 and POS-5: tables of what is in memory, made when they are asked for and kept until their data changes. */
export function createTables(context: QueryContext): Pick<Handlers, 'table' | 'positionDetails'> {
  const { ports } = context;
  const identity = createIdentities();
  const kept = new Map<string, Kept>();
  const pastCloses = createPastCloses(ports);
  const details = createPositionDetails(context, identity);

  /** What the first search or sort would wait for is done in small parts while nobody waits. */
  const prepare = (index: TableIndex, isKept: () => boolean): void => {
    ports.clock.after(1, () => {
      if (isKept() && index.prepare()) prepare(index, isKept);
    });
  };
  const indexOf = (place: string, table: Table, plan: ScenePlan): Promise<TableIndex> => {
    const known = kept.get(place);
    kept.delete(place);
    if (known?.key === plan.key) {
      kept.set(place, known);
      return known.index;
    }
    const index = plan.build().then((scene) => createTableIndex(table, scene));
    const entry = { key: plan.key, index };
    kept.set(place, entry);
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    index.then(
      (made) => prepare(made, () => kept.get(place) === entry),
      () => {
        if (kept.get(place) === entry) kept.delete(place);
      },
    );
    return index;
  };

  async function table(query: TableQuery): Promise<TablePage> {
    const wanted = tables[query.table];
    // Only tables of now are made for a part of the book: they sum it up.
    const subject = wanted.parts.includes('snapshot') ? query.subject : whole;
    const place = [query.portfolio, wanted.id, subject.kind, subject.id].join('\n');
    const combined = query.portfolio === combinedPortfolio;
    const { plan, ...about } = combined
      ? await combinedPlan(query, wanted, subject)
      : await ownPlan(context.portfolioOf(query.portfolio), query, wanted, subject);
    return pageOf(wanted, await indexOf(place, wanted, plan), query, about);
  }

  async function ownPlan(portfolio: Portfolio, query: TableQuery, wanted: Table, subject: Subject) {
    const snapshot = context.stateOf(portfolio.folder)?.snapshot ?? null;
    const closes =
      wanted.id === 'operations' || wanted.id === 'closedPositions'
        ? await pastCloses(portfolio, snapshot, wanted.id)
        : [];
    const plan = await scenePlan({
      portfolio,
      snapshot,
      parts: wanted.parts,
      subject,
      closes,
      identity,
      clock: ports.clock,
    });
    return {
      plan,
      notes: tableNotes(portfolio, snapshot, wanted.parts, query.subject, wanted.covers),
      baseCurrency: portfolio.config()?.baseCurrency ?? snapshot?.baseCurrency ?? '',
      ...scaleOf(wanted, snapshot),
    };
  }

  async function combinedPlan(query: TableQuery, wanted: Table, subject: Subject) {
    const snapshot = context.stateOf(combinedPortfolio)?.snapshot ?? null;
    if (snapshot === null) throw new Error('the combined view is not there: it needs two portfolios that were read');
    const shown = namedPortfolios(context.portfolios(), snapshot);
    const parts = await Promise.all(
      shown.map(async ({ portfolio, name }) => ({ name, ...(await ownPlan(portfolio, query, wanted, whole)) })),
    );
    const past = !wanted.parts.includes('snapshot');
    const plan: ScenePlan = {
      key: [identity(snapshot), ...parts.map((part) => `${part.name} ${part.plan.key}`)].join('\n'),
      async build() {
        const scenes = await Promise.all(
          parts.map(async (part) => ({ name: part.name, scene: await part.plan.build() })),
        );
        return joinedScene(scenes, snapshot, subject);
      },
    };
    const notes = parts.flatMap(({ name, notes: own }) => (past ? own.map((note) => `${name}: ${note}`) : []));
    return {
      plan,
      notes: past ? notes : gapNotes(snapshot),
      baseCurrency: snapshot.baseCurrency,
      ...scaleOf(wanted, snapshot),
    };
  }

  return { table, positionDetails: details };
}

/** Fills and flows are told to the cent. */
function scaleOf({ parts }: Table, snapshot: Snapshot | null): { readonly scale?: number } {
  if (snapshot === null || !parts.includes('snapshot')) return {};
  return { scale: Math.max(Math.abs(snapshot.knownEquity), snapshot.knownNotional) };
}
