/** What a balance's code stands for. */
export interface Underlying {
  readonly asset: string;
  readonly earning: boolean;
}

/**
 * Staking and savings codes mean an amount of another asset: Binance `LDBTC` (flexible earn), Kraken `ETH.S`, `XBT.M`,
 * `USD.F`, `.B`, bonded `DOT28.S` (28 days of bonding), `ETH2` and `ETH2.S`. The code is stripped only when what remains
 * is a currency of the exchange, and a code that is itself listed (`LDO`, `1INCH`) is left alone.
 */
export function underlyingOf(exchange: string, code: string, isListed: (code: string) => boolean): Underlying {
  const plain: Underlying = { asset: code, earning: false };
  if (exchange.startsWith('binance')) {
    const rest = /^LD(.+)$/.exec(code)?.[1];
    return rest !== undefined && !isListed(code) && isListed(rest) ? { asset: rest, earning: true } : plain;
  }
  if (exchange !== 'kraken') return plain;
  if (code === 'ETH2' || code === 'ETH2.S') return isListed('ETH') ? { asset: 'ETH', earning: true } : plain;
  const rest = /^(.+)\.(S|M|F|B|P|T)$/.exec(code)?.[1];
  if (rest === undefined) return plain;
  if (isListed(rest)) return { asset: rest, earning: true };
  const unbonded = rest.replace(/\d+$/, '');
  return unbonded !== rest && unbonded !== '' && isListed(unbonded) ? { asset: unbonded, earning: true } : plain;
}
