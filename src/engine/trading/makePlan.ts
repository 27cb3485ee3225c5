import type { Config } from '../../config/schema.ts';
import { failed, type Reading } from '../../core/model/reading.ts';
import type { Execution, Plan, PlanRequest } from '../../core/model/trading.ts';
import type { Trading } from '../../core/ports.ts';
import { marketsFor } from '../../core/trading/marketsFor.ts';
import type { MarketFailure, PlanBasis, PlanMarket } from '../../core/trading/planInput.ts';
import { planOrders } from '../../core/trading/planOrders.ts';
import { pricesFor } from '../../core/trading/pricesFor.ts';
import { deadline } from '../deadline.ts';
import type { Abort } from '../engine.ts';
import { parseDuration } from '../parseDuration.ts';
import type { DeskContext } from './desk.ts';
import { tradableAccount } from './tradableAccount.ts';

/** Each question to a market of an account. */
const askMs = 10_000;

export interface PlanMaking {
  readonly context: DeskContext;
  readonly config: Config;
  readonly request: PlanRequest;
  /** Of a request for what remains. */
  readonly execution: Execution | null;
  readonly abort: Abort;
}

/** Exact orders from the book as it was read last and from rules and prices that are asked for now. Rejects without a book. */
export async function makePlan({ context, config, request, execution, abort }: PlanMaking): Promise<Plan> {
  const { ports, portfolio } = context;
  const { clock } = ports;
  const { folder, facts: factsOf, connections } = portfolio();
  const facts = factsOf();
  if (facts === null) throw new Error('the book was not read yet: refresh, then plan again');
  const accounts = connections().accounts();
  const basis: PlanBasis = {
    request,
    portfolio: folder,
    now: clock.now(),
    facts,
    limits: config.limits,
    warningThreshold: config.risk.warningThreshold,
    targets: config.targets ?? null,
    stablecoins: config.risk.stablecoins,
    accounts: accounts.map(tradableAccount),
    priceMaxAgeMs: parseDuration(config.prices.maxAge),
    execution,
  };
  const failures: MarketFailure[] = [];
  const tradingOf = (account: string): Trading | null => {
    const source = accounts.find(({ id }) => id === account)?.source;
    return source?.ok ? (source.value.trading ?? null) : null;
  };
  const ask = async <T>(account: string, symbol: string | null, read: (trading: Trading) => Promise<Reading<T>>) => {
    const trading = tradingOf(account);
    const answer =
      trading === null
        ? failed<T>('refused', 'orders cannot be given to it')
        : await deadline(clock, askMs, symbol ?? account, abort, () => read(trading));
    if (answer.ok) return answer.value;
    failures.push({ account, symbol, reason: answer.failure.reason });
    return null;
  };
  const rules = await Promise.all(
    marketsFor(basis).map(async ({ account, wanted }) => {
      const found = await ask(account, null, (trading) => trading.rules(wanted, abort.signal));
      return (found ?? []).map((each) => ({ account, rules: each }));
    }),
  );
  const asked = rules.flatMap(([first]) => (first === undefined ? [] : [first.account]));
  const brokers = await Promise.all(
    asked.flatMap((account) => {
      const read = tradingOf(account)?.broker;
      if (read === undefined) return [];
      const found = ask(account, null, () => read(abort.signal));
      return [found.then((broker) => (broker === null ? [] : [{ ...broker, account }]))];
    }),
  );
  const quotes = await Promise.all(
    pricesFor(basis, rules.flat()).map(async ({ account, symbol, side }) => {
      const quote = await ask(account, symbol, (trading) => trading.price(symbol, side, abort.signal));
      return { account, symbol, side, quote };
    }),
  );
  const priceOf = (account: string, symbol: string, side: 'buy' | 'sell') =>
    quotes.find((each) => each.account === account && each.symbol === symbol && each.side === side)?.quote ?? null;
  const markets = rules.flat().map(({ account, rules: own }): PlanMarket => {
    const { symbol } = own;
    return { account, rules: own, buy: priceOf(account, symbol, 'buy'), sell: priceOf(account, symbol, 'sell') };
  });
  // What was asked took its time: a plan begins when it is made.
  return planOrders({
    ...basis,
    now: clock.now(),
    id: ports.randomHex(16),
    markets,
    failures,
    brokers: brokers.flat(),
  });
}
