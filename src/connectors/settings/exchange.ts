import { z } from 'zod';

export const scopeSchema = z.enum(['spot', 'margin', 'swap', 'future', 'funding', 'earn']);

/** SRC-1. Keys are never here: they live in secret storage or the environment. */
export const exchangeSettings = z
  .strictObject({
    kind: z.literal('exchange').meta({ markdownDescription: 'An account at an exchange.' }),
    exchange: z.string().min(1).meta({
      markdownDescription: 'Exchange id as in ccxt: `binance`, `kraken`, `okx`, …',
      // The JSON schema offers the list of exchanges here.
      completion: 'exchanges',
    }),
    scopes: z
      .array(scopeSchema)
      .min(1)
      .default(['spot'])
      .meta({ markdownDescription: 'Pockets to read: `spot`, `margin`, `swap`, `future`, `funding`, `earn`.' }),
    sandbox: z.boolean().default(false).meta({ markdownDescription: "Use the exchange's testnet." }),
    mode: z
      .enum(['read', 'trade'])
      .default('read')
      .meta({
        markdownDescription:
          '`read` never changes anything at the exchange. `trade` lets you send orders that you confirm one by one, and only while ' +
          'the setting `quantfolio.trading.enabled` of this machine is on.',
      }),
    subaccount: z
      .string()
      .min(1)
      .optional()
      .meta({ markdownDescription: 'Name or id of a sub-account, where the exchange has them.' }),
    title: z.string().min(1).optional().meta({ markdownDescription: 'Name shown instead of the exchange and the id.' }),
    strategy: z.string().min(1).optional().meta({ markdownDescription: 'Strategy that everything here belongs to.' }),
  })
  .meta({
    title: 'Exchange account',
    markdownDescription: 'Any exchange ccxt supports, read-only unless `mode` is `trade`.',
  });
