/** What goes wrong. `stall` sends the headers and half a body, then nothing; `truncated` ends a body half way, as if whole. */
export type FaultEffect =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'garbage'; readonly body: Garbage }
  | { readonly kind: 'drop' }
  | { readonly kind: 'wsDrop' }
  | { readonly kind: 'wsMute' };

export type Garbage = 'html' | 'empty' | 'truncated' | 'object' | 'null' | 'text';

/** As data, so that a test can loop over a matrix. `*` in a pattern stands for anything; an absent one matches all. */
export interface Fault {
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
  /** Only requests with this account's key. */
  readonly account?: string;
  /** How often it strikes; default until removed (wsDrop: only the connections open now). */
  readonly count?: number;
  /** How many matching requests pass first. */
  readonly skip?: number;
  /** The request never comes to the exchange: nothing it asks for happens. Default: it was carried out, and its answer suffers. */
  readonly before?: boolean;
  readonly effect: FaultEffect;
}

export interface FaultTarget {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly account: string | null;
}

export interface Faults {
  /** Returns a function that takes the fault away again. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The first fault that strikes this request, counted. */
  strike(target: FaultTarget, transport: 'http' | 'ws', before?: boolean): FaultEffect | null;
  /** Whether a fault of this kind holds for the target, without counting. */
  holds(target: FaultTarget, kind: FaultEffect['kind']): boolean;
  onAdd(listener: (fault: Fault) => void): void;
}

function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(text);
}

function meets(fault: Fault, target: FaultTarget): boolean {
  return (
    matches(fault.host, target.host) &&
    matches(fault.path, target.path) &&
    (fault.method === undefined || fault.method === target.method) &&
    (fault.account === undefined || fault.account === target.account)
  );
}

export function createFaults(): Faults {
  const active: { readonly fault: Fault; left: number; skip: number }[] = [];
  const listeners: ((fault: Fault) => void)[] = [];
  return {
    add: (fault) => {
      const onlyOpen = fault.effect.kind === 'wsDrop' && fault.count === undefined;
      const entry = { fault, left: onlyOpen ? 0 : (fault.count ?? Number.POSITIVE_INFINITY), skip: fault.skip ?? 0 };
      active.push(entry);
      for (const listener of listeners) listener(fault);
      return () => {
        const index = active.indexOf(entry);
        if (index >= 0) active.splice(index, 1);
      };
    },
    clear: () => {
      active.length = 0;
    },
    strike: (target, transport, before = false) => {
      for (const entry of active) {
        if ((entry.fault.before === true) !== before) continue;
        const forStreams = entry.fault.effect.kind === 'wsDrop' || entry.fault.effect.kind === 'wsMute';
        if (forStreams !== (transport === 'ws') || entry.left <= 0 || !meets(entry.fault, target)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.fault.effect;
      }
      return null;
    },
    holds: (target, kind) => active.some((entry) => entry.fault.effect.kind === kind && meets(entry.fault, target)),
    onAdd: (listener) => {
      listeners.push(listener);
    },
  };
}

/** Whether this fault meets this target, counted or not. */
export function faultMeets(fault: Fault, target: FaultTarget): boolean {
  return meets(fault, target);
}

export function garbage(kind: Garbage, real: string): string {
  switch (kind) {
    case 'html':
      return '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>Just a moment…</body></html>';
    case 'empty':
      return '';
    case 'truncated':
      return real.slice(0, Math.floor(real.length / 2));
    case 'object':
      return '{}';
    case 'null':
      return 'null';
    case 'text':
      return 'upstream connect error or disconnect/reset before headers';
  }
}
