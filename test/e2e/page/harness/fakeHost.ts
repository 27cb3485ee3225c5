import type { PortfolioState } from '../../../../src/core/model/state.ts';
import { presentPanel } from '../../../../src/present/panel.ts';
import type { SeriesAnswer } from '../../../../src/protocol/engine.ts';
import type { HostMessage, PageRequest, PageRequests } from '../../../../src/protocol/page.ts';
import { isPageRequest } from '../../../../src/protocol/pageGuards.ts';
import { at, bookState, dailyValues, day } from './book.ts';
import { attributionView, correlationView, overviewView, performanceSeries, performanceView } from './performance.ts';

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
  /** The page shows one file. */
  tearSheet = false;
  /** Last word on every answer but `state`. */
  change: (request: PageRequest, value: unknown) => unknown = (_request, value) => value;
  recordedFrom = at - 420 * day;
  readonly requests: PageRequest[] = [];
  readonly refusedMessages: unknown[] = [];
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
      const view = presentPanel(this.state, this.portfolios, { privacy: this.privacy, now: at + 4_000 });
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
    if (request.name === 'command' && request.argument.command === 'togglePrivacy') this.privacy = !this.privacy;
    return null;
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
