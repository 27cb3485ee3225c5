import type { BrokerTerms } from './fillOrder.ts';
import type { PaperBook } from './paperBook.ts';

/** All that the simulated broker decides an order of one account by, beside the price. */
export interface SimulatedBroker {
  readonly book: PaperBook;
  readonly terms: BrokerTerms;
  /** Of the account: orders that name none belong to it. */
  readonly strategy: string | null;
}
