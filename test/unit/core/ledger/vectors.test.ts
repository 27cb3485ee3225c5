import assert from 'node:assert/strict';
import { type Big, big, sum, toNumber } from '../../../../src/core/decimal.ts';
import type { CostBasis } from '../../../../src/core/ledger/costBasis.ts';
import { type Disposal, type LotEvent, matchLots } from '../../../../src/core/ledger/matchLots.ts';
import { sharedAbsent, sharedText } from '../../../support/shared.ts';

interface VectorEvent {
  readonly time: string;
  readonly type: 'buy' | 'sell';
  readonly qty: number;
  readonly price?: number | string;
  readonly cost?: number;
  readonly proceeds?: number;
  readonly fee?: number | string;
}

interface Vector {
  readonly id: string;
  readonly metric: string;
  readonly inputs: { readonly events: readonly VectorEvent[] | { readonly $csv: string; readonly symbol: string } };
  readonly params: { readonly method: string; readonly allow_short?: boolean; readonly hifo_rank?: string };
  readonly expected: {
    readonly realized: number;
    readonly remaining_qty: number;
    readonly remaining_cost?: number;
    readonly realized_by_year?: Readonly<Record<string, number>>;
    readonly disposals?: readonly {
      readonly time: string;
      readonly qty: number;
      readonly proceeds: number;
      readonly cost: number;
      readonly gain: number;
      readonly unmatched_qty?: number;
    }[];
    readonly matches?: readonly {
      readonly disposal: string;
      readonly lot: string;
      readonly qty: number;
      readonly cost: number;
      readonly gain: number;
    }[];
    readonly round_trips?: readonly {
      readonly open: string;
      readonly close: string;
      readonly pnl: number;
      readonly side: string;
    }[];
  };
  readonly tolerance: { readonly abs: number; readonly rel: number };
}

const text = sharedText('vectors/vectors.json');
const vectors: readonly Vector[] =
  text === null
    ? []
    : (JSON.parse(text) as { cases: readonly Vector[] }).cases.filter(({ metric }) => metric === 'realized_pnl');
const methods: Readonly<Record<string, CostBasis>> = {
  FIFO: 'FIFO',
  LIFO: 'LIFO',
  HIFO: 'HIFO',
  LOFO: 'LOFO',
  AVCO: 'average',
};

describe('published vectors of realised P&L by lots', () => {
  const ran = new Map<string, number>();
  before(function () {
    if (text === null) {
      console.log(sharedAbsent);
      this.skip();
    }
  });
  for (const vector of vectors) {
    it(`${vector.id} ${JSON.stringify(vector.params)}`, () => {
      check(vector);
      ran.set(vector.params.method, (ran.get(vector.params.method) ?? 0) + 1);
    });
  }
  after(() => {
    const rows = [...ran].map(([method, count]) => `${method} ${count}`).join(', ');
    if (text !== null) console.log(`      passed of realized_pnl: ${rows}; not offered: none`);
  });
  it('are 124, and every method of LED-2 is among them', function () {
    if (text === null) this.skip();
    assert.equal(vectors.length, 124);
    assert.deepEqual([...new Set(vectors.map(({ params }) => methods[params.method]))].sort(), [
      'FIFO',
      'HIFO',
      'LIFO',
      'LOFO',
      'average',
    ]);
  });
});

function check({ inputs, params, expected, tolerance }: Vector): void {
  const method = methods[params.method];
  assert.ok(method !== undefined);
  const events = eventsOf(inputs.events).map((event) => lotEvent(event, params.hifo_rank === 'price_ex_fee'));
  const result = matchLots(events, { method, allowShort: params.allow_short === true });
  const close = (actual: Big | number | null, wanted: number, what: string): void => {
    assert.ok(actual !== null, what);
    const difference = Math.abs(toNumber(actual) - wanted);
    assert.ok(difference <= tolerance.abs + tolerance.rel * Math.abs(wanted), `${what}: ${actual} is not ${wanted}`);
  };
  // The vectors count what an oversold part brought as gain (cost 0); ours tells it apart and never calls it one.
  const gainOf = ({ gain, unmatchedProceeds }: Disposal): Big => big(gain ?? 0).plus(unmatchedProceeds ?? 0);
  close(sum(result.disposals.map(gainOf)), expected.realized, 'realised');
  close(result.quantity, expected.remaining_qty, 'remaining quantity');
  if (expected.remaining_cost !== undefined) {
    close(sum(result.lots.map(({ amount }) => amount ?? 0)), expected.remaining_cost, 'remaining cost');
  }
  for (const [year, gain] of Object.entries(expected.realized_by_year ?? {})) {
    const own = result.disposals.filter(({ at }) => new Date(at).getUTCFullYear() === Number(year));
    close(sum(own.map(gainOf)), gain, year);
  }
  if (expected.disposals !== undefined) assert.equal(result.disposals.length, expected.disposals.length);
  for (const [index, wanted] of (expected.disposals ?? []).entries()) {
    const disposal = result.disposals[index];
    assert.ok(disposal !== undefined);
    assert.equal(disposal.at, Date.parse(wanted.time));
    close(disposal.quantity, wanted.qty, 'quantity');
    close(big(disposal.proceeds ?? 0).plus(disposal.unmatchedProceeds ?? 0), wanted.proceeds, 'proceeds');
    close(disposal.cost, wanted.cost, 'cost');
    close(gainOf(disposal), wanted.gain, 'gain');
    close(disposal.unmatched, wanted.unmatched_qty ?? 0, 'unmatched');
  }
  if (expected.matches !== undefined && method !== 'average') {
    const matches = result.disposals.flatMap(({ at, matches: own }) => own.map((match) => ({ ...match, at })));
    assert.equal(matches.length, expected.matches.length);
    for (const [index, wanted] of expected.matches.entries()) {
      const match = matches[index];
      assert.ok(match !== undefined);
      assert.equal(match.at, Date.parse(wanted.disposal));
      assert.equal(match.openedAt, Date.parse(wanted.lot));
      close(match.quantity, wanted.qty, 'matched quantity');
      close(match.cost, wanted.cost, 'matched cost');
      close(match.gain, wanted.gain, 'matched gain');
    }
  }
  for (const [index, wanted] of (expected.round_trips ?? []).entries()) {
    const disposal = result.disposals[index];
    assert.equal(disposal?.side, wanted.side);
    assert.equal(disposal.at, Date.parse(wanted.close));
    assert.equal(disposal.matches[0]?.openedAt, Date.parse(wanted.open));
    close(disposal.gain, wanted.pnl, 'round trip');
  }
}

function lotEvent({ time, type, qty, price, cost, proceeds, fee }: VectorEvent, rankByPrice: boolean): LotEvent {
  const gross = big(qty).times(price ?? 0);
  const given = type === 'buy' ? cost : proceeds;
  const amount = given ?? (type === 'buy' ? gross.plus(fee ?? 0) : gross.minus(fee ?? 0));
  const event = { at: Date.parse(time), side: type, quantity: qty, amount };
  return rankByPrice && price !== undefined ? { ...event, rank: price } : event;
}

function eventsOf(events: Vector['inputs']['events']): readonly VectorEvent[] {
  if (!('$csv' in events)) return events;
  const [, ...rows] = (sharedText(`series/${events.$csv}`) ?? '').trim().split('\n');
  return rows.flatMap((row) => {
    const [time = '', symbol, type, qty, price = '0', fee = '0'] = row.trim().split(',');
    return symbol === events.symbol && (type === 'buy' || type === 'sell')
      ? [{ time, type, qty: Number(qty), price, fee }]
      : [];
  });
}
