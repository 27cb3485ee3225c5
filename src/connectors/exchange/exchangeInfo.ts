import { failed, ok, type Reading } from '../../core/model/reading.ts';
import { exchangeList } from '../settings/exchangeList.ts';

export type ExchangeInfo = (typeof exchangeList)[number];

export function exchangeInfo(id: string): ExchangeInfo | null {
  return exchangeList.find((exchange) => exchange.id === id) ?? null;
}

export function knownExchange(id: string): Reading<ExchangeInfo> {
  const info = exchangeInfo(id);
  return info === null ? failed('config', `there is no exchange "${id}"`) : ok(info);
}
