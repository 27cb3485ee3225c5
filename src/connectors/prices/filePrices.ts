import type { Quote } from '../../core/model/quote.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { ConnectorContext, PriceConnector } from '../connector.ts';
import { readInside } from '../file/readInside.ts';
import { watchInside } from '../file/watchInside.ts';
import { closesOf, type PriceRow, parsePrices } from './parsePrices.ts';

const prefix = 'file:';
const day = 86_400_000;

/** A CSV of the workspace as a link of the price chain: `file:prices.csv`. Read afresh each time. */
export const filePrices: PriceConnector = {
  id: 'file',
  serves: (link) => link.startsWith(prefix),
  open: (context, link) => {
    const path = link.slice(prefix.length).trim();
    if (path === '') return failed('config', 'write the file after "file:", such as "file:prices.csv"');
    const read = () => readRows(context, path);
    return ok({
      id: link,
      quotes: async () => {
        const rows = await read();
        return rows.ok ? ok(latest(rows.value, path)) : rows;
      },
      closes: async (asset, currency, days) => {
        const rows = await read();
        if (!rows.ok) return rows;
        const from = context.clock.now() - days * day;
        const own = rows.value.filter((row) => row.asset === asset && row.currency === currency && row.at >= from);
        return own.length === 0
          ? failed('config', `${path} has no price of ${asset} in ${currency}`)
          : ok({ asset, currency, source: path, closes: closesOf(own) });
      },
      watch: (changed) => watchInside(context, [path], changed),
      close: () => {},
    });
  },
};

async function readRows(context: ConnectorContext, path: string): Promise<Reading<readonly PriceRow[]>> {
  const file = await readInside(context.folder, path);
  if (!file.ok) return file;
  const { text, modifiedAt } = file.value;
  const rows = parsePrices(text, { path, currency: context.baseCurrency, modifiedAt });
  // A price of the future is none yet: it would hide the one of now and never grow old. A day east of here may have begun.
  const latest = context.clock.now() + day;
  return rows.ok ? ok(rows.value.filter((row) => row.at <= latest)) : rows;
}

/** The newest price of each market, and, where the file goes back that far, the one of a day before. */
function latest(rows: readonly PriceRow[], path: string): Quote[] {
  const byMarket = new Map<string, PriceRow[]>();
  for (const row of rows) {
    const market = `${row.asset}/${row.currency}`;
    const own = byMarket.get(market);
    if (own) own.push(row);
    else byMarket.set(market, [row]);
  }
  return [...byMarket.values()].flatMap((own) => {
    const last = own.at(-1);
    if (last === undefined) return [];
    // Up to two days: before a weekend or a gap it would be a change of more than a day.
    const before = own.findLast((row) => row.at <= last.at - day && row.at > last.at - 2 * day);
    const open24h = before === undefined ? {} : { open24h: before.price };
    return [{ base: last.asset, quote: last.currency, price: last.price, at: last.at, source: path, ...open24h }];
  });
}
