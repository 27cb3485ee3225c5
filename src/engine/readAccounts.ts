import type { AccountReading } from '../core/model/account.ts';
import type { Reading } from '../core/model/reading.ts';
import type { Clock } from '../core/ports.ts';
import type { AccountConnection } from './connections.ts';
import { deadline } from './deadline.ts';
import type { Abort } from './engine.ts';

/** Answers so far, by account; filled while the reads run, so that a hanging account never holds the others. */
export type Answers = Map<string, Reading<AccountReading>>;

/** Reads every account at once, each within `ms`. */
export async function readAccounts(
  clock: Clock,
  connections: readonly AccountConnection[],
  ms: number,
  abort: Abort,
  answers: Answers,
): Promise<void> {
  await Promise.all(
    connections.map(async ({ id, source }) => {
      if (!source.ok) answers.set(id, source);
      else answers.set(id, await deadline(clock, ms, `Account ${id}`, abort, () => source.value.read(abort.signal)));
    }),
  );
}

/** Every asset and currency that needs a price for these readings. */
export function assetsOf(readings: Iterable<AccountReading>): readonly string[] {
  const assets = new Set<string>();
  for (const reading of readings) {
    for (const balance of reading.balances) assets.add(balance.asset);
    for (const position of reading.positions) {
      assets.add(position.asset);
      assets.add(position.currency);
    }
    if (reading.block !== null) assets.add(reading.block.currency);
    if (reading.realizedCurrency !== null) assets.add(reading.realizedCurrency);
  }
  return [...assets];
}
