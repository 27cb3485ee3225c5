import type { Holding, Position, Snapshot } from '../core/model/snapshot.ts';
import type { PortfolioState } from '../core/model/state.ts';
import { formatAge, formatMoney, formatPercent, formatPrice, trend } from './format.ts';
import { foreign } from './redact.ts';
import { stateTint } from './tint.ts';
import { canTrade } from './trading/tradable.ts';
import type { TreeNode, TreeOptions } from './treeNode.ts';
import { amount, changeWords, copied, joinParts, quantityWords, spokenChange } from './words.ts';

interface LeafBase {
  readonly account: string;
  readonly asset: string;
  readonly strategy: string | null;
  readonly sector: string | null;
  /** What it adds to the value of the book; null when unpriced. */
  readonly value: number | null;
  /** What it is sorted by: value, or notional of a position. */
  readonly size: number | null;
  readonly share: number | null;
  readonly change: number | null;
  readonly search: readonly string[];
}

export interface HoldingLeaf extends LeafBase {
  readonly kind: 'holding';
  readonly holding: Holding;
  /** The same holding as a position (POS-2a): entry, unrealised P&L. */
  readonly position: Position | null;
}

export interface PositionLeaf extends LeafBase {
  readonly kind: 'position';
  readonly position: Position;
}

export type Leaf = HoldingLeaf | PositionLeaf;

/** Holdings, then the positions that are no holding's other face: derivatives and rows of position files. */
export function leavesOf(snapshot: Snapshot, sectors: Readonly<Record<string, readonly string[]>>): readonly Leaf[] {
  const sectorOf = new Map(Object.entries(sectors).flatMap(([name, assets]) => assets.map((asset) => [asset, name])));
  const key = (row: { account: string; asset: string }) => `${row.account}\n${row.asset}`;
  const spot = new Map(
    snapshot.positions
      .filter((position) => position.instrument === 'spot')
      .map((position) => [key(position), position]),
  );
  const held = new Set(snapshot.holdings.map(key));
  const titles = new Map(snapshot.accounts.map((account) => [account.id, account.title]));
  const shared = (row: Holding | Position, strategy: string | null) => ({
    account: row.account,
    asset: row.asset,
    strategy,
    sector: sectorOf.get(row.asset) ?? null,
    share: row.share,
    change: row.change24h.pct,
  });
  const holdings = snapshot.holdings.map((holding): HoldingLeaf => {
    const position = spot.get(key(holding)) ?? null;
    return {
      kind: 'holding',
      ...shared(holding, position?.strategy ?? null),
      value: holding.value,
      size: holding.value,
      search: [holding.asset, holding.code, titles.get(holding.account) ?? holding.account],
      holding,
      position,
    };
  });
  const positions = snapshot.positions
    .filter((position) => position.instrument !== 'spot' || !held.has(key(position)))
    .map(
      (position): PositionLeaf => ({
        kind: 'position',
        ...shared(position, position.strategy),
        value: position.baseUnrealizedPnl,
        size: position.baseNotional,
        search: [position.asset, position.symbol, titles.get(position.account) ?? position.account],
        position,
      }),
    );
  return [...holdings, ...positions];
}

/** "0.15  $10,050.00  ▲ 2.10%", "0.42  unpriced". */
export function holdingLeaf(
  leaf: HoldingLeaf,
  state: PortfolioState,
  currency: string,
  options: TreeOptions,
  accountTitle: string | null,
): TreeNode {
  const { holding } = leaf;
  const label = holding.code === holding.asset ? holding.asset : `${holding.asset} (${holding.code})`;
  const description = joinParts([
    quantityWords(holding.quantity, options.privacy),
    holding.value === null ? 'unpriced' : amount(holding.value, currency, options.privacy),
    changeWords(holding.change24h),
    holding.state === 'stale' ? ageMark(holding.price?.at ?? null, options.now) : null,
    holding.scope === 'spot' ? null : holding.scope,
    accountTitle,
  ]);
  const tint = stateTint(holding.state);
  return {
    id: `${state.id}|holding|${holding.id}`,
    ref: { kind: 'holding', portfolio: state.id, id: holding.id },
    label,
    description,
    icon: { id: tint === 'none' ? (holding.kind === 'cash' ? 'circle-small' : 'circle-small-filled') : tint, tint },
    tint,
    context:
      holding.kind === 'asset' && canTrade(state, holding.account, options.liveTrading === true)
        ? 'holding tradable'
        : 'holding',
    expanded: false,
    children: [],
    spoken: [label, description, spokenChange(holding.change24h), foreign(holding.reason ?? '', options.privacy)]
      .filter(Boolean)
      .join(', '),
    value: copied(holding.value, currency, options.privacy),
  };
}

/** "long 0.5 @ 28,000.00  ▲ +$750.00" */
export function positionLeaf(
  leaf: PositionLeaf,
  state: PortfolioState,
  options: TreeOptions,
  accountTitle: string | null,
): TreeNode {
  const { position } = leaf;
  const entry = position.entryPrice === null ? '' : ` @ ${formatPrice(position.entryPrice)}`;
  const pnl = position.unrealizedPnl;
  const arrow = pnl === null ? '' : trend(pnl);
  const label = labelOf(position);
  const description = joinParts([
    `${position.side} ${quantityWords(position.size, options.privacy)}${entry}`,
    position.notional === null
      ? 'unpriced'
      : pnl === null
        ? null
        : options.privacy
          ? position.roi === null
            ? arrow
            : `${arrow} ${formatPercent(position.roi, { sign: true })}`.trim()
          : `${arrow} ${formatMoney(pnl, position.currency, { sign: true })}`.trim(),
    position.state === 'stale' ? ageMark(position.price?.at ?? null, options.now) : null,
    accountTitle,
  ]);
  const tint = stateTint(position.state);
  return {
    id: `${state.id}|position|${position.id}`,
    ref: { kind: 'position', portfolio: state.id, id: position.id },
    label,
    description,
    icon: { id: tint === 'none' ? 'arrow-swap' : tint, tint },
    tint,
    context: canTrade(state, position.account, options.liveTrading === true) ? 'position tradable' : 'position',
    expanded: false,
    children: [],
    spoken: [label, description, foreign(position.reason ?? '', options.privacy)].filter(Boolean).join(', '),
    value: copied(position.notional, position.currency, options.privacy),
  };
}

/** "BTC/USDT:USDT" reads as "BTC/USDT perp". */
function labelOf(position: Position): string {
  const name = position.symbol.split(':')[0] ?? position.symbol;
  switch (position.instrument) {
    case 'swap':
      return `${name} perp`;
    case 'spot':
    case 'cfd':
      return name;
    case 'future':
    case 'option':
      return position.symbol;
    default:
      return position.instrument satisfies never;
  }
}

function ageMark(at: number | null, now: number): string {
  return at === null ? 'stale' : `stale ${formatAge(now - at)}`;
}
