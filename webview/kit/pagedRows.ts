import type { TableRow } from '../../src/protocol/panelView.ts';
import type { PageTableQuery, TablePageView } from '../../src/protocol/tradingView.ts';

/** Rows of one request. */
export const pageRows = 100;
/** Pages kept in memory; those farthest from what is seen go first. */
const mostPages = 60;
/** Scrolling asks for no more than these at once, so that what is seen last is asked soon. */
const mostAtOnce = 2;

export type PagedQuery = Omit<PageTableQuery, 'offset' | 'limit'>;

/** What is known of a table: its head, and the rows that have come. */
export interface Paged {
  /** Null until the first page came. */
  readonly head: Omit<TablePageView, 'rows' | 'offset'> | null;
  /** The question that the rows answer; while another one is on its way they stay. */
  readonly query: PagedQuery | null;
  /** Counts new row sets; the same question answered anew counts too. */
  readonly turn: number;
  readonly loading: boolean;
  readonly error: string | null;
  rowAt(index: number): TableRow | null;
  /** Of a row that has come; −1 where it has not. */
  indexOf(id: string): number;
}

export interface PagedRows {
  /** `scope` names whose rows they are: those of another are gone at once. */
  ask(query: PagedQuery, scope: string): void;
  /** Rows that are in sight, `end` excluded. */
  see(first: number, end: number): void;
  /** The same question again: rows in sight are replaced together, when they have come. */
  refresh(): void;
  retry(): void;
  read(): Paged;
  stop(): void;
}

interface Shown {
  readonly query: PagedQuery;
  readonly key: string;
  head: TablePageView;
  readonly pages: Map<number, readonly TableRow[]>;
}

/**
 * Rows of a table that stays in the engine: asks for the pages in sight and their neighbours, keeps what came, drops answers to
 * questions that are no longer asked. One question is on its way at a time, so typing fast asks for the last word only.
 */
export function createPagedRows(
  request: (query: PageTableQuery) => Promise<TablePageView>,
  changed: () => void,
): PagedRows {
  let query: PagedQuery | null = null;
  let scope = '';
  let asked = 0;
  let answered = 0;
  let turn = 0;
  let shown: Shown | null = null;
  let error: string | null = null;
  let sight = { first: 0, end: 30 };
  let turning = false;
  let stopped = false;
  const loading = new Set<number>();

  const pageOf = (page: number, of: PagedQuery) => request({ ...of, offset: page * pageRows, limit: pageRows });

  /** Brings the newest question to the front: its rows in sight together. */
  const turnOver = async (): Promise<void> => {
    if (turning) return;
    turning = true;
    while (query !== null && answered !== asked && !stopped) {
      const mine = { asked, query, scope, key: JSON.stringify(query) };
      const pages = pagesIn(sight.first, sight.end);
      try {
        const answers = await Promise.all(pages.map((page) => pageOf(page, mine.query)));
        const [head] = answers;
        if (stopped || head === undefined) break;
        if (mine.scope !== scope || mine.key !== JSON.stringify(query)) continue;
        answered = mine.asked;
        turn += 1;
        error = null;
        loading.clear();
        shown = {
          query: mine.query,
          key: mine.key,
          head,
          pages: new Map(answers.map((answer, index) => [pages[index] ?? 0, answer.rows])),
        };
      } catch (cause) {
        if (stopped) break;
        if (mine.asked === asked) {
          answered = asked;
          error = words(cause);
        }
      }
    }
    turning = false;
    if (stopped) return;
    changed();
    fill();
  };

  /** Asks for what is in sight and not here, then for what is next to it. */
  const fill = (): void => {
    const now = shown;
    if (now === null || turning || error !== null) return;
    const last = Math.max(0, Math.ceil(now.head.matching / pageRows) - 1);
    const near = pagesIn(sight.first, sight.end);
    const beside = [(near.at(-1) ?? 0) + 1, (near[0] ?? 0) - 1];
    for (const page of [...near, ...beside]) {
      if (loading.size >= mostAtOnce) return;
      if (page < 0 || page > last || now.pages.has(page) || loading.has(page)) continue;
      void load(now, page);
    }
  };

  const load = async (now: Shown, page: number): Promise<void> => {
    loading.add(page);
    const current = () => !stopped && shown === now;
    try {
      const answer = await pageOf(page, now.query);
      if (!current()) return;
      loading.delete(page);
      now.pages.set(page, answer.rows);
      now.head = answer;
      forget(now.pages, sight.first);
    } catch (cause) {
      if (!current()) return;
      loading.delete(page);
      error = words(cause);
    }
    changed();
    fill();
  };

  return {
    ask(next, nextScope) {
      const same = query !== null && JSON.stringify(query) === JSON.stringify(next);
      if (nextScope !== scope) {
        shown = null;
        error = null;
      } else if (same) return;
      // Another order or search starts at its top; the first question where the user was.
      if (query !== null) sight = { first: 0, end: sight.end - sight.first };
      query = next;
      scope = nextScope;
      asked += 1;
      void turnOver();
      changed();
    },
    see(first, end) {
      if (first === sight.first && end === sight.end) return;
      sight = { first, end };
      fill();
    },
    refresh() {
      if (query === null) return;
      asked += 1;
      void turnOver();
    },
    retry() {
      error = null;
      asked += 1;
      void turnOver();
      changed();
    },
    read: () => {
      const now = shown;
      return {
        head: now?.head ?? null,
        query: now?.query ?? null,
        turn,
        loading: turning || loading.size > 0,
        error,
        rowAt: (index) => now?.pages.get(Math.floor(index / pageRows))?.[index % pageRows] ?? null,
        indexOf(id) {
          for (const [page, rows] of now?.pages ?? []) {
            const at = rows.findIndex((row) => row.id === id);
            if (at >= 0) return page * pageRows + at;
          }
          return -1;
        },
      };
    },
    stop() {
      stopped = true;
    },
  };
}

function pagesIn(first: number, end: number): readonly number[] {
  const from = Math.floor(Math.max(0, first) / pageRows);
  const to = Math.floor(Math.max(0, end - 1) / pageRows);
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, index) => from + index);
}

function forget(pages: Map<number, readonly TableRow[]>, first: number): void {
  if (pages.size <= mostPages) return;
  const here = Math.floor(first / pageRows);
  const far = [...pages.keys()].sort((a, b) => Math.abs(b - here) - Math.abs(a - here));
  for (const page of far.slice(0, pages.size - mostPages)) pages.delete(page);
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
