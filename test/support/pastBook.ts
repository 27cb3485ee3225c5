import type { HistoryRecord } from '../../src/core/ports.ts';
import type { MemoryHistory } from './fakeEngine.ts';

export interface PastDay {
  readonly at: number;
  /** By account. */
  readonly accounts: Readonly<Record<string, { readonly equity: number; readonly flow?: number | null }>>;
  /** By account and asset: [quantity, price]. */
  readonly holdings?: Readonly<Record<string, Readonly<Record<string, readonly [number, number | null]>>>>;
}

/** Records as the engine writes them, the note that says what the last one covers included. */
export async function remember(history: MemoryHistory, days: readonly PastDay[], currency = 'USD'): Promise<void> {
  for (const day of days) {
    const accounts = Object.entries(day.accounts).map(([account, { equity, flow }]) => ({
      account,
      equity,
      flow: flow === undefined ? 0 : flow,
    }));
    const flows = accounts.map(({ flow }) => flow);
    const record: HistoryRecord = {
      at: day.at,
      currency,
      portfolio: {
        equity: accounts.reduce((sum, { equity }) => sum + equity, 0),
        flow: flows.reduce<number | null>((sum, flow) => (sum === null || flow === null ? null : sum + flow), 0),
      },
      accounts,
      holdings: Object.entries(day.holdings ?? {}).flatMap(([account, assets]) =>
        Object.entries(assets).map(([asset, [quantity, price]]) => ({
          account,
          asset,
          quantity: String(quantity),
          price,
          value: price === null ? null : quantity * price,
        })),
      ),
    };
    const last = {
      at: day.at,
      currency,
      accounts: Object.fromEntries(accounts.map(({ account, equity }) => [account, equity])),
      priced: [],
      unpriced: [],
    };
    await history.append(record, { key: 'lastRecord', value: JSON.stringify(last) });
  }
}
