/** What a column of a file holds. The same words as in the protocol. */
export type SeriesKind = 'returns' | 'equity' | 'trades';

/** A dated series out of a file. */
export interface SeriesFile {
  readonly state: 'series';
  readonly kind: SeriesKind;
  /** Name of the value column as it stands in the file. */
  readonly column: string;
  /** `return`: simple returns as fractions, of the period that ends at `at`. `level`: equity, prices, or an index. */
  readonly measure: 'return' | 'level';
  /** Epoch ms, ascending, each once. A date without a time is its midnight UTC. */
  readonly at: readonly number[];
  readonly values: readonly number[];
  /** Money that came in (positive) or went out since the value before, one per value, where columns tell it; absent: none told. */
  readonly flows?: readonly number[];
  /** `trades`: what each closed trade realised, ascending in time. */
  readonly realized: readonly number[] | null;
  readonly notes: readonly string[];
}

export type DetectedSeries =
  | SeriesFile
  | {
      readonly state: 'ambiguous';
      readonly columns: readonly {
        readonly name: string;
        readonly kind: SeriesKind;
        readonly sample: readonly string[];
      }[];
    }
  /** `needs`: with it the file can be read. */
  | { readonly state: 'failed'; readonly reason: string; readonly needs?: 'startingCapital' };

export interface Wanted {
  readonly column: string | null;
  readonly kind: SeriesKind | null;
  /** Capital before the first trade, where a trades file does not tell it. */
  readonly startingCapital?: number | null;
}
