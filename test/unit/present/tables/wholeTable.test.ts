import assert from 'node:assert/strict';
import { createTableIndex } from '../../../../src/core/tables/createTableIndex.ts';
import { tables } from '../../../../src/core/tables/index.ts';
import { pageOf } from '../../../../src/core/tables/pageOf.ts';
import { tableText } from '../../../../src/present/tables/tableText.ts';
import { wholeTable } from '../../../../src/present/tables/wholeTable.ts';
import { ownTrade, tableScene } from '../../../support/tableScene.ts';

const options = { privacy: false };

function asking(count: number) {
  const trades = Array.from({ length: count }, (_, id) => ownTrade(String(id)));
  let index = createTableIndex(tables.trades, tableScene({ trades }));
  const asked: (number | null)[] = [];
  const ask = async (offset: number, limit: number | null) => {
    asked.push(limit);
    const query = { portfolio: '/book', table: 'trades', search: '', sort: null, from: null, to: null } as const;
    const of = { ...query, subject: { kind: 'portfolio', id: null }, privacy: false, offset, limit } as const;
    return pageOf(tables.trades, index, of, { baseCurrency: 'USD', notes: ['from 3 Nov'] });
  };
  const add = (id: string): void => {
    trades.push(ownTrade(id));
    index = createTableIndex(tables.trades, tableScene({ trades }));
  };
  return { ask, asked, add };
}

describe('a whole table as text', () => {
  for (const count of [0, 1, 2000, 4500]) {
    for (const format of ['csv', 'json'] as const) {
      it(`${count} rows come page by page as ${format}, and are what they are in one piece`, async () => {
        const { ask, asked } = asking(count);
        const { text, rows } = await wholeTable(ask, format, options);
        assert.equal(rows, count);
        assert.ok(asked.every((limit) => limit !== null));
        assert.equal(text, tableText(await ask(0, null), format, options));
        if (format === 'json') assert.equal((JSON.parse(text) as { rows: unknown[] }).rows.length, count);
      });
    }
  }

  it('is begun anew where a row comes meanwhile: none is there twice, none is missing', async () => {
    const { ask, add } = asking(5000);
    let pages = 0;
    const { text, rows } = await wholeTable(
      async (offset, limit) => {
        pages += 1;
        if (pages === 2) add('late');
        return ask(offset, limit);
      },
      'csv',
      options,
    );
    assert.equal(rows, 5001);
    assert.equal(text, tableText(await ask(0, null), 'csv', options));
  });

  it('is asked for in one piece where it never rests', async () => {
    const { ask, asked, add } = asking(5000);
    const { rows } = await wholeTable(
      async (offset, limit) => {
        if (offset > 0) add(`late ${asked.length}`);
        return ask(offset, limit);
      },
      'csv',
      options,
    );
    assert.equal(asked.at(-1), null);
    assert.equal(rows, 5003);
  });
});
