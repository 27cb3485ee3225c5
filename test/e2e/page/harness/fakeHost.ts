import type { PortfolioState } from '../../../../src/core/model/state.ts';
import type { Plan } from '../../../../src/core/model/trading.ts';
import { presentPanel } from '../../../../src/present/panel.ts';
import { presentExecution } from '../../../../src/present/trading/execution.ts';
import { presentPlan } from '../../../../src/present/trading/plan.ts';
import type { SeriesAnswer } from '../../../../src/protocol/engine.ts';
import type { HostMessage, PageRequest, PageRequests } from '../../../../src/protocol/page.ts';
import { isPageRequest } from '../../../../src/protocol/pageGuards.ts';
import { at, bookState, dailyValues, day } from './book.ts';
import { attributionView, correlationView, overviewView, performanceSeries, performanceView } from './performance.ts';
import { sceneOf, tradesOf } from './scene.ts';
import { tableAnswers } from './tables.ts';
import { executed, planOf, positionOf, reconciliationOf, statsOf, taxOf, titleOf } from './trading.ts';

/** Answers the page as the extension would, from one state; remembers what it was asked to do. */
export class FakeHost {
  state: PortfolioState | null = bookState();
  portfolios: readonly { readonly id: string; readonly name: string }[] = [{ id: '/home/me/book', name: 'Main book' }];
  privacy = false;
  /** Never answers while set. */
  silent = false;
  /** Refuses with these words while set. */
  refusal: string | null = null;
  /** Waits this long before it answers series, by the running number of the request. */
  seriesDelay: (count: number) => number = () => 0;
  /** Answers every series with nothing, for this reason. */
  emptySeries: string | null = null;
  /** Refuses requests of these names with words, others go on. */
  failing: Partial<Record<PageRequest['name'], string>> = {};
  /** Never answers requests of these names. */
  hanging: PageRequest['name'][] = [];
  /** Fills of the book. */
  trades = 12_480;
  /** Fills that came after those. */
  newTrades = 0;
  tableNotes: Readonly<Record<string, readonly string[]>> = { trades: ['Kraken: trades are known from 3 Nov 2024'] };
  /** Waits this long before it answers tables, by the running number of the request. */
  tableDelay: (count: number) => number = () => 0;
  /** Orders go to an account with real money; the user's setting lets them. */
  live = false;
  tradingAllowed = false;
  /** What the person answers to the question for confirmation. */
  confirms = true;
  /** The last order of an execution is refused. */
  partly = false;
  /** An execution still runs when it is answered, and as long as this is set. */
  slow = false;
  /** The page shows one file. */
  tearSheet = false;
  /** Last word on every answer but `state`. */
  change: (request: PageRequest, value: unknown) => unknown = (_request, value) => value;
  recordedFrom = at - 420 * day;
  readonly requests: PageRequest[] = [];
  readonly refusedMessages: unknown[] = [];
  private readonly plans = new Map<string, Plan>();
  private tables: { readonly of: PortfolioState; readonly answer: ReturnType<typeof tableAnswers> } | null = null;
  private readonly values = dailyValues(this.state?.snapshot?.equity ?? 1);

  async answer(message: unknown): Promise<HostMessage | null> {
    if (!isPageRequest(message)) {
      this.refusedMessages.push(message);
      return null;
    }
    this.requests.push(message);
    if (this.silent) return null;
    if (this.refusal) return { type: 'answer', id: message.id, ok: false, error: this.refusal };
    if (this.hanging.includes(message.name)) return null;
    const refusal = this.failing[message.name];
    if (refusal) return { type: 'answer', id: message.id, ok: false, error: refusal };
    const value = await this.value(message);
    return {
      type: 'answer',
      id: message.id,
      ok: true,
      value: message.name === 'state' ? value : this.change(message, value),
    };
  }

  named<N extends PageRequest['name']>(name: N): PageRequests[N][0][] {
    return this.requests.flatMap((request) => (request.name === name ? [request.argument as PageRequests[N][0]] : []));
  }

