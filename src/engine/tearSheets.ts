import type { Performance, Period, Subject } from '../core/model/performance.ts';
import { detectSeries } from '../core/seriesFile/detect.ts';
import type { SeriesFile, Wanted } from '../core/seriesFile/seriesFile.ts';
import type { TearSheetOpened, TearSheetRequest } from '../protocol/engine.ts';
import type { Benchmark } from './benchmarks.ts';
import type { EnginePorts } from './engine.ts';
import type { BookFacts } from './performance.ts';
import { performanceOf } from './performance.ts';
import type { Scene } from './scene.ts';
import { type SeriesOfFile, seriesOfFile, whyNoSeries } from './seriesOfFile.ts';

/** Files that someone opened to look at (PERF-8), kept in memory under an id that stands for a portfolio. */
export interface TearSheets {
  open(request: TearSheetRequest): Promise<TearSheetOpened>;
  close(id: string): void;
  /** Whether an id is one of a tear sheet, open or not. */
  isOne(id: string): boolean;
  /** Throws in words where it is not open (any more). */
  scene(id: string, subject: Subject, overrides?: Overrides): Scene;
  performance(query: TearSheetQuery): Promise<Performance>;
}

export interface Overrides {
  readonly riskFree: number | null;
  readonly periodsPerYear: number | null;
}

export interface TearSheetQuery extends Overrides {
  readonly portfolio: string;
  readonly subject: Subject;
  readonly period: Period;
  readonly benchmarks: readonly string[] | null;
}

interface Sheet {
  readonly name: string;
  readonly file: SeriesFile;
  readonly request: TearSheetRequest;
  readonly benchmark: { readonly id: string; readonly file: SeriesFile | null; readonly reason: string | null } | null;
}

const prefix = 'tearsheet:';
/** A file of 20 MB is 40 MB as numbers; nobody compares more than this. */
const mostSheets = 16;

export function createTearSheets(ports: Pick<EnginePorts, 'readSeries'>): TearSheets {
  const sheets = new Map<string, Sheet>();
  let lastId = 0;

  const sheetOf = (id: string): Sheet => {
    const sheet = sheets.get(id);
    if (sheet === undefined) throw new Error('this tear sheet is closed: open its file again');
    return sheet;
  };
  const read = async (path: string, wanted: Wanted) => {
    const table = await ports.readSeries(null, path);
    return table.ok ? detectSeries(table.value, wanted) : ({ state: 'failed', reason: table.failure.reason } as const);
  };
  const readBenchmark = async (asked: TearSheetRequest['benchmark']): Promise<Sheet['benchmark']> => {
    if (asked === null) return null;
    const { path, column } = asked;
    const id = column === null ? nameOf(path) : `${nameOf(path)}:${column}`;
    const found = await read(path, { column, kind: null });
    if (found.state === 'series') return { id, file: found, reason: null };
    return { id, file: null, reason: whyNoSeries(found, nameOf(path)) };
  };

  const scene = (id: string, subject: Subject, overrides?: Overrides): Scene => {
    const { name, file, request, benchmark } = sheetOf(id);
    const riskFree = overrides?.riskFree ?? request.riskFree ?? 0;
    const perYear = overrides?.periodsPerYear ?? request.periodsPerYear;
    const built = seriesOfFile(file, { riskFree, perYear });
    const whole = built.ok ? built.value : null;
    return {
      subject,
      title: name,
      currency: '',
      // A back-test of the past has its own now.
      now: file.at.at(-1) ?? 0,
      dayBoundary: 'UTC',
      simulated: false,
      hasAmounts: file.measure === 'level',
      points: whole?.points ?? [],
      reason: built.ok ? null : built.reason,
      notes: file.notes,
      riskFree,
      perYear,
      benchmarks: benchmark === null ? [] : [benchmark.id],
      benchmark: async (wanted) => benchmarkOf(wanted, benchmark, riskFree, perYear),
      returns: (points) => {
        if (whole === null) return { ok: false, reason: built.ok ? '' : built.reason };
        return within(whole, points[0]?.at ?? 0, points.at(-1)?.at ?? 0);
      },
      series: whole?.series ?? null,
    };
  };

  return {
    scene,
    isOne: (id) => id.startsWith(prefix),
    async open(request) {
      const { path, column, kind, startingCapital = null } = request;
      const found = await read(path, { column, kind, startingCapital });
      if (found.state !== 'series') return found;
      const built = seriesOfFile(found, { riskFree: request.riskFree ?? 0, perYear: request.periodsPerYear });
      if (!built.ok) return { state: 'failed', reason: built.reason };
      const benchmark = await readBenchmark(request.benchmark);
      lastId += 1;
      const id = `${prefix}${lastId}`;
      const name = nameOf(request.path);
      sheets.set(id, { name, file: found, request, benchmark });
      const [oldest] = sheets.keys();
      if (sheets.size > mostSheets && oldest !== undefined) sheets.delete(oldest);
      const notes = benchmark?.reason == null ? found.notes : [...found.notes, `${benchmark.id}: ${benchmark.reason}`];
      return { state: 'open', id, name, kind: found.kind, column: found.column, notes };
    },
    close: (id) => void sheets.delete(id),
    performance(query) {
      const own = scene(query.portfolio, query.subject, query);
      const facts: BookFacts = {
        todayReturn: { reason: 'a file has no day that is going on' },
        activity: null,
        notes: [],
      };
      return performanceOf({
        scene: own,
        period: query.period,
        benchmarks: query.benchmarks,
        facts: async () => facts,
      });
    },
  };
}

function benchmarkOf(id: string, own: Sheet['benchmark'], riskFree: number, perYear: number | null): Benchmark {
  const none = (reason: string): Benchmark => ({ id, title: id, source: '', series: null, reason });
  if (own === null || own.id !== id) return none('a tear sheet is compared with another file: choose one');
  if (own.file === null) return none(own.reason ?? 'it has no series');
  const built = seriesOfFile(own.file, { riskFree, perYear });
  return built.ok ? { id, title: id, source: id, series: built.value.series, reason: null } : none(built.reason);
}

/** The periods of a span; all of them where the span is everything. */
function within({ series }: SeriesOfFile, from: number, to: number): ReturnType<Scene['returns']> {
  const begin = series.at.findIndex((at) => at > from);
  const last = series.at.findLastIndex((at) => at <= to);
  if (begin < 0 || last < begin) return { ok: false, reason: 'there is no return in this period' };
  if (begin === 0 && last === series.at.length - 1) return { ok: true, value: series };
  // What trades realised is of the whole file.
  const { activity: _, ...rest } = series;
  return {
    ok: true,
    value: {
      ...rest,
      at: series.at.slice(begin, last + 1),
      returns: series.returns.slice(begin, last + 1),
      start: begin === 0 ? series.start : (series.at[begin - 1] ?? series.start),
    },
  };
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
