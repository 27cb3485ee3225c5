import assert from 'node:assert/strict';
import fc from 'fast-check';
import { big } from '../../../../src/core/decimal.ts';
import type { AccountReading, Balance, PositionReading } from '../../../../src/core/model/account.ts';
import type { LedgerCoverage } from '../../../../src/core/model/ledger.ts';
import { type ReconciledAccount, reconcile } from '../../../../src/core/tax/reconcile.ts';
import { earned, fill, flow } from '../../../support/taxInput.ts';

const now = Date.parse('2025-06-01');
const whole = { from: 0, until: now };
const prices: Readonly<Record<string, string>> = { EUR: '1', USD: '0.9', BTC: '50000', ETH: '2000', BNB: '500' };
const priceOf = (asset: string) => (prices[asset] === undefined ? null : big(prices[asset]));

function account(
  id: string,
  entries: Partial<NonNullable<ReconciledAccount['ledger']>>,
  held: Readonly<Record<string, string>>,
  more: Partial<ReconciledAccount> & { readonly reading?: AccountReading } = {},
  positions: readonly PositionReading[] = [],
): ReconciledAccount {
  const balances = Object.entries(held).map(([asset, quantity]): Balance => ({ asset, scope: 'spot', quantity }));
  return {
    account: id,
    title: id.toUpperCase(),
    reading: readingOf(balances, positions),
    ledger: { trades: [], flows: [], income: [], ...entries },
    coverage: { trades: whole, flows: whole, income: whole },
    isAdjustment: (entry) => entry.startsWith('unexplained:'),
    trouble: null,
    ...more,
  };
}

function readingOf(balances: readonly Balance[], positions: readonly PositionReading[] = []): AccountReading {
  return {
    at: now,
    balances,
    positions,
    block: null,
    hasEquity: true,
    marks: [],
    failedScopes: [],
    trades: null,
    flows: null,
    realizedToday: null,
    realizedCurrency: null,
    simulated: false,
    notes: [],
  };
}

const run = (...accounts: readonly ReconciledAccount[]) => reconcile({ at: now, accounts, priceOf });
const deposit = flow('2025-01-01', 'EUR', '10000');
const bought = fill('2025-01-02', 'BTC/EUR', 'buy', '0.1', '40000', { fee: '4', feeCurrency: 'EUR' });