  private async value(request: PageRequest): Promise<unknown> {
    if (request.name === 'state') {
      const view = presentPanel(this.state, this.portfolios, {
        privacy: this.privacy,
        now: at + 4_000,
        liveTrading: this.tradingAllowed,
      });
      return this.tearSheet ? { ...view, mode: 'tearSheet', name: 'backtest.csv', kpis: [], banners: [] } : view;
    }
    if (request.name === 'performance') return performanceView(request.argument, this.state, this.privacy);
    if (request.name === 'attribution') return attributionView(request.argument.by, this.privacy);
    if (request.name === 'overview') return overviewView(this.privacy);
    if (request.name === 'correlation') {
      return correlationView(this.state?.analytics?.correlation ?? null, request.argument, this.privacy);
    }
    if (request.name === 'series') {
      const wait = this.seriesDelay(this.named('series').length);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return this.series(request.argument);
    }
    if (request.name === 'table') {
      const wait = this.tableDelay(this.named('table').length);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return this.table(request.argument);
    }
    const traded = this.traded(request);
    if (traded !== undefined) return traded;
    if (request.name === 'command' && request.argument.command === 'togglePrivacy') this.privacy = !this.privacy;
    return null;
  }

  private table(query: PageRequests['table'][0]): unknown {
    if (!this.state) throw new Error('there is no book');
    if (this.tables?.of !== this.state) {
      this.tables = {
        of: this.state,
        answer: tableAnswers(sceneOf(this.state, tradesOf(this.trades, this.newTrades)), this.tableNotes),
      };
    }
    return this.tables.answer(query, this.privacy);
  }

  /** Positions, reports and orders; undefined: something else was asked. */
  private traded(request: PageRequest): unknown {
    const { state, privacy } = this;
    const options = { privacy, now: at + 4_000, titleOf, tradingAllowed: this.tradingAllowed };
    if (!state) return undefined;
    switch (request.name) {
      case 'position':
        return positionOf(request.argument.position, state, privacy, options.now, this.tradingAllowed);
      case 'tradeStats':
        return statsOf(privacy, options.now);
      case 'tax':
        return taxOf(request.argument, privacy, options.now);
      case 'reconciliation':
        return reconciliationOf(privacy, options.now);
      case 'plan': {
        const plan = planOf(request.argument.request, state, this.live, this.plans.size + 1);
        this.plans.set(plan.id, plan);
        return presentPlan(plan, options);
      }
      case 'execute': {
        const plan = this.plans.get(request.argument.plan);
        if (plan?.digest !== request.argument.digest) throw new Error('this plan is not the one that was shown');
        if (!this.confirms) return null;
        const execution = executed(plan, this.partly);
        return presentExecution(this.slow ? { ...execution, state: 'running' } : execution, options);
      }
      case 'execution': {
        const plan = this.plans.get(request.argument.plan);
        if (plan === undefined) return null;
        const execution = executed(plan, this.partly);
        return presentExecution(this.slow ? { ...execution, state: 'running' } : execution, options);
      }
      default:
        return undefined;
    }
  }

  private series(question: PageRequests['series'][0]): SeriesAnswer {
    if (this.emptySeries)
      return { curve: { at: [], value: [] }, extent: null, notRecorded: [], reason: this.emptySeries };
    if (question.series !== 'value') return performanceSeries(question, this.recordedFrom);
    const { values } = this;
    const keep = values.at.map(
      (time) => (question.from === null || time >= question.from) && (question.to === null || time <= question.to),
    );
    const times = values.at.filter((_, index) => keep[index]);
    const shown = values.value.filter((_, index) => keep[index]);
    const first = shown[0] ?? 1;
    // As the real host: amounts never leave it in privacy.
    const rebase = question.percent || this.privacy;
    return {
      curve: { at: times, value: rebase ? shown.map((value) => value / first) : shown },
      extent: { from: values.at[0] ?? 0, to: values.at.at(-1) ?? 0 },
      notRecorded: [{ from: values.at[0] ?? 0, to: this.recordedFrom, origin: 'reconstructed' }],
      reason: null,
    };
  }
}
