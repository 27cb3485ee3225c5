import { big } from '../../core/decimal.ts';
import type { AccountReading, Balance } from '../../core/model/account.ts';
import { columnName } from './csvTable.ts';
import type { Fields } from './fields.ts';

export interface BookOptions {
  /** As written in the configuration; its ending tells JSON from CSV. */
  readonly path: string;
  /** For prices and P&L where the file does not say it. */
  readonly currency: string;
  readonly strategy: string | null;
  readonly modifiedAt: number;
}

/** A reading of a file: what it does not tell is not known. */
export function bookReading(options: BookOptions, parts: Partial<AccountReading>): AccountReading {
  return {
    at: options.modifiedAt,
    balances: [],
    positions: [],
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
    ...parts,
  };
}

/** An owned quantity; a negative one is owed, which is said. */
export function balanceOf(name: string, quantity: string, notes: string[]): Balance {
  const asset = name.trim().toUpperCase();
  const code = name.trim() === asset ? {} : { code: name.trim() };
  if (!big(quantity).lt(0)) return { asset, ...code, scope: 'spot', quantity };
  notes.push(`${asset} is negative: counted as owed`);
  return { asset, ...code, scope: 'spot', quantity: '0', borrowed: big(quantity).neg().toString() };
}

export function withStrategy(balances: readonly Balance[], options: BookOptions): readonly Balance[] {
  const { strategy } = options;
  return strategy === null ? balances : balances.map((balance) => ({ strategy, ...balance }));
}

export function normalised(record: object): Fields {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [columnName(key), value]));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
