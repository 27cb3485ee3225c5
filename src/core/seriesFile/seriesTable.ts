/** A file as rows of text cells: what columns are found in. */
export interface SeriesTable {
  /** The file's name, for words. */
  readonly name: string;
  readonly columns: readonly string[];
  /** As many cells as columns each, as they stand in the file; '' where there is none. */
  readonly rows: readonly (readonly string[])[];
  /** Told beside the rows by back-test exports ("starting_balance"). */
  readonly startingCapital?: number;
  /** Name of the list that the rows come from, where a JSON file has several: "trades", "equity". */
  readonly part?: string;
}

/** "Avg. Price", "avgPrice" and "avg_price" are one name. */
export function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/%/g, '_pct_')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
