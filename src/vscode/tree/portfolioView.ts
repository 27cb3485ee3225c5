import * as vscode from 'vscode';
import { foreign } from '../../present/redact.ts';
import { isIncomplete, portfolioTree, portfolioWords } from '../../present/tree.ts';
import type { GroupBy, SortBy } from '../../present/treeNode.ts';
import { sentence } from '../../present/words.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { viewIds } from '../ids.ts';
import type { Portfolios } from '../portfolios.ts';
import type { Privacy } from '../privacy.ts';
import type { Store } from '../store.ts';
import type { TradingSetting } from '../trading/tradingSetting.ts';
import { type NodeTree, nodeTree } from './treeView.ts';

export interface PortfolioView extends NodeTree {
  readonly choices: { readonly groupBy: GroupBy; readonly sortBy: SortBy; readonly filter: string };
  /** Group and sort are remembered by the workspace; the filter is not. */
  choose(change: Partial<PortfolioView['choices']>): Promise<void>;
  readonly onChoice: vscode.Event<void>;
}

export function portfolioView(
  store: Store,
  privacy: Privacy,
  engine: EngineProcess,
  portfolios: Portfolios,
  memory: vscode.Memento,
  trading: TradingSetting,
): PortfolioView {
  const chosen = new vscode.EventEmitter<void>();
  let choices: PortfolioView['choices'] = {
    groupBy: memory.get<GroupBy>('groupBy', 'exchange'),
    sortBy: memory.get<SortBy>('sortBy', 'value'),
    filter: '',
  };
  const roots = () => {
    const options = { ...choices, privacy: privacy.on, now: Date.now(), liveTrading: trading.on };
    const combined = store.combined();
    const rows = portfolioTree(store.all(), options);
    // All portfolios together are one line: what they hold stands below each of them.
    const [all] = combined === null ? [] : portfolioTree([combined, ...store.all()], options);
    return all === undefined ? rows : [{ ...all, children: [], expanded: false }, ...rows];
  };
  const tree = nodeTree(viewIds.portfolio, roots, store, privacy, () => trading.on);

  const decorate = (): void => {
    const states = store.all();
    const breaches = states.reduce(
      (total, state) => total + (state.risk?.findings.filter((finding) => finding.state === 'BREACH').length ?? 0),
      0,
    );
    // `undefined` clears a badge.
    tree.view.badge =
      breaches === 0
        ? undefined
        : { value: breaches, tooltip: breaches === 1 ? '1 limit is breached' : `${breaches} limits are breached` };
    const [only] = states;
    tree.view.description =
      states.length === 1 && only !== undefined
        ? portfolioWords(only.snapshot, privacy.on).replaceAll('\u2002', ' ')
        : '';
    tree.view.message = messageOf();
  };

  const messageOf = (): string => {
    const states = store.all();
    if (engine.status.kind === 'restarting') {
      return `${engine.status.reason} and is started again. ${states.length > 0 ? 'These are the last known values.' : ''}`;
    }
    if (!portfolios.places().some((place) => place.exists)) return '';
    if (states.length === 0 || states.every((state) => state.snapshot === null && state.config.state === 'good')) {
      return 'Reading accounts…';
    }
    const broken = states.find((state) => state.config.state === 'broken');
    if (broken !== undefined) {
      const kept = broken.snapshot === null ? '' : ' The last good configuration stays in force.';
      const words = sentence(broken.config.summary ?? 'The configuration has errors');
      return `${foreign(words, privacy.on)}${kept}`;
    }
    if (choices.filter !== '') {
      return roots().length === 0
        ? `Nothing matches “${choices.filter}”.`
        : `Showing what matches “${choices.filter}”.`;
    }
    const gaps = states.flatMap((state) =>
      state.snapshot !== null && isIncomplete(state.snapshot) ? state.snapshot.gaps : [],
    );
    const [first, ...more] = gaps.filter((entry) => entry.state !== 'stale');
    if (first === undefined) return '';
    const others = more.length === 0 ? '' : `, and ${more.length} more`;
    return `Incomplete: ${foreign(first.reason, privacy.on)}${others}`;
  };

  decorate();
  const subscriptions = vscode.Disposable.from(
    tree,
    store.onChange(decorate),
    privacy.onChange(decorate),
    engine.onStatus(decorate),
    portfolios.onChange(decorate),
    trading.onChange(tree.refresh),
    chosen,
  );
  return {
    view: tree.view,
    roots,
    refresh: tree.refresh,
    get choices() {
      return choices;
    },
    async choose(change) {
      choices = { ...choices, ...change };
      tree.refresh();
      decorate();
      chosen.fire();
      await memory.update('groupBy', choices.groupBy);
      await memory.update('sortBy', choices.sortBy);
    },
    onChoice: chosen.event,
    dispose: () => subscriptions.dispose(),
  };
}
