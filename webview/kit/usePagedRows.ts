import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer } from 'preact/hooks';
import { usePage } from './page.ts';
import { createPagedRows, type Paged, type PagedQuery, type PagedRows } from './pagedRows.ts';

/** Rows of a table of the engine, asked for as they come in sight, and again when `version` moves. */
export function usePagedRows(
  query: PagedQuery | null,
  version: number,
  place: number,
): { readonly paged: Paged; readonly see: PagedRows['see']; readonly retry: () => void } {
  const { host, view } = usePage();
  const [, redraw] = useReducer((count: number, _event: null) => count + 1, 0);
  const rows = useMemo(() => {
    const made = createPagedRows(
      (question) => host.request('table', question),
      () => redraw(null),
    );
    made.see(place, place + 30);
    return made;
  }, [host]);
  // What was formatted before amounts were hidden may not be shown after.
  const scope = query && JSON.stringify([query.portfolio, query.table, query.subject, view.privacy]);
  useLayoutEffect(() => {
    if (query !== null && scope !== null) rows.ask(query, scope);
  }, [rows, scope, JSON.stringify(query)]);
  useEffect(() => rows.refresh(), [rows, version]);
  useEffect(() => () => rows.stop(), [rows]);
  return { paged: rows.read(), see: useCallback((first, end) => rows.see(first, end), [rows]), retry: rows.retry };
}
