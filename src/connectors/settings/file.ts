import { z } from 'zod';

/** SRC-3: holdings, positions or trades from a file of the workspace. */
export const fileSettings = z
  .strictObject({
    kind: z.literal('file').meta({ markdownDescription: 'A file of the workspace.' }),
    path: z.string().min(1).meta({
      markdownDescription:
        'JSON, CSV or HTML in the workspace, relative to its folder: holdings, positions, trades, or an export of freqtrade, hummingbot or MetaTrader 5 (its Trade History Report).',
    }),
    currency: z.string().min(1).optional().meta({
      markdownDescription: 'Currency of prices and P&L where the file does not say it; default the base currency.',
    }),
    maxAge: z
      .string()
      .regex(/^\d+(\.\d+)?\s*(ms|s|min|m|h|d|w)$/, 'write a duration such as "15min", "24h" or "7d"')
      .optional()
      .meta({ markdownDescription: 'After this the file is stale: `24h`.' }),
    title: z.string().min(1).optional().meta({ markdownDescription: 'Name shown instead of the id.' }),
    strategy: z.string().min(1).optional().meta({ markdownDescription: 'Strategy that everything here belongs to.' }),
  })
  .meta({ title: 'File', markdownDescription: 'Holdings or positions from a JSON or CSV file, watched.' });
