import assert from 'node:assert/strict';
import type { CcxtExchange, CcxtMarket, Dict } from '../../../../src/connectors/exchange/ccxtExchange.ts';
import { readPositions } from '../../../../src/connectors/exchange/readPositions.ts';

function market(symbol: string, change: Partial<CcxtMarket> = {}): CcxtMarket {
  const [pair = '', settle] = symbol.split(':');
  const [base = '', quote = ''] = pair.split('/');
  return {
    symbol,
    base,
    quote,
    settle,
    swap: true,
    linear: settle === quote,
    inverse: settle === base,
    contractSize: '1',
    ...change,
  };
}

const markets = [
  market('BTC/USDT:USDT'),
  market('BTC/USD:BTC', { contractSize: '100' }),
  market('ETH/USD:BTC'),
  market('BTC/USD:BTC-260327', { settle: 'BTC', inverse: true, swap: false, future: true }),
  market('BTC/USDT:USDT-260327-100000-C', { settle: 'USDT', swap: false, option: true }),
];
const exchange = {
  id: 'x',
  markets: Object.fromEntries(markets.map((each) => [each.symbol, each])),
} as unknown as CcxtExchange;
const read = (...rows: readonly Dict[]): ReturnType<typeof readPositions> =>
  readPositions(exchange, 'swap', rows, 1234);
const row = { symbol: 'BTC/USDT:USDT', contracts: '2', side: 'long', entryPrice: '100', markPrice: '110' };

describe('readPositions', () => {
  it('tells linear, inverse, quanto and option contracts apart by their market', () => {
    const kinds = markets.map(({ symbol }) => read({ ...row, symbol }).positions[0]?.contract);
    assert.deepEqual(kinds, ['linear', 'inverse', 'quanto', 'inverse', 'option']);
    assert.equal(read({ ...row, symbol: 'BTC/USD:BTC' }).positions[0]?.contractSize, '100');
    assert.equal(read({ ...row, symbol: 'BTC/USD:BTC-260327' }).positions[0]?.scope, 'future');
  });

  it('does not value a contract it does not know, and says which', () => {
    const { positions, unlisted } = read({ ...row, symbol: 'NEW/USDT:USDT' });
    assert.equal(positions[0]?.contract, 'quanto');
    assert.deepEqual(unlisted, ['NEW/USDT:USDT']);
  });

  it('leaves flat rows out and reads the sign where there is no side', () => {
    assert.deepEqual(read({ ...row, contracts: '0' }, { ...row, contracts: '0.00000000001' }).positions, []);
    const { side: _, ...unsided } = row;
    assert.partialDeepStrictEqual(read({ ...unsided, contracts: '-3' }).positions[0], { side: 'short', size: '3' });
  });

  it('takes zero prices as unknown, never as zero', () => {
    const [position] = read({ ...row, entryPrice: '0', markPrice: undefined, liquidationPrice: '0' }).positions;
    assert.deepEqual([position?.entryPrice, position?.markPrice, position?.liquidationPrice], [null, null, null]);
  });

  it('refuses a row without size, symbol or side, because a missing position would be a silent zero', () => {
    const { side: _, ...unsided } = row;
    assert.throws(() => read({ ...row, contracts: undefined }), { kind: 'badResponse' });
    assert.throws(() => read({ ...row, symbol: undefined }), { kind: 'badResponse' });
    assert.throws(() => read(unsided), { kind: 'badResponse' });
  });
});
