import { z } from 'zod';
import { accountSettings } from '../connectors/settings/index.ts';
import { limits } from '../core/risk/index.ts';
import { unjudgedLimits } from '../core/risk/unjudged.ts';

const durationText = z
  .string()
  .regex(/^\d+(\.\d+)?\s*(ms|s|min|m|h|d|w)$/, 'write a duration such as "15min", "24h" or "7d"');
const text = z.string().min(1);
const share = z
  .number()
  .min(0, 'write a share from 0 to 1, such as 0.25')
  .max(1, 'write a share from 0 to 1, such as 0.25');
/** A relative move of a price: −0.3 is a fall by 30 %. */
const shock = z
  .number()
  .min(-1, 'write a move of −1 (−100 %) or more')
  .max(10)
  .meta({ markdownDescription: 'Relative move of the price: `-0.3` is a fall by 30 %.' });

/** Every limit under its own id, with its own settings: add a limit to the list and it is a key here. */
const limitsSchema = z.strictObject(
  Object.fromEntries(
    [...limits, ...unjudgedLimits].map(({ id, settings }) => [id, (settings as z.ZodType).optional()]),
  ),
);

const varSchema = z.strictObject({
  method: z
    .enum(['historical', 'gaussian', 'cornishFisher', 'monteCarlo'])
    .default('historical')
    .meta({ markdownDescription: 'How value at risk is estimated.' }),
  confidence: z
    .number()
    .gt(0.5)
    .lt(1)
    .default(0.95)
    .meta({ markdownDescription: 'Confidence as a fraction: `0.95` is 95 %.' }),
  horizonDays: z.number().int().positive().default(1).meta({ markdownDescription: 'Horizon in days, scaled by √t.' }),
  historyDays: z.number().int().min(60).default(365).meta({ markdownDescription: 'Days of history, 60 at least.' }),
});

const scenarioSchema = z.strictObject({
  all: shock.optional(),
  assets: z.record(text, shock).optional().meta({ markdownDescription: 'Moves by asset: `{ "BTC": -0.3 }`.' }),
  sectors: z.record(text, shock).optional().meta({ markdownDescription: 'Moves by sector of `sectors`.' }),
  exchanges: z
    .record(text, shock)
    .optional()
    .meta({ markdownDescription: 'Moves of all that is held at an exchange.' }),
});

