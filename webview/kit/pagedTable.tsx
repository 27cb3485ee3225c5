import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { TableName } from '../../src/core/model/tables.ts';
import { formatQuantity } from '../../src/present/format.ts';
import type { TableRow } from '../../src/protocol/panelView.ts';
import { IconButton } from './button.tsx';
import { Card } from './card.tsx';
import { CardError, StaleBadge } from './cardStates.tsx';
import { ColumnChoice } from './columnChoice.tsx';
import { columnWidths, textMeasure } from './columnWidths.ts';
import { pick, tsvOf } from './csv.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { usePage } from './page.ts';
import type { PagedQuery } from './pagedRows.ts';
import { staleWords } from './staleWords.ts';
import { rowHeight, TableGrid } from './tableGrid.tsx';
import { nextSort, shownColumns } from './tableModel.ts';
import { usePagedRows } from './usePagedRows.ts';

/** Search words and place are kept for the next time the page is shown once they rest this long. */
const keepMs = 400;
/** More rows than these are a file, not a clipboard. */
const mostCopied = 5_000;
const copyStep = 1_000;

/** A table that stays in the engine, which searches and sorts it: 100,000 rows are as fast as ten. POS-4. */
export function PagedTable(props: {
  readonly name: TableName;
  /** Until the table itself says it. */
  readonly title: string;
  readonly area: string;
  readonly from?: number | null;
  readonly to?: number | null;
  /** Prices of this table move: it follows every change of the book at once. */
  readonly live?: boolean;
  readonly placeholder?: string;
  /** In the head, before the search. */
  readonly tools?: ComponentChildren;
  onOpen?(id: string, row: TableRow): void;
}) {
  const { name } = props;
  const page = usePage();
  const { view, ui, choose, run, tell } = page;
  const [typed, setTyped] = useState(ui.searches[name] ?? '');
  const [chosen, setChosen] = useState<{ readonly id: string; readonly at: number; readonly anchor: number } | null>(
    null,
  );
  const [top, setTop] = useState(ui.places[name] ?? 0);
  const box = useRef<HTMLDivElement>(null);
  const searchId = useId();
  const sort = ui.sort[name];
  const { portfolio } = view;
  const query: PagedQuery | null =
    portfolio === null
      ? null
      : {
          portfolio,
          table: name,
          subject: ui.subject,
          // Asked at once: while one question is on its way, only the newest of the others waits.
          search: typed.trim(),
          sort: sort ?? null,
          from: props.from ?? null,
          to: props.to ?? null,
        };
  const { paged, see, retry } = usePagedRows(query, props.live ? page.version : page.slowVersion, top);
  const { head } = paged;
  const title = head?.title ?? props.title;
  const lower = title.toLowerCase();

  useEffect(() => {
    if ((ui.searches[name] ?? '') === typed && (ui.places[name] ?? 0) === top) return;
    const timer = window.setTimeout(
      () => choose({ searches: { ...ui.searches, [name]: typed }, places: { ...ui.places, [name]: top } }),
      keepMs,
    );
    return () => window.clearTimeout(timer);
  }, [typed, top, name, ui.searches, ui.places, choose]);

  // Rows that came or went above the ones in sight must not move those.
  const before = useRef<{ readonly question: string; readonly turn: number; readonly id: string | null }>({
    question: '',
    turn: 0,
    id: null,
  });
  const question = JSON.stringify(paged.query);
  const topId = paged.rowAt(top)?.id ?? null;
  useLayoutEffect(() => {
    const scroller = box.current;
    const last = before.current;
    before.current = { question, turn: paged.turn, id: topId };
    if (!scroller || last.turn === paged.turn) return;
    if (last.turn === 0) scroller.scrollTop = top * rowHeight;
    else if (last.question !== question) scroller.scrollTop = 0;
    else if (scroller.scrollTop > 0 && last.id !== null && last.id !== topId) {
      const at = paged.indexOf(last.id);
      if (at >= 0) scroller.scrollTop += (at - top) * rowHeight;
    }
  }, [paged.turn, question, topId, top]);
  const here = chosen === null ? null : (paged.rowAt(chosen.at)?.id ?? null);
  useEffect(() => {
    if (chosen === null || here === null || here === chosen.id) return;
    const at = chosen.id === '' ? chosen.at : paged.indexOf(chosen.id);
    // Chosen before it came; or in another place by now; or gone.
    setChosen(at < 0 ? null : { id: chosen.id || here, at, anchor: chosen.id === '' ? chosen.anchor : at });
  }, [here]);

  const indexes = useMemo(() => (head ? shownColumns(head, ui.columns[name]) : []), [head?.columns, ui.columns, name]);
  const columns = indexes.flatMap((index) => head?.columns[index] ?? []);
  const own = head?.ownOrder;
  const shownSort = sort ?? (own === undefined ? undefined : { column: own, descending: true });
  const sight = useRef({ first: 0, end: 60 });
  const [last, setLast] = useState(0);
  const onSight = useCallback(
    (first: number, end: number, at: number, until: number) => {
      setLast(until);
      sight.current = { first, end };
      see(first, end);
      setTop(at);
    },
    [see],
  );
  const measure = useMemo(() => textMeasure(), [page.palette]);
  const known = useRef<{ readonly of: string; widths: Readonly<Record<string, number>> }>({ of: '', widths: {} });
  const of = JSON.stringify([name, view.privacy, page.palette.font]);
  if (known.current.of !== of) known.current = { of, widths: {} };
  if (head) {
    const { first, end } = sight.current;
    const rows = Array.from({ length: end - first }, (_, index) => paged.rowAt(first + index) ?? []).flat();
    known.current.widths = columnWidths(known.current.widths, columns, indexes, rows, measure);
  }
  const widths = columns.map((column) => known.current.widths[column.id] ?? 80);

  const range = chosen && { first: Math.min(chosen.at, chosen.anchor), last: Math.max(chosen.at, chosen.anchor) };
  const copy = async () => {
    if (query === null || head === null) return;
    const from = range?.first ?? 0;
    const to = Math.min(range ? range.last + 1 : head.matching, from + mostCopied);
    // What is on the screen is copied as it stands; the rest is asked for.
    const here = Array.from({ length: to - from }, (_, index) => paged.rowAt(from + index));
    const rows: TableRow[] = here.flatMap((row) => row ?? []);
    if (rows.length < here.length) rows.length = 0;
    for (let offset = from; rows.length < to - from && offset < to; offset += copyStep) {
      const answer = await page.host.request('table', { ...query, offset, limit: Math.min(copyStep, to - offset) });
      rows.push(...answer.rows);
    }
    run(
      'copy',
      tsvOf(
        columns,
        rows.map((row) => pick(row, indexes)),
      ),
    );
  };
  const [copyError, setCopyError] = useState<string | null>(null);
  const startCopy = () => {
    setCopyError(null);
    copy().catch((cause: unknown) => setCopyError(cause instanceof Error ? cause.message : String(cause)));
  };
  const saveAs = (format: 'csv' | 'json') => query && tell('saveTable', { ...query, format });
  const open = (id: string) => {
    const row = paged.rowAt(paged.indexOf(id));
    if (row) props.onOpen?.(id, row);
  };
  const problem = paged.error ?? copyError;
  const copyLabel =
    range && range.last > range.first
      ? `Copy ${range.last - range.first + 1} rows`
      : range
        ? 'Copy the chosen row'
        : head && head.matching > mostCopied
          ? `Copy the first ${formatQuantity(mostCopied)} rows of ${lower}`
          : `Copy ${lower}`;

  return (
    <Card
      title={title}
      subtitle={head ? `${formatQuantity(head.matching)} of ${formatQuantity(head.total)}` : ''}
      area={props.area}
      incomplete={head && head.notes.length > 0 ? head.notes.join('\n') : null}
      stale={staleWords(view)}
      tools={
        <>
          {props.tools}
          <div class="search">
            <Icon name="search" />
            <label class="hidden" for={searchId}>{`Search ${lower}`}</label>
            <input
              id={searchId}
              type="search"
              maxLength={200}
              placeholder={props.placeholder ?? 'Search'}
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
          {head ? (
            <>
              <ColumnChoice
                columns={head.columns}
                shown={columns.map((column) => column.id)}
                onChange={(ids) => choose({ columns: { ...ui.columns, [name]: ids } })}
              />
              <IconButton icon="copy" label={copyLabel} disabled={head.matching === 0} onClick={startCopy} />
              <Menu
                icon="export"
                label={`Export ${lower}`}
                actions={[
                  { title: 'Save as CSV…', run: () => saveAs('csv') },
                  { title: 'Save as JSON…', run: () => saveAs('json') },
                ]}
              />
            </>
          ) : null}
        </>
      }
    >
      {problem && head ? <StaleBadge error={problem} onRetry={paged.error ? retry : startCopy} /> : null}
      {problem && !head ? <CardError error={problem} onRetry={retry} /> : null}
      {!head && !problem ? <RowBones title={lower} /> : null}
      {head && head.matching === 0 ? (
        <p class="empty">
          {head.total === 0 || paged.query?.search === '' ? head.empty : `Nothing matches “${paged.query?.search}”.`}
        </p>
      ) : null}
      {head && head.matching > 0 ? (
        <>
          <TableGrid
            title={title}
            columns={columns}
            indexes={indexes}
            count={head.matching}
            rowAt={paged.rowAt}
            sort={shownSort}
            active={chosen?.at ?? -1}
            chosen={range}
            maxHeight="panel"
            widths={widths}
            busy={paged.loading}
            box={box}
            onSight={onSight}
            onActive={(at, extend) => {
              const row = paged.rowAt(at);
              // A row that is on its way cannot be chosen by name yet; its place can.
              if (at < 0) setChosen(null);
              else setChosen({ id: row?.id ?? '', at, anchor: extend && chosen ? chosen.anchor : at });
            }}
            onCopy={startCopy}
            onSort={(column) => {
              const { [name]: _old, ...rest } = ui.sort;
              const next = nextSort(shownSort, column);
              choose({ sort: next ? { ...rest, [name]: next } : rest });
            }}
            {...(props.onOpen ? { onOpen: open } : {})}
          />
          <Position top={top} last={Math.min(last, head.matching)} count={head.matching} notes={head.notes} />
        </>
      ) : null}
    </Card>
  );
}

/** Grey rows where the rows will be. */
function RowBones(props: { readonly title: string }) {
  return (
    <div class="card-loading row-bones" role="status" aria-label={`Loading ${props.title}`}>
      {Array.from({ length: 14 }, (_, index) => (
        <span key={index} class="bone" />
      ))}
    </div>
  );
}

/** Where in the table one is, and what is missing in it. */
function Position(props: {
  readonly top: number;
  readonly last: number;
  readonly count: number;
  readonly notes: readonly string[];
}) {
  const { top, last, count } = props;
  if (last - top >= count && props.notes.length === 0) return null;
  return (
    <footer class="table-foot muted">
      {last - top < count ? (
        <span>{`Rows ${formatQuantity(Math.min(top + 1, count))}–${formatQuantity(last)} of ${formatQuantity(count)}`}</span>
      ) : null}
      {props.notes.map((note) => (
        <span key={note} class="note">
          {note}
        </span>
      ))}
    </footer>
  );
}
