/** A problem of a configuration, at offsets of its text. `owner: 'schema'` is what the JSON extension already reports in the editor. */
export interface ConfigProblem {
  readonly offset: number;
  readonly length: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly code: string;
  readonly owner: 'schema' | 'quantfolio';
  /** Edits that fix it, most likely first. */
  readonly fixes: readonly ConfigFix[];
}

export interface ConfigFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** "move to secret storage": the window stores this value for that account before applying the edits. */
  readonly secret?: {
    readonly account: string;
    readonly field: 'apiKey' | 'secret' | 'password';
    readonly value: string;
  };
}

export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A minimal edit of a configuration: CFG-6. */
export type ConfigChange =
  | { readonly kind: 'create'; readonly baseCurrency: string; readonly name: string }
  | { readonly kind: 'addAccount'; readonly id: string; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly kind: 'removeAccount'; readonly id: string }
  | { readonly kind: 'set'; readonly path: readonly (string | number)[]; readonly value: unknown };

/** Where a limit (and a subject of it) stands in the text, for diagnostics, lenses and "go to". */
export interface LimitLocation {
  readonly limit: string;
  readonly subject: string | null;
  readonly offset: number;
  readonly length: number;
}
