/** The only error a History rejects with: what happened to which history, and what to do, in words. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}
