import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Banner, PanelView } from '../src/protocol/panelView.ts';
import { createAnswers } from './kit/answers.ts';
import type { Host } from './kit/host.ts';
import { type Page, PageContext } from './kit/page.ts';
import { Message, Skeleton } from './kit/states.tsx';
import { onThemeChange, readPalette } from './kit/theme.ts';
import { readUiState, type UiState, whole } from './kit/uiState.ts';
import { Shell } from './sections/shell.tsx';
import { type Desk, deskOf } from './trading/desk.ts';

/** Answers that cost more are asked again this long after the first change at the soonest. */
const slowMs = 5_000;

/** Asks the host for the whole state, again whenever it says "changed", and gives it to the sections. */
export function App(props: { readonly host: Host }) {
  const { host } = props;
  const [ui, setUi] = useState<UiState>(() => readUiState(host.savedState()));
  const [view, setView] = useState<PanelView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [version, setVersion] = useState(0);
  const [palette, setPalette] = useState(readPalette);
  // The first whole state is version 1.
  const [slowVersion, setSlowVersion] = useState(1);
  const [hurried, setHurried] = useState(0);
  const [desk, setDesk] = useState<Desk | null>(() => deskOf(ui.choices));
  const answers = useMemo(() => createAnswers(host), [host]);
  const asking = useRef({ running: false, again: false });
  const latest = useRef(0);
  latest.current = version;
  const shown = useRef(ui.section);
  shown.current = ui.section;
  // A choice is told once; after that the host knows it, and may itself open another portfolio here.
  const wanted = useRef(ui.portfolio);

  const load = useCallback(async () => {
    const state = asking.current;
    if (state.running) {
      state.again = true;
      return;
    }
    state.running = true;
    do {
      state.again = false;
      try {
        const portfolio = wanted.current;
        wanted.current = null;
        const next = await host.request('state', { portfolio });
        setView(next);
        // Another portfolio has other accounts and strategies.
        setUi((before) =>
          before.portfolio === next.portfolio
            ? before
            : {
                ...before,
                portfolio: next.portfolio,
                subject: before.portfolio === null ? before.subject : whole,
                // Whoever opens a file means all of it.
                ...(next.mode === 'tearSheet' && before.portfolio === null ? { period: { id: 'all' } as const } : {}),
              },
        );
        setVersion((count) => count + 1);
        setProblem(null);
      } catch (cause) {
        setProblem(words(cause));
      }
    } while (state.again);
    state.running = false;
  }, [host]);

  const choose = useCallback(
    (change: Partial<UiState>) => {
      setUi((before) => {
        const next = { ...before, ...change };
        return next.section === before.section ? next : { ...next, choices: { ...next.choices, position: '' } };
      });
      // Details of a position stand beside the section they were opened in.
      if (change.section !== undefined && change.section !== shown.current) {
        setDesk((open) => (open?.kind === 'position' ? null : open));
      }
      if (change.portfolio === undefined) return;
      setDesk(null);
      wanted.current = change.portfolio;
      void load();
    },
    [load],
  );

  const openDesk = useCallback((next: Desk | null) => {
    setDesk(next);
    // Of what is open only a position is kept: orders are planned anew by whoever wants them.
    setUi((before) => ({
      ...before,
      choices: { ...before.choices, position: next?.kind === 'position' ? next.id : '' },
    }));
  }, []);
  const hurry = useCallback(() => {
    setHurried((count) => count + 1);
    void load();
  }, [load]);

  useEffect(() => host.saveState(ui), [host, ui]);
  const behind = version > slowVersion;
  useEffect(() => {
    if (!behind) return;
    const timer = window.setTimeout(() => setSlowVersion(latest.current), slowMs);
    return () => window.clearTimeout(timer);
  }, [behind]);
  useEffect(() => {
    void load();
  }, [load]);
  useEffect(() => {
    host.onChanged(() => void load());
    host.onShow((section, position) => {
      choose({ section, all: false });
      if (position !== null) openDesk({ kind: 'position', id: position });
    });
    onThemeChange(() => setPalette(readPalette()));
  }, [host, load, choose, openDesk]);

  const page = useMemo<Page | null>(
    () =>
      view && {
        host,
        view,
        ui,
        palette,
        version,
        // Only told apart, never counted with.
        slowVersion: slowVersion + hurried * 1_000_000,
        hurry,
        desk,
        openDesk,
        answers,
        choose,
        run(command, argument = null) {
          host.request('command', { command, argument }).catch((cause: unknown) => setProblem(words(cause)));
        },
        save(name, text) {
          host.request('save', { name, text }).catch((cause: unknown) => setProblem(words(cause)));
        },
        tell(name, argument) {
          host.request(name, argument).catch((cause: unknown) => setProblem(words(cause)));
        },
        savePicture(name, draw) {
          Promise.resolve()
            .then(() => host.request('savePicture', { name, png: draw() }))
            .catch((cause: unknown) => setProblem(words(cause)));
        },
      },
    [host, view, ui, palette, version, slowVersion, hurried, hurry, desk, openDesk, answers, choose],
  );

  const retry = useCallback(() => void load(), [load]);
  const again = { title: 'Try again', command: 'refresh', argument: null };
  const banner: Banner | null = problem === null ? null : { tone: 'error', text: problem, action: again };
  if (page) {
    return (
      <PageContext.Provider value={page}>
        <Shell problem={banner} onRetry={retry} />
      </PageContext.Provider>
    );
  }
  return (
    <main class="page">
      {problem ? (
        <Message icon="error" title="Could not load the portfolio" actions={[{ title: 'Try again', run: retry }]} alert>
          {problem}
        </Message>
      ) : (
        <Skeleton />
      )}
    </main>
  );
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
