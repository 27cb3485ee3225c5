import { z } from 'zod';

/** A decimal, written as a number or, to keep every digit, as text. */
const decimal = z.union([
  z.number(),
  z.string().regex(/^[+-]?(\d+\.?\d*|\.\d+)$/, 'write a decimal number, such as "0.15"'),
]);

/** SRC-2: a simulated broker that needs no key and no network. */
export const paperSettings = z
  .strictObject({
    kind: z.literal('paper').meta({ markdownDescription: 'A simulated broker.' }),
    cash: z.record(z.string(), decimal).meta({ markdownDescription: 'Starting cash by currency: `{ "USD": 10000 }`.' }),
    feeBps: z
      .number()
      .min(0)
      .max(1000)
      .default(10)
      .meta({ markdownDescription: 'Fee in basis points of the notional.' }),
    minFee: z
      .number()
      .min(0)
      .default(0)
      .meta({ markdownDescription: 'Smallest fee of a fill, in the quote currency.' }),
    slippageBps: z
      .number()
      .min(0)
      .max(1000)
      .default(5)
      .meta({ markdownDescription: 'Slippage in basis points, always against you.' }),
    market: z.string().min(1).default('simulated').meta({
      markdownDescription:
        'Where fills get their price: `simulated`, `file:prices.csv`, or an exchange id (public tickers).',
    }),
    seed: z
      .number()
      .int()
      .default(1)
      .meta({ markdownDescription: 'Seed of the simulated market: the same seed, the same prices.' }),
    orders: z.string().min(1).optional().meta({
      markdownDescription:
        'CSV of orders to replay, in the workspace: `time,symbol,side,quantity[,price][,strategy]`. Without a price they fill at the market of that time.',
    }),
    flows: z
      .string()
      .min(1)
      .optional()
      .meta({ markdownDescription: 'CSV of deposits and withdrawals, in the workspace: `time,asset,quantity`.' }),
    startedAt: z.iso.date().optional().meta({
      markdownDescription: 'Day the starting cash was paid in; default the day of the first order, else today.',
    }),
    title: z.string().min(1).optional().meta({ markdownDescription: 'Name shown instead of the id.' }),
    strategy: z.string().min(1).optional().meta({ markdownDescription: 'Strategy that everything here belongs to.' }),
  })
  .meta({ title: 'Paper account', markdownDescription: 'A simulated broker: no key, no network.' });
