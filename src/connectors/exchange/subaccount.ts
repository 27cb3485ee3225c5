import { failed, ok, type Reading } from '../../core/model/reading.ts';
import type { Dict } from './ccxtExchange.ts';

/** The parameter by which one key reads another account of the same owner, where an exchange has one that ccxt passes on. */
const parameters: Readonly<Record<string, string>> = {
  hyperliquid: 'user',
  derive: 'subaccount_id',
};

export function subaccountRequest(exchange: string, subaccount: string | undefined): Reading<Dict> {
  if (subaccount === undefined) return ok({});
  const parameter = parameters[exchange];
  if (parameter !== undefined) return ok({ [parameter]: subaccount });
  return failed(
    'config',
    `the sub-account "${subaccount}" cannot be read with the main account's key at ${exchange}: give it an account entry and an API key of its own`,
  );
}
