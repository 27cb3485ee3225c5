import type { AccountView, AssetView, Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { formatPercent, missing } from './format.ts';
import { groupRows } from './groupRows.ts';
import { holdingLeaf, type Leaf, leavesOf, positionLeaf } from './leaf.ts';
import { foreign } from './redact.ts';
import { silence } from './silence.ts';
import { stateTint } from './tint.ts';
import { canTrade } from './trading/tradable.ts';
import type { TreeNode, TreeOptions } from './treeNode.ts';
import { amount, changeWords, copied, joinParts, quantityWords, spokenChange, staleWords } from './words.ts';

/** The portfolio tree (UI-1): portfolios (only when several) → groups → holdings and positions. Reads the states only. */
export function portfolioTree(states: readonly PortfolioState[], options: TreeOptions): readonly TreeNode[] {
  const several = states.length > 1;
  return states.flatMap((state) => (several ? [portfolioNode(state, options)] : groups(state, options)));
}

/** Total and change of one portfolio: "$15,432.50 ▲ 1.24%". */
export function portfolioWords(snapshot: Snapshot | null, privacy: boolean): string {
  if (snapshot === null) return '';
  if (snapshot.accounts.length === 0) return 'no accounts yet';
  const known = snapshot.equity ?? (snapshot.knownEquity === 0 ? null : snapshot.knownEquity);
  const notional = snapshot.totalNotional ?? (snapshot.knownNotional === 0 ? null : snapshot.knownNotional);
  const total =
    known === null && notional !== null
      ? `${amount(notional, snapshot.baseCurrency, privacy)} notional`
      : amount(known, snapshot.baseCurrency, privacy);
  return joinParts([total, changeWords(snapshot.change24h), isIncomplete(snapshot) ? 'incomplete' : null]);
}

/** Something that the total should hold is unpriced or was never read. Stale values are in it, with their age elsewhere. */
export function isIncomplete(snapshot: Snapshot): boolean {
  return snapshot.gaps.some((gap) => gap.state !== 'stale');
}

function portfolioNode(state: PortfolioState, options: TreeOptions): TreeNode {
  const { snapshot } = state;
  const broken = state.config.state === 'broken';
  const description = joinParts([
    portfolioWords(snapshot, options.privacy),
    snapshot === null && !broken ? 'reading accounts…' : null,
    snapshot?.simulated ? '(simulated)' : null,
    broken ? 'configuration has errors' : null,
  ]);
  return {
    id: state.id,
    ref: { kind: 'portfolio', portfolio: state.id },
    label: state.name,
    description,
    icon: broken ? { id: 'warning', tint: 'warning' } : { id: 'briefcase', tint: 'none' },
    tint: broken ? 'warning' : 'none',
    context: 'portfolio',
    expanded: true,
    children: groups(state, options),
    spoken: `${state.name}, ${description}`,
    value: snapshot === null ? null : copied(snapshot.equity, snapshot.baseCurrency, options.privacy),
  };
}

function groups(state: PortfolioState, options: TreeOptions): readonly TreeNode[] {
  const { snapshot } = state;
  if (snapshot === null) return [];
  const leaves = leavesOf(snapshot, state.sectors).filter((leaf) => matches(leaf, options.filter));
  switch (options.groupBy) {
    case 'exchange':
      return byExchange(state, snapshot, leaves, options);
    case 'asset':
      return byAsset(state, snapshot, leaves, options);
    case 'strategy':
      return byKey(state, snapshot, leaves, options, 'strategy');
    case 'sector':
      return byKey(state, snapshot, leaves, options, 'sector');
    default:
      return options.groupBy satisfies never;
  }
}

function matches(leaf: Leaf, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return wanted === '' || leaf.search.some((text) => text.toLowerCase().includes(wanted));
}

/** Accounts; two or more of the same exchange stand under its name. */
function byExchange(
  state: PortfolioState,
  snapshot: Snapshot,
  leaves: readonly Leaf[],
  options: TreeOptions,
): readonly TreeNode[] {
  const filtered = options.filter.trim() !== '';
  const accounts = snapshot.accounts.filter(
    (account) => !filtered || leaves.some((leaf) => leaf.account === account.id),
  );
  const keyOf = (account: AccountView) => account.exchange ?? `account:${account.id}`;
  const buckets = groupRows(accounts, keyOf);
  const nodes = [...buckets].map(([exchange, members]) => {
    const rows = members.map((account) => ({
      change: null,
      value: account.value ?? account.knownValue,
      node: accountNode(state, snapshot, account, leaves, options),
    }));
    const only = rows[0];
    if (rows.length === 1 && only !== undefined) return only;
    const value = members.reduce((total, account) => total + account.knownValue, 0);
    const complete = members.every((account) => account.value !== null && account.state !== 'unpriced');
    const known = members.some((account) => account.value !== null || account.knownValue !== 0);
    const name = members[0]?.title.split(' · ')[0] ?? exchange;
    const description = joinParts([
      known ? amount(value, snapshot.baseCurrency, options.privacy) : missing,
      complete ? null : 'incomplete',
      shareWords(members.map((account) => account.share)),
      `${members.length} accounts`,
    ]);
    const node: TreeNode = {
      id: `${state.id}|exchange|${exchange}`,
      ref: { kind: 'exchange', portfolio: state.id, exchange },
      label: name,
      description,
      icon: { id: 'plug', tint: 'none' },
      tint: 'none',
      context: 'exchangeGroup',
      expanded: true,
      children: sortRows(rows, options),
      spoken: `${name}, ${description}`,
      value: complete ? copied(value, snapshot.baseCurrency, options.privacy) : null,
    };
    return { change: null, value, node };
  });
  return sortRows(nodes, options);
}

const kindIcon: Readonly<Record<AccountView['kind'], string>> = {
  exchange: 'plug',
  paper: 'beaker',
  file: 'file',
  http: 'globe',
};

function accountNode(
  state: PortfolioState,
  snapshot: Snapshot,
  account: AccountView,
  leaves: readonly Leaf[],
  options: TreeOptions,
): TreeNode {
  const known = account.value ?? (account.knownValue === 0 ? null : account.knownValue);
  const tradable = canTrade(state, account.id, options.liveTrading === true);
  // Orders of real money can be sent to it: marked by an icon, too, which no narrow view cuts.
  const tradingOn = tradable && account.kind !== 'paper';
  const description = joinParts([
    known === null ? null : amount(known, snapshot.baseCurrency, options.privacy),
    account.value === null && known !== null && account.state !== 'unpriced' ? 'incomplete' : null,
    account.share === null ? null : formatPercent(account.share, { digits: 1 }),
    accountMark(account, options),
    tradingOn ? '⚡ trading on' : null,
  ]);
  // An account that no longer answers is marked at once, though its values are not stale yet.
  const tint = silence(state, account) !== null ? 'warning' : stateTint(account.state);
  const simulated = account.simulated && !account.title.includes('simulated') ? ' (simulated)' : '';
  return {
    id: `${state.id}|account|${account.id}`,
    ref: { kind: 'account', portfolio: state.id, account: account.id },
    label: account.title + simulated,
    description,
    icon: { id: tint === 'none' ? (tradingOn ? 'zap' : kindIcon[account.kind]) : tint, tint },
    tint: 'none',
    context: `account ${account.kind}${tradable ? ' tradable' : ''}`,
    expanded: true,
    children: leafNodes(
      leaves.filter((leaf) => leaf.account === account.id),
      snapshot,
      state,
      options,
      false,
    ),
    spoken: `${account.title}, ${description}`,
    value: copied(account.value, snapshot.baseCurrency, options.privacy),
  };
}

/** Health of an account in a few words: "● live", "⚠ stale 14 min · rate limited, next try in 40 s". */
function accountMark(account: AccountView, options: TreeOptions): string {
  const reason = account.reason === null ? null : foreign(account.reason, options.privacy);
  switch (account.state) {
    case 'ok':
      return reason !== null ? `⚠ ${reason}` : account.kind === 'exchange' || account.kind === 'http' ? '● live' : '';
    case 'stale':
      return `⚠ ${staleWords(account, options)}`;
    case 'unpriced':
      return `⚠ incomplete${reason === null ? '' : ` · ${reason}`}`;
    case 'failed':
      return `⚠ not read · ${reason ?? 'no answer yet'}`;
    default:
      return account.state satisfies never;
  }
}

function byAsset(
  state: PortfolioState,
  snapshot: Snapshot,
  leaves: readonly Leaf[],
  options: TreeOptions,
): readonly TreeNode[] {
  const known = new Map(snapshot.assets.map((view) => [view.asset, view]));
  const rows = [...groupRows(leaves, (leaf) => leaf.asset)].map(([asset, members]) => {
    const view = known.get(asset) ?? null;
    return {
      value: view?.value ?? null,
      change: view?.change24h.pct ?? null,
      node: assetNode(state, snapshot, asset, view, members, options),
    };
  });
  return sortRows(rows, options);
}

function assetNode(
  state: PortfolioState,
  snapshot: Snapshot,
  asset: string,
  view: AssetView | null,
  members: readonly Leaf[],
  options: TreeOptions,
): TreeNode {
  const { privacy } = options;
  const priced = view !== null && view.value !== null;
  const description =
    view === null
      ? `${members.length === 1 ? '1 position' : `${members.length} positions`}`
      : joinParts([
          quantityWords(view.quantity, privacy),
          priced ? amount(view.value, snapshot.baseCurrency, privacy) : 'unpriced',
          view.share === null ? null : formatPercent(view.share, { digits: 1 }),
          changeWords(view.change24h),
        ]);
  const tint = view === null ? 'none' : stateTint(view.state);
  return {
    id: `${state.id}|asset|${asset}`,
    ref: { kind: 'asset', portfolio: state.id, asset },
    label: asset,
    description,
    icon: { id: tint === 'none' ? 'circle-outline' : tint, tint },
    tint,
    context: 'asset',
    expanded: false,
    children: leafNodes(members, snapshot, state, options, true),
    spoken: `${asset}, ${description}${view === null ? '' : `, ${spokenChange(view.change24h)}`}`,
    value: copied(view?.value ?? null, snapshot.baseCurrency, privacy),
  };
}

function byKey(
  state: PortfolioState,
  snapshot: Snapshot,
  leaves: readonly Leaf[],
  options: TreeOptions,
  by: 'strategy' | 'sector',
): readonly TreeNode[] {
  const none = by === 'strategy' ? 'No strategy' : 'No sector';
  const rows = [...groupRows(leaves, (leaf) => leaf[by] ?? '')].map(([key, members]) => {
    const unknown = members.some((leaf) => leaf.value === null);
    const value = members.reduce((total, leaf) => total + (leaf.value ?? 0), 0);
    const description = joinParts([
      amount(value, snapshot.baseCurrency, options.privacy),
      shareWords(members.map((leaf) => leaf.share)),
      unknown ? 'incomplete' : null,
    ]);
    const label = key === '' ? none : key;
    const node: TreeNode = {
      id: `${state.id}|${by}|${key}`,
      ref: { kind: 'group', portfolio: state.id, by, key },
      label,
      description,
      icon: { id: by === 'strategy' ? 'symbol-method' : 'layers', tint: 'none' },
      tint: 'none',
      context: 'group',
      expanded: true,
      children: leafNodes(members, snapshot, state, options, true),
      spoken: `${label}, ${description}`,
      value: unknown ? null : copied(value, snapshot.baseCurrency, options.privacy),
    };
    return { value, change: null, node };
  });
  return sortRows(rows, options);
}

function leafNodes(
  leaves: readonly Leaf[],
  snapshot: Snapshot,
  state: PortfolioState,
  options: TreeOptions,
  withAccount: boolean,
): readonly TreeNode[] {
  const titles = new Map(snapshot.accounts.map((account) => [account.id, account.title]));
  const rows = leaves.map((leaf) => {
    const account = withAccount ? (titles.get(leaf.account) ?? leaf.account) : null;
    const node =
      leaf.kind === 'holding'
        ? holdingLeaf(leaf, state, snapshot.baseCurrency, options, account)
        : positionLeaf(leaf, state, options, account);
    return { value: leaf.size, change: leaf.change, node };
  });
  return sortRows(rows, options);
}

/** Sum of known shares; null where none is known. */
function shareWords(shares: readonly (number | null)[]): string | null {
  const known = shares.filter((share) => share !== null);
  if (known.length === 0) return null;
  return formatPercent(
    known.reduce((total, share) => total + share, 0),
    { digits: 1 },
  );
}

interface Row {
  readonly node: TreeNode;
  readonly value: number | null;
  readonly change: number | null;
}

/** Largest first; what has no number comes last; ties by name. */
function sortRows(rows: readonly Row[], options: TreeOptions): readonly TreeNode[] {
  const number = (row: Row) => (options.sortBy === 'change' ? row.change : row.value) ?? Number.NEGATIVE_INFINITY;
  const byName = (a: Row, b: Row) => a.node.label.localeCompare(b.node.label, 'en');
  return [...rows]
    .sort((a, b) => {
      if (options.sortBy === 'name') return byName(a, b);
      const left = number(a);
      const right = number(b);
      return left === right ? byName(a, b) : right > left ? 1 : -1;
    })
    .map((row) => row.node);
}
