import type { CostBasis } from '../../core/ledger/costBasis.ts';
import type { PortfolioState } from '../../core/model/state.ts';
import { presentTable } from '../../present/tables/presentTable.ts';
import { presentExecution } from '../../present/trading/execution.ts';
import { presentPlan } from '../../present/trading/plan.ts';
import { presentPosition } from '../../present/trading/position.ts';
import { presentReconciliation } from '../../present/trading/reconciliation.ts';
import { presentTradeStats } from '../../present/trading/stats.ts';
import { presentTax, taxMethods } from '../../present/trading/tax.ts';
import type { PageName, PageRequests } from '../../protocol/page.ts';
import type { EngineProcess } from '../engineProcess.ts';
import type { Privacy } from '../privacy.ts';
import type { Store } from '../store.ts';
import type { Desk } from '../trading/desk.ts';
import { patienceMs, saveReport, tableFile, taxFile } from '../trading/reportFiles.ts';
import { tableNames } from '../trading/tableNames.ts';
import type { TradingSetting } from '../trading/tradingSetting.ts';

type Name = Extract<
  PageName,
  | 'table'
  | 'saveTable'
  | 'position'
  | 'tradeStats'
  | 'tax'
  | 'saveTax'
  | 'reconciliation'
  | 'plan'
  | 'execute'
  | 'execution'
  | 'planDiff'
>;

/** Nothing runs for longer. */
const lookBackMs = 86_400_000;

type TradingAnswers = { readonly [N in Name]: (argument: PageRequests[N][0]) => Promise<PageRequests[N][1]> };

/** What the page asks of tables, positions, tax and orders. Every order passes the desk: it asks for the confirmation. */
export function tradingAnswers(
  store: Store,
  engine: Pick<EngineProcess, 'request'>,
  privacy: Privacy,
  trading: Pick<TradingSetting, 'on'>,
  desk: Desk,
): TradingAnswers {
  const options = (portfolio: string) => ({
    privacy: privacy.on,
    now: Date.now(),
    titleOf: desk.titlesOf(portfolio),
    tradingAllowed: trading.on,
    baseCurrency: stateOf(store, portfolio)?.snapshot?.baseCurrency ?? '',
  });
  const nameOf = (portfolio: string) => stateOf(store, portfolio)?.name ?? 'portfolio';
  return {
    async table(query) {
      const page = await engine.request('table', { ...query, privacy: privacy.on }, patienceMs);
      return presentTable(page, { privacy: privacy.on });
    },
    async saveTable({ format, ...query }) {
      const { text } = await tableFile(engine, { ...query, privacy: privacy.on }, format);
      await saveReport(`${nameOf(query.portfolio)} ${tableNames[query.table].toLowerCase()}`, text, format);
      return null;
    },
    async saveTax({ portfolio, year, method, format }) {
      if (privacy.on) throw new Error('Amounts are hidden; show them to save a tax report');
      const { text, report } = await taxFile(engine, portfolio, year, methodOf(method), format);
      await saveReport(`${nameOf(portfolio)} tax ${year} ${report.method}`, text, format);
      return null;
    },
    async position({ portfolio, position }) {
      return presentPosition(await engine.request('positionDetails', { portfolio, position }), options(portfolio));
    },
    async tradeStats({ portfolio, subject, period }) {
      const stats = await engine.request('tradeStats', { portfolio, subject, period }, patienceMs);
      return presentTradeStats(stats, options(portfolio));
    },
    async tax({ portfolio, year, method }) {
      const report = await engine.request('tax', { portfolio, year, method: methodOf(method) }, patienceMs);
      return presentTax(report, options(portfolio));
    },
    async reconciliation({ portfolio }) {
      return presentReconciliation(
        await engine.request('reconciliation', { portfolio }, patienceMs),
        options(portfolio),
      );
    },
    async plan({ portfolio, request }) {
      const warningThreshold = stateOf(store, portfolio)?.warningThreshold;
      return presentPlan(await desk.plan(portfolio, request), {
        ...options(portfolio),
        ...(warningThreshold === undefined ? {} : { warningThreshold }),
      });
    },
    async execute({ portfolio, plan, digest }) {
      const execution = await desk.execute(portfolio, plan, digest);
      return execution === null ? null : presentExecution(execution, options(portfolio));
    },
    async execution({ portfolio, plan }) {
      const to = Date.now();
      const executions = await engine.request('executions', { portfolio, from: to - lookBackMs, to }, patienceMs);
      const found = executions.find((one) => one.plan === plan);
      return found === undefined ? null : presentExecution(found, options(portfolio));
    },
    async planDiff({ plan }) {
      await desk.showDiff(plan);
      return null;
    },
  };
}

function stateOf(store: Store, id: string): PortfolioState | null {
  const combined = store.combined();
  return combined?.id === id ? combined : store.get(id);
}

function methodOf(method: string | null): CostBasis | null {
  if (method === null) return null;
  const known = taxMethods.find((one) => one === method);
  if (known === undefined) throw new Error(`“${method}” is no way to choose lots; use ${taxMethods.join(', ')}`);
  return known;
}
