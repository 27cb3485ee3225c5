import assert from 'node:assert/strict';
import type { LedgerBatch } from '../../../src/core/model/ledger.ts';
import { heldBalances, impliedBalances, importAll, readingOf, simulatedSource } from '../../support/ledgerReader.ts';
import { type Simulator, startSimulator } from '../../support/startSimulator.ts';

/** LED-1 when an endpoint fails: REL-1. */
describe('the ledger of exchange accounts, with faults', function () {
  this.timeout(60_000);
  const open: Simulator[] = [];
  const start = async (): Promise<Simulator> => {
    const simulator = await startSimulator();
    open.push(simulator);
    return simulator;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((simulator) => simulator.close()));
  });

  const covered = (batch: LedgerBatch | null, kind: 'trades' | 'flows' | 'income'): { from: number; until: number } => {
    const span = batch?.coverage[kind] ?? { reason: 'no batch' };
    assert.ok(!('reason' in span), 'reason' in span ? span.reason : '');
    return span;
  };

  for (const [account, path, kind] of [
    ['binance-main', '/sapi/v1/capital/deposit/hisrec', 'flows'],
    ['binance-main', '/api/v3/myTrades', 'trades'],
    ['binance-main', '/sapi/v1/asset/assetDividend', 'income'],
    ['binance-main', '/fapi/v1/openOrders', null],
    ['kraken-main', '/0/private/TradesHistory', 'trades'],
    ['kraken-main', '/0/private/Ledgers', 'flows'],
    ['kraken-main', '/0/private/OpenOrders', null],
  ] as const)
    for (const effect of [
      { kind: 'status', status: 503, body: 'maintenance' },
      { kind: 'garbage', body: 'object' },
      { kind: 'garbage', body: 'truncated' },
    ] as const)
      it(`${account}: ${path} fails (${effect.kind}${effect.kind === 'garbage' ? ` ${effect.body}` : ''}), the others stand, and it is made up for`, async () => {
        const simulator = await start();
        const source = await simulatedSource(
          simulator,
          account,
          account === 'kraken-main' ? ['spot'] : ['spot', 'swap'],
        );
        simulator.faults.add({ path, effect });
        const store = await importAll(source);
        const notes = store.last?.notes ?? [];
        assert.ok(
          notes.some((note) => /could not be read/.test(note)),
          notes.join(),
        );
        for (const one of ['trades', 'flows', 'income'] as const) {
          const span = store.last?.coverage[one] ?? { reason: '' };
          const fails = one === kind || (path.endsWith('Ledgers') && one === 'income');
          assert.equal('reason' in span, fails, `${one} ${JSON.stringify(span)}`);
        }
        // Once it works again, nothing is missing.
        simulator.faults.clear();
        await importAll(source, store);
        assert.deepEqual(impliedBalances(store), heldBalances(await readingOf(source)));
        const { until } = covered(store.last, 'flows');
        // And a later failure does not take away what is known.
        simulator.faults.add({ path, effect });
        await importAll(source, store);
        assert.ok(covered(store.last, 'flows').until >= until);
      });
});
