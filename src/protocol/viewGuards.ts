import type { Period, Subject } from '../core/model/performance.ts';
import type { Curve } from '../core/model/series.ts';
import { finite, flag, type Guard, listOf, oneOf, optional, orNull, shape, text } from './guard.ts';
import type { LimitBar, TableView } from './panelView.ts';

/** Guards of what several messages are made of. Sizes are capped so that a broken or hostile end cannot flood the other. */

export const line = text(20_000);
export const id = text(1_000);
/** A table of 100,000 rows as CSV, at most. */
export const fileText = text(32_000_000);

export const points = listOf(finite, 100_000);

export const subject = shape<Subject>({ kind: oneOf(['portfolio', 'account', 'strategy', 'asset']), id: orNull(id) });
const named = shape<{ readonly id: Extract<Period, { readonly id: unknown }>['id'] }>({
  id: oneOf(['1D', '1W', '1M', '3M', '6M', 'MTD', 'YTD', '1Y', 'all']),
});
const free = shape<Extract<Period, { readonly from: unknown }>>({ from: finite, to: orNull(finite) });
export const period: Guard<Period> = (value): value is Period => named(value) || free(value);

export const tone = oneOf(['none', 'up', 'down', 'warning', 'error', 'muted']);
const sortKey: Guard<number | string | null> = (value): value is number | string | null =>
  value === null || finite(value) || line(value);
export const table = shape<TableView>({
  id,
  title: line,
  columns: listOf(
    shape<TableView['columns'][number]>({
      id,
      title: line,
      align: oneOf(['start', 'end']),
      hidden: optional(flag) as Guard<boolean>,
    }),
    100,
  ),
  rows: listOf(
    shape<TableView['rows'][number]>({
      id,
      cells: listOf(
        shape<TableView['rows'][number]['cells'][number]>({
          text: line,
          sort: sortKey,
          tone: optional(tone) as Guard<'none'>,
          title: optional(line) as Guard<string>,
        }),
        100,
      ),
    }),
    100_000,
  ),
  empty: line,
  incomplete: orNull(line),
});
export const bar = shape<LimitBar>({
  id,
  title: line,
  subject: orNull(line),
  state: oneOf(['OK', 'WARNING', 'UNKNOWN', 'BREACH']),
  stateText: line,
  ratio: orNull(finite),
  warningAt: finite,
  value: line,
  used: line,
  headroom: line,
  message: line,
});

const curveShape = shape<Curve>({ at: points, value: points });
export const curve: Guard<Curve> = (value): value is Curve =>
  curveShape(value) && value.at.length === value.value.length;
