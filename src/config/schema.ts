import { z } from 'zod';
import { accountSettings } from '../connectors/settings/index.ts';
import { limits } from '../core/risk/index.ts';
import { unjudgedLimits } from '../core/risk/unjudged.ts';

const duration = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(ms|s|min|m|h|d|w)$/, 'write a duration such as "15min", "24h" or "7d"');
const fraction = z.number().min(-1).max(10);

/** Every limit under its own id, with its own settings: add a limit to the list and it is a key here. */
const limitsSchema = z.strictObject(
  Object.fromEntries(
    [...limits, ...unjudgedLimits].map(({ id, settings }) => [id, (settings as z.ZodType).optional()]),
  ),
);

const riskSchema = z.strictObject({
  warningThreshold: z.number().gt(0).lt(1).default(0.8),
  dayBoundary: z
    .string()
    .min(1)
    .default('UTC')
    .meta({ markdownDescription: '`UTC`, an IANA time zone such as `Europe/Berlin`, or `rolling24h`.' }),
  startingCash: z.number().positive().optional(),
  includeUnrealized: z.boolean().default(false).meta({ markdownDescription: 'Count open P&L in the daily loss.' }),
  countSpot: z.boolean().default(true).meta({ markdownDescription: 'Spot holdings count as positions.' }),
  stablecoins: z.array(z.string()).default(['USDT', 'USDC', 'DAI', 'FDUSD', 'TUSD', 'PYUSD', 'EURC']),
  riskFreeRate: z
    .number()
    .min(-1)
    .max(1)
    .default(0)
    .meta({ markdownDescription: 'Annual risk-free rate as a fraction: `0.03`.' }),
  correlationWindow: z.number().int().min(10).max(3650).default(90).meta({ markdownDescription: 'Days.' }),
  var: z
    .strictObject({
      method: z.enum(['historical', 'gaussian', 'cornishFisher', 'monteCarlo']).default('historical'),
      confidence: z.number().gt(0.5).lt(1).default(0.95),
      horizonDays: z.number().int().positive().default(1),
      historyDays: z.number().int().min(60).default(365),
    })
    .prefault({}),
  scenarios: z
    .record(
      z.string(),
      z.strictObject({
        all: fraction.optional(),
        assets: z.record(z.string(), fraction).optional(),
        sectors: z.record(z.string(), fraction).optional(),
        exchanges: z.record(z.string(), fraction).optional(),
      }),
    )
    .default({}),
});

const targetsSchema = z.strictObject({
  allocation: z.record(z.string(), z.number().min(0).max(1)).optional(),
  sectors: z.record(z.string(), z.number().min(0).max(1)).optional(),
  threshold: z.number().min(0).max(1).default(0.05),
  minTradeNotional: z.number().min(0).default(0),
  minPositionNotional: z.number().min(0).default(0),
  mode: z.enum(['full', 'buyOnly', 'cashFirst']).default('full'),
});

/** CFG-4: the whole of `quantfolio.json`. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  name: z.string().min(1).default('Portfolio'),
  baseCurrency: z
    .string()
    .regex(/^[A-Z0-9]{2,10}$/, 'write a currency code such as "USD", "EUR" or "BTC"')
    .default('USD'),
  displayCurrencies: z.array(z.string().min(1)).default([]),
  accounts: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/, 'use letters, digits, "-", "_" or "."'),
    z.discriminatedUnion('kind', accountSettings),
  ),
  prices: z
    .strictObject({
      source: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
      maxAge: duration.default('24h'),
    })
    .prefault({}),
  updateInterval: z.number().min(1).max(86_400).default(60),
  realtime: z.boolean().default(true),
  limits: limitsSchema.default({}),
  risk: riskSchema.prefault({}),
  targets: targetsSchema.optional(),
  sectors: z.record(z.string(), z.array(z.string().min(1))).default({}),
  strategies: z.record(z.string(), z.unknown()).default({}),
  benchmarks: z.array(z.string().min(1)).default([]),
  alerts: z.array(z.unknown()).default([]),
  channels: z.record(z.string(), z.unknown()).default({}),
  history: z
    .strictObject({
      snapshots: z
        .strictObject({
          enabled: z.boolean().default(true),
          interval: z.union([z.enum(['minute', 'hourly', 'daily']), duration]).default('minute'),
          retention: z.number().int().positive().default(365).meta({ markdownDescription: 'Days.' }),
        })
        .prefault({}),
      storage: z.enum(['embedded', 'postgres']).default('embedded'),
    })
    .prefault({}),
  costBasis: z.enum(['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average']).default('FIFO'),
  includeFees: z.boolean().default(true),
  trackGas: z.boolean().default(true),
  dailyReport: z.strictObject({ time: z.string(), timeZone: z.string().default('UTC') }).optional(),
});

export type Config = z.infer<typeof configSchema>;
export type AccountConfig = Config['accounts'][string];
export type { LimitsConfig } from '../core/risk/limit.ts';
