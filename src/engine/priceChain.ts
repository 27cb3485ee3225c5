import type { Config } from '../config/schema.ts';

/** Links that are no source of their own: the accounts' own marks come with their readings. */
const ownMarks = 'account';

/**
 * The links to ask for quotes, first answer wins: SRC-5. As configured, else: public tickers of the configured exchanges,
 * then Kraken's public fiat and stablecoin rates, but only where an exchange account exists (a book of files or paper never
 * calls out by itself). Where every account is a paper account, their markets price the book; beside others they price
 * nothing but their own account, because a simulated price must never value a real holding.
 */
export function quoteLinks(config: Config): readonly string[] {
  const configured = config.prices.source;
  if (configured !== undefined) {
    const links = typeof configured === 'string' ? [configured] : configured;
    return unique(links.filter((link) => link !== ownMarks));
  }
  const accounts = Object.values(config.accounts);
  const exchanges = accounts.flatMap((account) => (account.kind === 'exchange' ? [account.exchange] : []));
  if (exchanges.length > 0) return unique([...exchanges, 'kraken']);
  const paper = accounts.flatMap((account) => (account.kind === 'paper' ? [marketLink(account)] : []));
  return paper.length === accounts.length ? unique(paper) : [];
}

/** Links to ask for daily closes: those of the quotes, then the markets of paper accounts, marked simulated where they are. */
export function closesLinks(config: Config): readonly string[] {
  const paper = Object.values(config.accounts).flatMap((account) =>
    account.kind === 'paper' ? [marketLink(account)] : [],
  );
  return unique([...quoteLinks(config), ...paper]);
}

/** Accounts of one seed share one simulated market. */
function marketLink(account: { readonly market: string; readonly seed: number }): string {
  return account.market === 'simulated' ? `simulated:${account.seed}` : account.market;
}

export function isSimulated(link: string): boolean {
  return link === 'simulated' || link.startsWith('simulated:');
}

function unique(links: readonly string[]): readonly string[] {
  return [...new Set(links)];
}
