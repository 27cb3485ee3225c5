import { toNumber } from '../../core/decimal.ts';
import type { Position, Snapshot } from '../../core/model/snapshot.ts';
import type { EnginePorts } from '../engine.ts';
import type { Portfolio } from '../portfolio.ts';
import { withinMs } from '../withinMs.ts';

const day = 86_400_000;
/** Somebody looks at the rest of the details meanwhile. */
const patience = 4000;

/**
 * Prices of a position's asset in base currency at the end of days: daily closes (asked for where they do not reach back far
 * enough), else what records of holdings had; null where neither tells.
 */
export async function positionPrices(
  ports: EnginePorts,
  portfolio: Portfolio,
  snapshot: Snapshot,
  { account, asset }: Position,
  from: number,
): Promise<(at: number) => number | null> {
  const now = ports.clock.now();
  const { baseCurrency } = snapshot;
  const indexed = (closes: readonly { readonly day: number; readonly close: number }[]) =>
    new Map(closes.map((each) => [Math.floor(each.day / day), each.close]));
  let closes = new Map<number, number>();
  if (portfolio.rateAt(asset, from) === null) {
    const simulated = snapshot.accounts.find(({ id }) => id === account)?.simulated === true;
    const days = Math.ceil((now - from) / day) + 2;
    const asked = portfolio
      .closes()
      .closesOf([{ asset, simulated }], days, baseCurrency)
      .then((answer) => {
        closes = indexed(answer.find((each) => each.asset === asset)?.closes ?? []);
      })
      .catch((error: unknown) =>
        ports.log.warn(`Closes of ${asset}: ${error instanceof Error ? error.message : String(error)}`),
      );
    await withinMs(ports.clock, asked, patience);
  }
  const records = await portfolio
    .memory()
    .use('reading holdings', [], (history) => history.holdings(account, from, now, day));
  const recorded = new Map<number, number>();
  for (const record of records) {
    if (record.asset === asset && record.price !== null) recorded.set(Math.floor(record.at / day), record.price);
  }
  return (at) => {
    const rate = portfolio.rateAt(asset, at);
    if (rate !== null) return toNumber(rate);
    const date = Math.floor(at / day);
    return closes.get(date) ?? recorded.get(date) ?? null;
  };
}
