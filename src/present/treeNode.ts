/** A colour by meaning; the surface maps it to a theme colour. */
export type Tint = 'none' | 'ok' | 'warning' | 'error';

/** What a row stands for: commands and tooltips find their data with it. */
export type NodeRef =
  | { readonly kind: 'portfolio'; readonly portfolio: string }
  | { readonly kind: 'exchange'; readonly portfolio: string; readonly exchange: string }
  | { readonly kind: 'account'; readonly portfolio: string; readonly account: string }
  | { readonly kind: 'group'; readonly portfolio: string; readonly by: 'strategy' | 'sector'; readonly key: string }
  | { readonly kind: 'asset'; readonly portfolio: string; readonly asset: string }
  | { readonly kind: 'holding'; readonly portfolio: string; readonly id: string }
  | { readonly kind: 'position'; readonly portfolio: string; readonly id: string }
  | { readonly kind: 'limit'; readonly portfolio: string; readonly limit: string; readonly subject: string | null }
  | { readonly kind: 'heading'; readonly portfolio: string; readonly key: string }
  | { readonly kind: 'health'; readonly portfolio: string; readonly id: string };

/** A row of a tree, in words. */
export interface TreeNode {
  /** Stable across refreshes, so that expansion and selection survive. */
  readonly id: string;
  readonly ref: NodeRef;
  readonly label: string;
  readonly description: string;
  readonly icon: { readonly id: string; readonly tint: Tint } | null;
  /** Colours the label; never the only sign. */
  readonly tint: Tint;
  /** Words that menus match: "account exchange". */
  readonly context: string;
  readonly expanded: boolean;
  readonly children: readonly TreeNode[];
  /** What a screen reader says. */
  readonly spoken: string;
  /** What "Copy Value" copies; null where there is nothing to copy. */
  readonly value: string | null;
}

export type GroupBy = 'exchange' | 'asset' | 'strategy' | 'sector';
export type SortBy = 'value' | 'name' | 'change';

export interface TreeOptions {
  readonly privacy: boolean;
  /** Epoch ms. */
  readonly now: number;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
  /** Rows whose asset, symbol or account contains this text (case-insensitive); empty shows all. */
  readonly filter: string;
  /** The user's own setting lets live orders be sent (rule 3); absent: it does not. */
  readonly liveTrading?: boolean;
}

export type ShowOptions = Pick<TreeOptions, 'privacy' | 'now' | 'liveTrading'>;
