import type { Config } from '../config/schema.ts';
import type { RateAt } from '../core/ledger/assetLots.ts';
import { taxSteps } from '../core/tax/taxReport.ts';
import { yearSpan } from '../core/tax/yearSpan.ts';
import { combinedPortfolio } from '../protocol/engine.ts';
import type { Handlers } from './engine.ts';
import { inSlices } from './inSlices.ts';
import type { QueryContext } from './queries.ts';
import { reconciliationSteps } from './reconciliations.ts';
import { tradeStatsOf } from './tradeStats.ts';
import { isCashOf, pastRatesFor, type WholeLedger, wholeLedger } from './wholeLedger.ts';

const combinedWords = 'taxes, reconciliation and trades are told of single portfolios';

/** LED-3 and LED-5, and what round trips earned: worked out of the whole ledger when they are asked for. */
export function createTaxes(context: QueryContext): Pick<Handlers, 'tax' | 'reconciliation' | 'tradeStats'> {
  const { ports } = context;
  const sceneOf = (folder: string) => {
    if (folder === combinedPortfolio) throw new Error(combinedWords);
    const portfolio = context.portfolioOf(folder);
    const config = portfolio.config();
    if (config === null) throw new Error(`${folder} has no valid configuration yet`);
    return { portfolio, config, snapshot: context.stateOf(folder)?.snapshot ?? null, now: ports.clock.now() };
  };
  const read = async (
    scene: ReturnType<typeof sceneOf>,
  ): Promise<{ readonly config: Config; readonly whole: WholeLedger; readonly rateAt: RateAt }> => {
    const { portfolio, config, snapshot, now } = scene;
    const whole = await wholeLedger(portfolio, config);
    await ports.clock.letOthers?.();
    const rateAt = await pastRatesFor(portfolio, config, snapshot, whole, now);
    await ports.clock.letOthers?.();
    return { config, whole, rateAt };
  };
  return {
    async tax({ portfolio: folder, year, method }) {
      const scene = sceneOf(folder);
      if (!Number.isInteger(year) || year < 1970 || year > 9999) {
        throw new Error(`${year} is no year that a report can be of`);
      }
      const boundary = scene.config.risk.dayBoundary;
      if (yearSpan(year, boundary).from > scene.now) throw new Error(`the year ${year} has not begun`);
      const { config, whole, rateAt } = await read(scene);
      const steps = taxSteps({
        ledger: whole.ledger,
        accounts: whole.accounts,
        method: method ?? config.costBasis,
        year,
        dayBoundary: boundary,
        includeFees: config.includeFees,
        baseCurrency: config.baseCurrency,
        isCash: isCashOf(config),
        rateAt,
        asOf: scene.now,
      });
      const report = await inSlices(steps, ports.clock);
      const open = yearSpan(year, boundary).to > scene.now ? [`${year} is not over yet.`] : [];
      return { ...report, notes: [...open, ...whole.notes, ...report.notes] };
    },
    async reconciliation({ portfolio: folder }) {
      const { portfolio, config, snapshot, now } = sceneOf(folder);
      return inSlices(reconciliationSteps(portfolio, config, snapshot, now), ports.clock);
    },
    async tradeStats({ portfolio: folder, subject, period }) {
      const scene = sceneOf(folder);
      const { whole, rateAt } = await read(scene);
      return tradeStatsOf({ ...scene, whole, rateAt, subject, period, clock: ports.clock });
    },
  };
}
