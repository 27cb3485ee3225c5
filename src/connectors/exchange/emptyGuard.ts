import type { Scope } from '../../core/model/account.ts';
import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { ScopeReading } from './readScope.ts';

export interface EmptyGuard {
  check(reading: ScopeReading): Reading<ScopeReading>;
}

/**
 * Holds back a balance that turns empty: exchanges in trouble answer empty accounts, and a book that drops to nothing
 * sets off every alarm. A second empty answer in a row is believed; so is a first one of an account that held nothing,
 * unless it is a bare `[]`, which is what a broken gateway says too.
 */
export function createEmptyGuard(exchange: string): EmptyGuard {
  const held = new Map<Scope, number>();
  const doubted = new Set<Scope>();
  return {
    check(reading) {
      const { scope, balances, emptiness } = reading;
      const before = held.get(scope) ?? 0;
      if (balances.length > 0) {
        held.set(scope, balances.length);
        doubted.delete(scope);
        return ok(reading);
      }
      const suspicious = before > 0 || emptiness === 'bareList';
      if (!suspicious || doubted.has(scope)) {
        held.set(scope, 0);
        return ok(reading);
      }
      doubted.add(scope);
      const was = before > 0 ? ` after ${before} ${before === 1 ? 'asset' : 'assets'} before` : '';
      return failed(
        'badResponse',
        `${exchange} says that ${scope} is empty${was}: held back until a second answer confirms it`,
      );
    },
  };
}