describe('reconciliation (LED-5)', () => {
  it('agrees where entries add up to what is held, rounding and dust aside', () => {
    const exact = account('a', { flows: [deposit], trades: [bought] }, { EUR: '5996', BTC: '0.1' });
    const rounded = account('b', { flows: [deposit], trades: [bought] }, { EUR: '5996.004', BTC: '0.10000004' });
    const { differences, agreed, notCompared } = run(exact, rounded);
    assert.deepEqual(differences, []);
    assert.deepEqual(agreed, [
      { account: 'a', assets: 2 },
      { account: 'b', assets: 2 },
    ]);
    assert.deepEqual(notCompared, []);
  });

  it('tells the difference, its worth, and the likeliest cause', () => {
    const causes = (of: ReturnType<typeof run>) =>
      of.differences.map(({ asset, difference, cause }) => [asset, difference, cause]);
    const trade = run(account('a', { flows: [deposit] }, { EUR: '5000', BTC: '0.1' }));
    assert.deepEqual(causes(trade), [
      ['EUR', '-5000', 'missingTrades'],
      ['BTC', '0.1', 'missingTrades'],
    ]);
    assert.match(trade.differences[0]?.causeText ?? '', /EUR seems to have been traded for BTC/);
    assert.deepEqual(
      [trade.differences[0]?.implied, trade.differences[0]?.reported, trade.differences[0]?.value],
      ['10000', '5000', 5000],
    );
    const gift = run(account('a', { flows: [deposit] }, { EUR: '10000', ETH: '1' }));
    assert.deepEqual(causes(gift), [['ETH', '1', 'missingDeposit']]);
    assert.equal(gift.differences[0]?.action?.command, 'openConfiguration');
    const gone = run(account('a', { flows: [deposit] }, { EUR: '9000' }));
    assert.deepEqual(causes(gone), [['EUR', '-1000', 'missingDeposit']]);
    assert.match(gone.differences[0]?.causeText ?? '', /left without a withdrawal/);
    const staked = run(
      account(
        'a',
        { flows: [flow('2025-01-01', 'ETH', '10')], income: [earned('2025-02-01', 'ETH', '0.1', 'staking')] },
        { ETH: '10.3' },
      ),
    );
    assert.deepEqual(causes(staked), [['ETH', '0.2', 'staking']]);
    const fees = run(account('a', { flows: [flow('2025-01-01', 'ETH', '10')] }, { ETH: '9.96' }));
    assert.deepEqual(causes(fees), [['ETH', '-0.04', 'fee']]);
    const many = run(account('a', { flows: [flow('2025-01-01', 'BTC', '10')] }, { BTC: '10.000015' }));
    assert.deepEqual(causes(many), [['BTC', '0.000015', 'rounding']]);
    const fresh = run(
      account('a', { flows: [deposit, flow(new Date(now - 600_000).toISOString(), 'EUR', '5')] }, { EUR: '10500' }),
    );
    assert.deepEqual(causes(fresh), [['EUR', '495', 'pending']]);
  });

  it('what left one account and came in another is a transfer', () => {
    const { differences } = run(
      account('a', { flows: [flow('2025-01-01', 'ETH', '10')] }, { ETH: '5' }),
      account('b', {}, { ETH: '4.99' }),
    );
    assert.deepEqual(
      differences.map(({ account: id, cause }) => [id, cause]),
      [
        ['a', 'transfer'],
        ['b', 'transfer'],
      ],
    );
    assert.match(differences[0]?.causeText ?? '', /from A to B/);
  });

  it('calls nothing rounding, rewards or fees that is too large for it, nor pending what another asset did', () => {
    const cause = (of: ReturnType<typeof run>) => of.differences.map((each) => each.cause);
    // 0.01 of 200 BTC is 500 of base currency.
    const whale = flow('2024-01-01', 'BTC', '200');
    assert.deepEqual(cause(run(account('a', { flows: [whale] }, { BTC: '200.01' }))), ['missingDeposit']);
    const reward = earned('2024-06-01', 'ETH', '0.01', 'staking');
    const staked = { flows: [flow('2024-01-01', 'ETH', '10')], income: [reward] };
    assert.deepEqual(cause(run(account('a', staked, { ETH: '10.3' }))), ['staking']);
    assert.deepEqual(cause(run(account('a', staked, { ETH: '20' }))), ['missingDeposit']);
    const much = {
      flows: [flow('2024-01-01', 'EUR', '50000')],
      trades: [fill('2024-01-02', 'BTC/EUR', 'buy', '1', '50000', { fee: '0', feeCurrency: 'EUR' })],
    };
    assert.deepEqual(cause(run(account('a', much, { BTC: '0.997' }))), ['missingDeposit']);
    const funding = earned(new Date(now - 60_000).toISOString(), 'USD', '1', 'funding');
    const left = { flows: [flow('2024-01-01', 'BTC', '2')], income: [funding] };
    assert.deepEqual(cause(run(account('a', left, { BTC: '1', USD: '1' }))), ['missingDeposit']);
  });

  it('what Quantfolio put in for an unknown change explains nothing', () => {
    const put = flow('2025-02-01', 'ETH', '2', { id: 'unexplained:1:ETH', kind: 'adjustment' });
    const { differences } = run(account('a', { flows: [deposit, put] }, { EUR: '10000', ETH: '2' }));
    assert.deepEqual(
      differences.map(({ asset, difference }) => [asset, difference]),
      [['ETH', '2']],
    );
  });

  it('an account that cannot be compared says why, and raises no alarm', () => {
    const cut = (of: Partial<LedgerCoverage>): LedgerCoverage => ({
      trades: whole,
      flows: whole,
      income: whole,
      ...of,
    });
    const odd = { EUR: '1' };
    const { differences, notCompared } = run(
      account('a', {}, odd, { coverage: cut({ trades: { from: Date.parse('2025-03-01'), until: now } }) }),
      account('b', {}, odd, { coverage: cut({ flows: { from: 0, until: now - 1 } }) }),
      account('c', {}, odd, { coverage: cut({ income: { reason: 'its key may not' } }) }),
      account('d', {}, odd, { trouble: 'D is stale: it did not answer' }),
      account('e', {}, odd, { ledger: null, coverage: null }),
      { ...account('f', {}, odd), reading: null },
    );
    assert.deepEqual(differences, []);
    const reasons = notCompared.map(({ reason }) => reason);
    assert.equal(reasons.length, 6);
    assert.match(reasons[0] ?? '', /trades of A are known only from 1 Mar 2025/);
    assert.match(reasons[1] ?? '', /being read/);
    assert.match(reasons[2] ?? '', /its key may not/);
    assert.match(reasons[3] ?? '', /D is stale/);
    assert.match(reasons[4] ?? '', /E tells no trades/);
    assert.match(reasons[5] ?? '', /F was not read yet/);
  });

  it('derivatives: P&L of fills that do not tell it, fees, and a paper short', () => {
    const linear = { contract: 'linear', contractSize: '1' } as const;
    const trades = [
      fill('2025-01-02', 'BTC/USD:USD', 'buy', '2', '100', { ...linear, fee: '1', feeCurrency: 'USD' }),
      fill('2025-01-03', 'BTC/USD:USD', 'sell', '2', '130', linear),
    ];
    const flows = [flow('2025-01-01', 'USD', '1000')];
    assert.deepEqual(run(account('a', { trades, flows }, { USD: '1059' })).differences, []);
    const short = fill('2025-01-02', 'BTC/EUR', 'sell', '1', '30000');
    const position = {
      symbol: 'BTC/EUR',
      asset: 'BTC',
      currency: 'EUR',
      scope: 'margin',
      side: 'short',
      size: '1',
      contractSize: '1',
      contract: 'linear',
      entryPrice: '30000',
      markPrice: null,
      realizedPnl: null,
      leverage: null,
      margin: null,
      liquidationPrice: null,
      fundingPaid: null,
      openedAt: null,
      strategy: null,
      at: null,
    } as const;
    // Paper sets the proceeds of a short against it: cash is as before.
    assert.deepEqual(
      run(account('a', { trades: [short], flows: [deposit] }, { EUR: '10000' }, {}, [position])).differences,
      [],
    );
  });

  it('an account that holds what its entries add up to never differs', () => {
    const entry = fc.record({
      asset: fc.constantFrom('BTC', 'ETH', 'EUR'),
      units: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const held = new Map<string, number>();
        const flows = entries.map(({ asset, units }, index) => {
          held.set(asset, (held.get(asset) ?? 0) + units);
          return flow(`2025-01-01T00:00:${String(index % 60).padStart(2, '0')}Z`, asset, String(units / 1e6));
        });
        const balances = [...held].map(
          ([asset, units]): Balance =>
            units < 0
              ? { asset, scope: 'margin', quantity: '0', borrowed: String(-units / 1e6) }
              : { asset, scope: 'spot', quantity: String(units / 1e6) },
        );
        assert.deepEqual(run(account('a', { flows }, {}, { reading: readingOf(balances) })).differences, []);
      }),
    );
  });
});