const riskSchema = z.strictObject({
  warningThreshold: z
    .number()
    .gt(0, 'write a fraction between 0 and 1, such as 0.8')
    .lt(1, 'write a fraction between 0 and 1, such as 0.8')
    .default(0.8)
    .meta({ markdownDescription: 'Warn from this fraction of a limit on: `0.8` is 80 %.' }),
  dayBoundary: text.default('UTC').meta({
    markdownDescription: 'When the day begins: `UTC`, an IANA time zone such as `Europe/Berlin`, or `rolling24h`.',
    examples: ['UTC', 'rolling24h', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'],
  }),
  startingCash: z.number().positive('write an amount above 0').optional().meta({
    markdownDescription: 'What `maxDailyLossPct` is a percentage of; without it, the equity at the start of the day.',
  }),
  includeUnrealized: z.boolean().default(false).meta({ markdownDescription: 'Count open P&L in the daily loss.' }),
  countSpot: z.boolean().default(true).meta({
    markdownDescription: 'Spot holdings count as positions: in exposure and in the number of open positions.',
  }),
  stablecoins: z
    .array(text)
    .default(['USDT', 'USDC', 'DAI', 'FDUSD', 'TUSD', 'PYUSD', 'EURC'])
    .meta({ markdownDescription: 'Coins that are cash while they are within 2 % of their peg.' }),
  riskFreeRate: z
    .number()
    .min(-1)
    .max(1, 'write a fraction: 0.03 is 3 %')
    .default(0)
    .meta({ markdownDescription: 'Annual risk-free rate as a fraction: `0.03` is 3 %.' }),
  correlationWindow: z
    .number()
    .int()
    .min(10)
    .max(3650)
    .default(90)
    .meta({ markdownDescription: 'Days of history that correlations look at.' }),
  var: varSchema.prefault({}).meta({ markdownDescription: 'Value at risk.' }),
  scenarios: z
    .record(text, scenarioSchema)
    .default({})
    .meta({ markdownDescription: 'Your own stress scenarios: relative moves; the most specific one counts.' }),
});

const targetsSchema = z.strictObject({
  allocation: z
    .record(text, share)
    .optional()
    .meta({ markdownDescription: 'Target share of each asset; they add up to 1: `{ "BTC": 0.5, "USDT": 0.5 }`.' }),
  sectors: z
    .record(text, share)
    .optional()
    .meta({ markdownDescription: 'Target share of each sector of `sectors`; they add up to 1.' }),
  threshold: share
    .default(0.05)
    .meta({ markdownDescription: 'Drift from a target that calls for a trade: `0.05` is 5 %.' }),
  minTradeNotional: z
    .number()
    .min(0)
    .default(0)
    .meta({ markdownDescription: 'Smaller trades are dropped, base currency.' }),
  minPositionNotional: z
    .number()
    .min(0)
    .default(0)
    .meta({ markdownDescription: 'Smaller targets are dropped, base currency.' }),
  mode: z.enum(['full', 'buyOnly', 'cashFirst']).default('full').meta({
    markdownDescription: '`full` buys and sells, `buyOnly` never sells, `cashFirst` spends cash before it sells.',
  }),
});

/** PERF-5: what belongs to a strategy; a fill or holding that fits several belongs to the first. Given parts must all fit. */
const strategySchema = z
  .strictObject({
    accounts: z.array(text).min(1).optional().meta({ markdownDescription: 'Ids of accounts.' }),
    symbols: z.array(text).min(1).optional().meta({ markdownDescription: 'Symbols (`BTC/USDT`) or assets (`BTC`).' }),
    clientOrderIdPrefix: text
      .optional()
      .meta({ markdownDescription: 'Beginning of the client order ids of its orders: `"grid-"`.' }),
  })
  .refine((strategy) => Object.values(strategy).some((part) => part !== undefined), {
    message: 'write what belongs to it: accounts, symbols or clientOrderIdPrefix',
  });

const snapshotsSchema = z.strictObject({
  enabled: z.boolean().default(true).meta({ markdownDescription: 'Keep a history of the book.' }),
  interval: z
    .union([z.enum(['minute', 'hourly', 'daily']), durationText])
    .default('minute')
    .meta({ markdownDescription: '`minute`, `hourly`, `daily`, or a duration such as `15min`.' }),
  retention: z.number().int().positive().default(365).meta({ markdownDescription: 'Days that are kept.' }),
});

/** CFG-4: the whole of `quantfolio.json`. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().meta({ markdownDescription: 'Not needed: the editor knows the schema.' }),
  version: z.literal(1).meta({ markdownDescription: "Version of this file's format: `1`." }),
  name: text.default('Portfolio').meta({ markdownDescription: 'Name of the portfolio.' }),
  baseCurrency: z
    .string()
    .regex(/^[A-Z0-9]{2,10}$/, 'write a currency code such as "USD", "EUR" or "BTC"')
    .default('USD')
    .meta({
      markdownDescription: 'Currency that everything is valued in.',
      examples: ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'USDT', 'BTC'],
    }),
  displayCurrencies: z
    .array(text)
    .default([])
    .meta({ markdownDescription: 'Currencies the total is shown in as well: `["BTC"]`.' }),
  accounts: z
    .record(
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/, 'use letters, digits, "-", "_" or "."'),
      z.discriminatedUnion('kind', accountSettings),
    )
    .meta({
      markdownDescription:
        'Where the book is, by an id of your own. Keys of exchanges never stand here: they live in secret storage or the environment.',
    }),
  prices: z
    .strictObject({
      source: z
        .union([text, z.array(text).min(1)])
        .optional()
        .meta({
          markdownDescription:
            "Where prices come from, first answer wins: `account` (the accounts' own marks), an exchange id (public tickers), " +
            '`file:prices.csv` (`symbol,price[,currency][,time]`), `simulated`.',
        }),
      maxAge: durationText.default('24h').meta({ markdownDescription: 'An older price is stale: `24h`.' }),
    })
    .prefault({})
    .meta({ markdownDescription: 'Sources of prices.' }),
  updateInterval: z
    .number()
    .min(1)
    .max(86_400)
    .default(60)
    .meta({ markdownDescription: 'Seconds between two updates.' }),
  realtime: z.boolean().default(true).meta({ markdownDescription: 'Follow streams where an exchange has them.' }),
  limits: limitsSchema.default({}).meta({
    markdownDescription: 'Risk limits. One that is not set is no limit. Percentages are numbers: `5` is 5 %.',
  }),
  risk: riskSchema.prefault({}).meta({ markdownDescription: 'How risk is measured.' }),
  targets: targetsSchema.optional().meta({ markdownDescription: 'Target allocation for rebalancing.' }),
  sectors: z
    .record(text, z.array(text))
    .default({})
    .meta({ markdownDescription: 'Assets by sector: `{ "Layer 1": ["BTC", "ETH"] }`.' }),
  strategies: z
    .record(text, strategySchema)
    .default({})
    .meta({ markdownDescription: 'Your strategies by name, told apart by account, symbol or client order id.' }),
  benchmarks: z
    .array(text)
    .default([])
    .meta({ markdownDescription: 'What the book is compared with: an asset (`BTC`) or `file:spx.csv`.' }),
  alerts: z.array(z.unknown()).default([]).meta({ markdownDescription: 'Alert rules.' }),
  channels: z.record(z.string(), z.unknown()).default({}).meta({ markdownDescription: 'Where alerts are sent.' }),
  history: z
    .strictObject({
      snapshots: snapshotsSchema.prefault({}).meta({ markdownDescription: 'Snapshots of the book over time.' }),
      storage: z
        .enum(['embedded', 'postgres'])
        .default('embedded')
        .meta({ markdownDescription: '`embedded` needs nothing.' }),
    })
    .prefault({})
    .meta({ markdownDescription: 'What is kept of the past.' }),
  costBasis: z.enum(['FIFO', 'LIFO', 'HIFO', 'LOFO', 'average']).default('FIFO').meta({
    markdownDescription:
      'Which lots a sale uses up first: in taxes of every account, and in the realised P&L of accounts at exchanges. Files of trades and paper accounts realise at average cost.',
  }),
  includeFees: z.boolean().default(true).meta({ markdownDescription: 'Fees count in cost and proceeds.' }),
  trackGas: z.boolean().default(true).meta({ markdownDescription: 'Network fees are a category of their own.' }),
  dailyReport: z
    .strictObject({
      time: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as "09:00"')
        .meta({ markdownDescription: 'Time of day: `09:00`.' }),
      timeZone: z.string().default('UTC').meta({ markdownDescription: '`UTC` or a zone such as `Europe/Berlin`.' }),
    })
    .optional()
    .meta({ markdownDescription: 'A report every day.' }),
});

export type Config = z.infer<typeof configSchema>;
export type AccountConfig = Config['accounts'][string];
export type { LimitsConfig } from '../core/risk/limit.ts';
