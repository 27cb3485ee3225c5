import type { HostMessage, PageName, PageRequests, SectionName } from '../../src/protocol/page.ts';
import { isAnswer, isHostMessage } from '../../src/protocol/pageGuards.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's only way out: typed requests to the host, and the choices that survive a reload. */
export interface Host {
  /** Rejects with words when the host refuses, answers nonsense, or does not answer in time. */
  request<N extends PageName>(name: N, argument: PageRequests[N][0]): Promise<PageRequests[N][1]>;
  onChanged(listener: () => void): void;
  onShow(listener: (section: SectionName, position: string | null) => void): void;
  savedState(): unknown;
  saveState(state: unknown): void;
}

interface Waiting {
  readonly name: PageName;
  readonly timer: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Saving and executing wait for a person, who chooses a file or confirms orders: they have no deadline. */
const timeoutMs: Readonly<Record<PageName, number | null>> = {
  state: 15_000,
  series: 15_000,
  // Years of trades may have to be replayed first.
  performance: 60_000,
  attribution: 60_000,
  correlation: 60_000,
  overview: 60_000,
  command: 60_000,
  table: 60_000,
  saveTable: null,
  position: 60_000,
  tradeStats: 60_000,
  tax: 60_000,
  saveTax: null,
  reconciliation: 60_000,
  // Rules and prices of markets may have to be read first.
  plan: 60_000,
  execute: null,
  execution: 60_000,
  planDiff: 60_000,
  save: null,
  savePicture: null,
};

/** Call once: VS Code gives its API to a page a single time. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  const waiting = new Map<number, Waiting>();
  const changed = new Set<() => void>();
  const show = new Set<(section: SectionName, position: string | null) => void>();
  let last = 0;

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isHostMessage(event.data)) receive(event.data);
  });

  function receive(message: HostMessage): void {
    if (message.type === 'changed') for (const listener of changed) listener();
    else if (message.type === 'show') for (const listener of show) listener(message.section, message.position ?? null);
    else {
      const request = waiting.get(message.id);
      if (!request) return;
      waiting.delete(message.id);
      window.clearTimeout(request.timer);
      if (!message.ok) request.reject(new Error(message.error));
      else if (isAnswer(request.name, message.value)) request.resolve(message.value);
      else
        request.reject(new Error('Quantfolio gave an answer that this page does not understand. Reload the window.'));
    }
  }

  return {
    request(name, argument) {
      last += 1;
      const id = last;
      const limit = timeoutMs[name];
      return new Promise((resolve, reject) => {
        const expire = () => {
          waiting.delete(id);
          reject(new Error(`Quantfolio did not answer within ${Math.round((limit ?? 0) / 1000)} s.`));
        };
        const timer = limit === null ? 0 : window.setTimeout(expire, limit);
        // The value was checked by isAnswer for this very name.
        waiting.set(id, { name, timer, resolve: (value) => resolve(value as never), reject });
        api.postMessage({ id, name, argument });
      });
    },
    onChanged: (listener) => changed.add(listener),
    onShow: (listener) => show.add(listener),
    savedState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}
