import { readConfig } from '../config/readConfig.ts';
import type { Config } from '../config/schema.ts';
import type { ConfigProblem } from '../core/model/configText.ts';
import type { ValuePoint } from '../core/model/series.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { HealthItem, PortfolioState } from '../core/model/state.ts';
import type { Execution } from '../core/model/trading.ts';
import type { RiskFacts } from '../core/risk/limit.ts';
import type { BookAccount } from '../core/valuation/book.ts';
import type { PortfolioInput } from '../protocol/engine.ts';
import { createBackground } from './background.ts';
import { boundariesOf, withBoundaries } from './boundaries.ts';
import { createClosesKeeper } from './closesKeeper.ts';
import { composeState, restoredAllocations } from './composeState.ts';
import { createConnections } from './connections.ts';
import type { Abort, EngineOptions, EnginePorts } from './engine.ts';
import { followBook } from './followBook.ts';
import { judgeBook } from './judgeBook.ts';
import { createLedgerKeeper, ledgerBudgetMs } from './ledgerKeeper.ts';
import type { Memory } from './memory.ts';
import { createMemoryKeeper } from './memoryKeeper.ts';
import { mendFlows } from './mendFlows.ts';
import { onlyExchange } from './onlyExchange.ts';
import { createPastRates } from './pastRates.ts';
import type { Portfolio } from './portfolio.ts';
import { type Book, readBook } from './readBook.ts';
import type { QuoteBook } from './readQuotes.ts';
import { createPastRebuilder } from './rebuildPast.ts';
import { createRecorder } from './recorder.ts';
import { flowSince } from './remember.ts';
import { createSchedule } from './schedule.ts';
import { createThrottle } from './throttle.ts';
import { createDesk } from './trading/createDesk.ts';
import { createJournals } from './trading/journals.ts';
import { withinMs } from './withinMs.ts';

const patienceForDisk = 250;
/** Views are updated at most four times a second, however often a file is saved. */
const leastBetweenChanges = 250;

type Judged = Pick<PortfolioState, 'restored' | 'allocations' | 'analytics' | 'risk' | 'health'> & {
  readonly snapshot: Snapshot;
};

