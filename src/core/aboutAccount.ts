/** "Binance · main: it was never read", but "Kraken is not available": a name that the words begin with is not said twice. */
export function aboutAccount(title: string, words: string): string {
  const rest = words.startsWith(title) ? words.slice(title.length) : 'x';
  return /^[^\p{L}\p{N}]/u.test(rest) ? words : `${title}: ${words}`;
}
