import { editConfig } from '../config/editConfig.ts';
import { limitLocations } from '../config/limitLocations.ts';
import { readConfig } from '../config/readConfig.ts';
import type { AccountConfig } from '../config/schema.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { Execution } from '../core/model/trading.ts';
import { headroom } from '../core/risk/headroom.ts';
import { combinedPortfolio } from '../protocol/engine.ts';
import { combinedView } from './combinedView.ts';
import { createPortfolio } from './createPortfolio.ts';
import { diagnose } from './diagnose.ts';
import type { Engine, EngineOptions, EnginePorts, Handlers } from './engine.ts';
import { createListeners } from './listeners.ts';
import type { Portfolio } from './portfolio.ts';
import { createQueries, type QueryContext } from './queries.ts';
import { createStore } from './store.ts';
import { createTables } from './tables/createTables.ts';
import { createTaxes } from './taxes.ts';
import { createDeskHandlers } from './trading/deskHandlers.ts';

const windowOptions: EngineOptions = {
  mode: 'live',
  readBudgetMs: 15_000,
  startingCash: null,
  reachBack: true,
  onlyExchange: null,
};

/** One engine: any number of portfolios, one per folder, over the ports of its host. */
export function createEngine(ports: EnginePorts, given: Partial<EngineOptions> = {}): Engine {
  const options: EngineOptions = { ...windowOptions, ...given };
  const store = createStore(ports.log);
  const portfolios = new Map<string, Portfolio>();
  const executions = createListeners<Execution>(ports.log);
  let visible = true;

  const portfolioOf = (folder: string): Portfolio => {
    const portfolio = portfolios.get(folder);
    if (portfolio === undefined) throw new Error(`no portfolio is open for ${folder}`);
    return portfolio;
  };
  const configOf = (folder: string) => {
    const config = portfolioOf(folder).config();
    if (config === null) throw new Error(`${folder} has no valid configuration yet`);
    return config;
  };

  /** Follows every state while several portfolios are open. */
  const combine = (): void => {
    const parts = [...portfolios.values()].flatMap((portfolio) => {
      const state = store.get(portfolio.folder);
      // A folder without a configuration is no portfolio.
      if (state === null || state.config.state === 'missing') return [];
      return [{ state, config: portfolio.config(), book: portfolio.book() }];
    });
    const combined = combinedView(parts, ports.clock.now());
    if (combined !== null) store.set(combined);
    else store.remove(combinedPortfolio);
  };

  const queries: QueryContext = {
    ports,
    portfolioOf,
    portfolios: () => [...portfolios.values()],
    stateOf: (folder) => store.get(folder),
  };
  const handlers: Handlers = {
    async open(input) {
      let portfolio = portfolios.get(input.folder);
      if (portfolio === undefined) {
        const publish = (state: PortfolioState): void => {
          if (!portfolios.has(state.id)) return;
          store.set(state);
          combine();
        };
        portfolio = createPortfolio(ports, options, input.folder, publish, executions.tell);
        portfolios.set(input.folder, portfolio);
        portfolio.attend(visible);
      }
      portfolio.configure(input);
      return null;
    },
    async close({ folder }) {
      const portfolio = portfolios.get(folder);
      portfolios.delete(folder);
      store.remove(folder);
      combine();
      await portfolio?.close();
      return null;
    },
    async refresh({ folder }) {
      const wanted = folder === null || folder === combinedPortfolio ? [...portfolios.values()] : [portfolioOf(folder)];
      await Promise.all(wanted.map((portfolio) => portfolio.refresh()));
      return null;
    },
    states: async () => store.all(),
    ...createQueries(queries),
    ...createDeskHandlers(portfolioOf, () => [...portfolios.values()]),
    ...createTables(queries),
    ...createTaxes(queries),
    async headroom({ folder, symbol }) {
      if (folder === combinedPortfolio) {
        const reason = 'limits belong to single portfolios';
        return { symbol, notional: null, quantity: null, bindingLimit: null, reason };
      }
      const facts = portfolioOf(folder).facts();
      if (facts === null) {
        return { symbol, notional: null, quantity: null, bindingLimit: null, reason: 'the book was not read yet' };
      }
      return headroom(facts, configOf(folder).limits, symbol);
    },
    checkConfig: async ({ text }) => readConfig(text, { exchanges: ports.exchanges }).problems,
    editConfig: async ({ text, change }) => editConfig(text, change),
    limitLocations: async ({ text }) => limitLocations(text),
    exchanges: async () => ports.exchanges,
    accounts: async ({ folder }) =>
      Object.entries(configOf(folder).accounts).map(([id, settings]) => ({ id, settings: { ...settings } })),
    async testAccount({ folder, account, settings, credentials }) {
      // The account may not be in the configuration yet; its settings are judged by the same schema.
      const text = JSON.stringify({ version: 1, accounts: { [account]: settings } });
      const { config, problems } = readConfig(text, { exchanges: ports.exchanges });
      const parsed: AccountConfig | undefined = config?.accounts[account];
      if (config === null || parsed === undefined) {
        const message = problems[0]?.message ?? 'the settings are not valid';
        return { ok: false, message, permissions: null, warnings: [] };
      }
      return ports.testAccount(
        { folder, account, config: portfolios.get(folder)?.config() ?? config, journal: null },
        parsed,
        credentials,
      );
    },
    async accessChanged({ folder, account }) {
      portfolioOf(folder).reconnect(account);
      return null;
    },
    async attention(argument) {
      visible = argument.visible;
      for (const portfolio of portfolios.values()) portfolio.attend(visible);
      return null;
    },
    async diagnose({ folder }) {
      const wanted = folder === combinedPortfolio ? [...portfolios.values()] : [portfolioOf(folder)];
      const lines = await Promise.all(wanted.map((each) => diagnose(ports, each, store.get(each.folder))));
      return lines.flat();
    },
  };

  return {
    async request(name, argument) {
      if (!Object.hasOwn(handlers, name)) throw new Error(`unknown request '${String(name)}'`);
      return handlers[name](argument);
    },
    onState: (listener) => store.onState(listener),
    onRemoved: (listener) => store.onRemoved(listener),
    onExecution: executions.listen,
    async close() {
      const all = [...portfolios.values()];
      portfolios.clear();
      await Promise.all(all.map((portfolio) => portfolio.close()));
    },
  };
}
