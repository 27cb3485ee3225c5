import type { z } from 'zod';
import { failed, ok, type Reading } from '../../../core/model/reading.ts';
import type { Trading } from '../../../core/ports.ts';
import type { exchangeSettings } from '../../settings/exchange.ts';
import type { Client } from '../createClient.ts';
import type { ExchangeInfo } from '../exchangeInfo.ts';
import { orderEndpoints } from '../orderEndpoints.ts';
import { createTrading } from './createTrading.ts';
import { orderProfiles } from './orderProfiles.ts';

interface Parts {
  readonly settings: z.output<typeof exchangeSettings>;
  readonly info: ExchangeInfo;
  readonly settleMs: number;
  readonly now: () => number;
  ready(signal: AbortSignal): Promise<Reading<{ readonly client: Client; readonly secrets: readonly string[] }>>;
  forgetTime(): void;
}

/** Trading of an account in mode `trade`; else why it has none, in words. */
export function tradingOf({ settings, info, settleMs, now, ready, forgetTime }: Parts): Reading<Trading> {
  if (settings.mode !== 'trade') return failed('config', 'read-only: its mode is "read"');
  const profile = orderProfiles[settings.exchange];
  if (profile === undefined || orderEndpoints[settings.exchange] === undefined)
    return failed('config', `Quantfolio sends no orders to ${info.name}: trade there, and set the mode to "read"`);
  if (settings.subaccount !== undefined)
    return failed(
      'config',
      `Quantfolio sends no orders to a sub-account with the main account's key: give "${settings.subaccount}" an account entry and an API key of its own`,
    );
  return ok(
    createTrading({
      title: info.name,
      profile,
      scopes: settings.scopes,
      settleMs,
      now,
      forgetTime,
      async ready(signal) {
        const answer = await ready(signal);
        if (answer.ok) Object.assign(answer.value.client.exchange.options, profile.options);
        return answer;
      },
    }),
  );
}
