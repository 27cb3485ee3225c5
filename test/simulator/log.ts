/** One request as the simulated exchange saw it. Signatures and secrets are never kept. */
export interface LogEntry {
  readonly at: number;
  readonly transport: 'http' | 'ws';
  /** The exchange's own host: "api.binance.com". */
  readonly host: string;
  /** HTTP method, or the name of a WebSocket message. */
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Account whose key was used; "unknown key" or null without one. */
  readonly account: string | null;
  /** HTTP status, 101 for WebSocket, 0 when the connection was cut before an answer. */
  readonly status: number;
  /** Creates, changes or cancels an order, or moves money. */
  readonly write: boolean;
  /** Kind of the fault that was injected, or null. */
  readonly fault: string | null;
  /** It would have been a write, but reached no exchange: a fault ate it, or nobody is simulated there. */
  readonly attempt?: true;
}

export interface RequestLog {
  readonly entries: readonly LogEntry[];
  add(entry: LogEntry): void;
  /** Requests whose host and path contain these texts. */
  find(host: string, path: string): readonly LogEntry[];
  /** Every request that would have created, changed or cancelled an order, or moved money. */
  writes(): readonly LogEntry[];
  /** The same since the simulator started, whatever was cleared, and what was tried and reached no exchange. */
  everWritten(): readonly LogEntry[];
  clear(): void;
}

export function createRequestLog(): RequestLog {
  const entries: LogEntry[] = [];
  const written: LogEntry[] = [];
  return {
    entries,
    add: (entry) => {
      entries.push(entry);
      if (entry.write || entry.attempt === true) written.push(entry);
    },
    find: (host, path) => entries.filter((entry) => entry.host.includes(host) && entry.path.includes(path)),
    writes: () => entries.filter((entry) => entry.write),
    everWritten: () => written,
    clear: () => {
      entries.length = 0;
    },
  };
}

/** Query and form parameters without what only the two sides may know. */
export function publicParams(params: URLSearchParams): Readonly<Record<string, string>> {
  const secret = new Set(['signature', 'apiKey', 'listenKey', 'token', 'otp']);
  return Object.fromEntries([...params].filter(([name]) => !secret.has(name)));
}
