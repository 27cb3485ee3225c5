import { basename } from 'node:path';
import type { TearSheetOpened, TearSheetRequest } from '../../protocol/engine.ts';
import type { EngineProcess } from '../engineProcess.ts';

/** What a page of a file may show: the choice of a column is asked before, never by the page. */
export type Opened = Exclude<TearSheetOpened, { readonly state: 'ambiguous' }>;

/** One file in the engine: opened when first asked for, again after the engine died or the file changed. */
export interface Sheet {
  readonly request: TearSheetRequest;
  opened(): Promise<Opened>;
  /** Compares with another file from now on; refused in words. */
  compare(benchmark: TearSheetRequest['benchmark']): Promise<Opened>;
  /** What was read is old: the next question reads again. */
  forget(): void;
  close(): void;
}

export function createSheet(engine: Pick<EngineProcess, 'request'>, first: TearSheetRequest): Sheet {
  let request = first;
  let opening: Promise<Opened> | null = null;

  const open = async (): Promise<Opened> => {
    const answer = await engine.request('openTearSheet', request);
    return answer.state === 'ambiguous'
      ? { state: 'failed', reason: `Several columns of ${basename(request.path)} could be meant; open it again` }
      : answer;
  };
  const release = (of: Promise<Opened> | null): void => {
    // An engine that is gone, or that never opened it, has nothing to close.
    of?.then((opened) => opened.state === 'open' && engine.request('closeTearSheet', { id: opened.id })).catch(
      () => undefined,
    );
  };
  const opened = (): Promise<Opened> => {
    if (opening !== null) return opening;
    const attempt = open();
    opening = attempt;
    // A failed question is asked again.
    attempt.catch(() => {
      if (opening === attempt) opening = null;
    });
    return attempt;
  };

  return {
    get request() {
      return request;
    },
    opened,
    async compare(benchmark) {
      const next = await engine.request('openTearSheet', { ...request, benchmark });
      if (next.state === 'ambiguous') throw new Error('Several columns of the benchmark could be meant; choose one');
      if (next.state === 'failed') throw new Error(next.reason);
      release(opening);
      request = { ...request, benchmark };
      opening = Promise.resolve(next);
      return next;
    },
    forget() {
      release(opening);
      opening = null;
    },
    close: () => release(opening),
  };
}