export function createPortfolio(
  ports: EnginePorts,
  options: EngineOptions,
  folder: string,
  publish: (state: PortfolioState) => void,
  executed: (execution: Execution) => void,
): Portfolio {
  const { clock, log } = ports;
  const live = options.mode === 'live';
  const once = !live && options.onlyExchange === null;
  const createdAt = clock.now();
  const connections = createConnections(
    ports,
    folder,
    live ? { account: (id) => changed(id), prices: () => changed(null) } : null,
    createJournals(() => ready()),
  );
  const quoteBook: QuoteBook = new Map();
  const keeper = createMemoryKeeper(ports, options, folder, quoteBook);
  const asked = new Set<string>();
  let rebuilder = createPastRebuilder(clock, log);
  const recorder = createRecorder(ports, folder, live);
  const background = ports.createAbort();
  /** Ends questions that can wait, when something newer was read. */
  let older = ports.createAbort();
  const closes = createClosesKeeper({
    clock,
    log,
    connections,
    history: () => keeper.current().history,
    abort: background,
    budgetMs: () => (live ? 15_000 : budgetLeft()),
  });
  const rateAt = createPastRates({
    closes: () => (state?.snapshot == null || config === null ? [] : closes.known(state.snapshot, config)),
    snapshot: () => state?.snapshot ?? null,
  });
  const ledgers = createLedgerKeeper({ clock, log, connections, memory: keeper.current, rateAt });
  const desk = createDesk({
    ports,
    options,
    portfolio: () => portfolio,
    ready,
    changed: () => show({}),
    executed,
  });
  const followCloses = createBackground(log, 'Daily closes');
  const followLedgers = createBackground(log, 'The ledgers');
  const changes = createThrottle(clock, leastBetweenChanges, () => void schedule.request());
  let input: PortfolioInput = { folder, configPath: '', text: null };
  let config: Config | null = null;
  let problems: readonly ConfigProblem[] = [];
  let gone = false;
  let parsedText: string | null = null;
  /** To be remembered with the next refresh. */
  let goodText: string | null = null;
  let prepared: Promise<void> | null = null;
  let loadedCurrency: string | null = null;
  let accounts: readonly BookAccount[] = [];
  let book: Book | null = null;
  let facts: RiskFacts | null = null;
  let livePoint: ValuePoint | null = null;
  let state: PortfolioState | null = null;
  let trouble: string | null = null;
  let bookHealth: readonly HealthItem[] = [];
  let dirty: Set<string> = new Set();
  let everything = true;
  let lastWholeAt = Number.NEGATIVE_INFINITY;
  let visible = true;

  const intervalMs = (): number | null => {
    if (config === null || !live) return null;
    const ms = config.updateInterval * 1000;
    return visible ? ms : Math.max(ms * 5, 300_000);
  };
  const schedule = createSchedule({
    clock,
    createAbort: ports.createAbort,
    run,
    intervalMs,
    onError(error) {
      trouble = `The last refresh failed inside Quantfolio: ${error instanceof Error ? error.message : String(error)}`;
      log.error(`${folder}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      show({ phase: 'idle' });
    },
  });
  /** An account's file was saved, or (null) one with prices, which may touch every account. */
  const changed = (id: string | null): void => {
    if (id === null) everything = true;
    else dirty.add(id);
    changes.request();
  };
  // One run of the command line has one budget for all it does; a window's refresh has its own each time.
  const budgetLeft = (): number =>
    live ? options.readBudgetMs : Math.max(0, options.readBudgetMs - (clock.now() - createdAt));
  const keyOf = (id: string): string | null => JSON.stringify(config?.accounts[id]) ?? null;

  /** Replaces the state; what is not given stays. */
  function show(change: Partial<PortfolioState>): void {
    const troubles = [keeper.current().trouble(), keeper.setAside(), trouble].filter((notice) => notice !== null);
    const failures = book?.priceFailures ?? [];
    bookHealth = change.health ?? bookHealth;
    const health = [...desk.health(), ...bookHealth];
    const setting = { input, config, problems, gone, ports, troubles, failures, connections: connections.accounts() };
    state = composeState(state, { ...change, health }, setting);
    publish(state);
  }

  async function prepare(): Promise<void> {
    if (options.onlyExchange !== null) return;
    await openWanted();
    if (config === null && live && input.text !== null) {
      // The file is broken since before the restart: what was good then stays in force (CFG-3).
      const text = await keeper.current().lastGoodConfig();
      const good = text === null ? null : readConfig(text, { exchanges: ports.exchanges }).config;
      if (config === null && good !== null) {
        config = good;
        connections.apply(good);
        await openWanted();
      }
    }
    const memory = keeper.current();
    accounts = await memory.readings(keyOf);
    const last = await memory.lastSnapshot();
    const fits = last !== null && (config === null || last.baseCurrency === config.baseCurrency);
    if (fits && live && state?.snapshot == null) {
      show({ snapshot: last, restored: true, allocations: restoredAllocations(last, config) });
    }
  }
  async function openWanted(): Promise<void> {
    if (!(await keeper.openWanted(config))) return;
    loadedCurrency = null;
    rebuilder = createPastRebuilder(clock, log);
  }
  /** What keeps things in the history waits for it. */
  async function ready(): Promise<Memory> {
    prepared ??= prepare();
    await prepared;
    await keeper.settled();
    return keeper.current();
  }

  async function run(abort: Abort): Promise<void> {
    prepared ??= prepare();
    await prepared;
    await openWanted();
    const memory = keeper.current();
    const inForce = config;
    if (inForce === null) {
      show({ phase: 'idle' });
      return;
    }
    const interval = intervalMs();
    const whole = everything || dirty.size === 0 || (interval !== null && clock.now() - lastWholeAt >= interval);
    const only = whole ? null : dirty;
    everything = false;
    dirty = new Set();
    if (whole) lastWholeAt = clock.now();
    // A file that a bot saves all the time is read without a word: views flicker else.
    if (whole) show({ phase: 'refreshing' });
    if (loadedCurrency !== inForce.baseCurrency) await memory.load(inForce.baseCurrency, clock.now());
    loadedCurrency = inForce.baseCurrency;
    await ledgers.load(inForce);
    // A past that is there already is that of the last session: what changed in it meanwhile can wait for the first picture.
    const rebuildLater = live && memory.past().length > 0;
    // One run of the command line has one budget: accounts first, because a past takes what is left of it.
    if (live && !rebuildLater) await rebuildPast(inForce, abort);
    // What is cached is there for the first picture; the rest is fetched after it.
    if (live && state?.restored === true) await closes.follow(state.snapshot, inForce, false);
    const read = await readBook(ports, options, {
      config: inForce,
      connections,
      previous: accounts,
      boundaries: await boundariesOf(connections.accounts(), memory, inForce, clock.now()),
      quoteBook,
      only,
      asked,
      abort,
      lastPriceFailures: book?.priceFailures ?? [],
      budgetMs: budgetLeft(),
      interim: live ? (early) => show({ phase: 'refreshing', ...judge(withLedgers(early, inForce), inForce) }) : null,
    });
    // One run of the command line answers once, with what the ledgers say in a part of its time: closes need some, too.
    if (once) await askLedgers(read, inForce, abort);
    const told = withLedgers(read, inForce);
    const fresh = once && (await rebuildPast(inForce, abort, told.accounts));
    const next = fresh ? await withBoundaries(told, connections, memory, inForce) : told;
    // Closed, or the configuration changed meanwhile: what was read may no longer be asked for.
    if (abort.signal.aborted || config !== inForce) return;
    const previousSnapshot = state?.restored === false ? state.snapshot : null;
    accounts = next.accounts;
    trouble = null;
    const judged = judge(next, inForce);
    const troubleBefore = memory.trouble();
    // Remembered before it is shown, so that a kill loses nothing that was seen; but a slow disk holds no view.
    const { snapshot } = judged;
    const what = { memory, config: inForce, snapshot, previous: previousSnapshot, accounts, keyOf, quotes: quoteBook };
    const remembered = recorder.record({ ...what, goodText });
    goodText = null;
    await withinMs(clock, remembered, patienceForDisk);
    show({ phase: 'idle', ...judged });
    await remembered;
    if (memory.trouble() !== troubleBefore) show({});
    if (rebuildLater && (await rebuildPast(inForce, abort)) && !abort.signal.aborted && config === inForce) {
      show(judge(next, inForce));
    }
    if (!live) return;
    // No picture waits for closes, ledgers or orders of before.
    void desk.follow();
    const isStill = (): boolean => config === inForce && !background.signal.aborted;
    void followCloses(async () => {
      const fresh = await closes.follow(state?.snapshot ?? null, inForce, true);
      if (fresh && isStill() && book !== null) show(judge(book, inForce));
    });
    older.abort();
    older = ports.createAbort();
    void followLedgers(() =>
      followBook({
        ledgers,
        newest: () => (isStill() ? book : null),
        ask: (read) => askLedgers(read, inForce, background),
        withLedgers: (read) => withLedgers(read, inForce),
        rebuild: () => rebuildPast(inForce, background, accounts),
        withBoundaries: (read) => withBoundaries(read, connections, memory, inForce),
        put(next) {
          accounts = next.accounts;
          show(judge(next, inForce));
        },
      }),
    );
  }

  function withLedgers(read: Book, inForce: Config): Book {
    return { ...read, accounts: ledgers.enrich(read.accounts, inForce, read.at) };
  }

  async function askLedgers(read: Book, inForce: Config, abort: Abort): Promise<boolean> {
    const budgetMs = live ? ledgerBudgetMs : budgetLeft() * 0.6;
    const how = { config: inForce, budgetMs, patient: live, reachBack: options.reachBack, abort, older };
    const fresh = await ledgers.ask({ accounts: read.accounts, ...how });
    const memory = keeper.current();
    const known = connections.accounts().map(({ id }) => ({ id, known: ledgers.known(id) }));
    const mended = await mendFlows({ memory, accounts: known, rateAt, now: clock.now() });
    if (mended) await memory.load(inForce.baseCurrency, clock.now());
    return fresh || mended;
  }

  function judge(next: Book, inForce: Config): Judged {
    book = next;
    const memory = keeper.current();
    const judged = judgeBook({
      book: next,
      config: inForce,
      options,
      past: memory.past(),
      last: memory.last(),
      closes: state?.snapshot == null ? [] : closes.known(state.snapshot, inForce),
      flowSince: (snapshot) => flowSince(memory.last(), snapshot, next.accounts, inForce),
      log,
    });
    facts = judged.facts;
    livePoint = judged.live;
    const { snapshot, allocations, analytics, risk, health } = judged;
    return { restored: false, snapshot, allocations, analytics, risk, health };
  }

  /** Without accounts, only pasts that need no reading: before the first picture. */
  function rebuildPast(inForce: Config, abort: Abort, read?: readonly BookAccount[]): Promise<boolean> {
    return rebuilder.rebuild({
      ...(read === undefined
        ? {}
        : {
            ledgers: {
              accounts: read,
              known: (id) => ledgers.known(id),
              closesOf: (assets, days) => closes.closesOf(assets, days, inForce.baseCurrency),
            },
          }),
      connections,
      memory: keeper.current(),
      currency: inForce.baseCurrency,
      keyOf,
      abort,
      budgetMs: live ? Math.min(10_000, budgetLeft() / 2) : budgetLeft(),
    });
  }

  const portfolio: Portfolio = {
    folder,
    desk: () => desk,
    config: () => config,
    connections: () => connections,
    memory: keeper.current,
    facts: () => facts,
    book: () => book,
    live: () => livePoint,
    closes: () => closes,
    ledgers: () => ledgers,
    pastNotes: () => rebuilder.notes(),
    rateAt,
    configure(next) {
      input = next;
      gone = next.text === null;
      const read = next.text === null ? null : readConfig(next.text, { exchanges: ports.exchanges });
      problems = read?.problems ?? [];
      const parsed = read?.config ?? null;
      // Comments and formatting are nothing to reconnect for.
      const same = parsed === null || JSON.stringify(parsed) === parsedText;
      if (parsed !== null && !same) {
        parsedText = JSON.stringify(parsed);
        goodText = next.text;
        config = onlyExchange(parsed, options.onlyExchange);
        // What was reopened is another source now: nothing of what the old one said is carried over.
        const reopened = new Set(connections.apply(config));
        if (prepared !== null) accounts = accounts.filter((account) => !reopened.has(account.id));
        everything = true;
      }
      show({});
      if (live && (!same || prepared === null)) void schedule.restart();
    },
    refresh() {
      everything = true;
      return schedule.request();
    },
    refreshOnly(ids) {
      for (const id of ids) dirty.add(id);
      return schedule.request();
    },
    reconnect(account) {
      connections.drop(account);
      // The URL of a shared history is access too.
      if (account === null) keeper.retry();
      if (config !== null) connections.apply(config);
      everything = true;
      if (live) void schedule.request();
    },
    attend(now) {
      visible = now;
      schedule.replan();
    },
    async close() {
      await desk.close();
      for (const each of [background, older]) each.abort();
      void changes.close();
      await schedule.close();
      await connections.close();
      await keeper.current().close();
    },
  };
  return portfolio;
}
