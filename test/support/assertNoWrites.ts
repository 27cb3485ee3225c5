import assert from 'node:assert/strict';
import type { LogEntry } from '../simulator/log.ts';

/** SEC-4: no request that would have created, changed or cancelled an order, or moved money, came to a simulated exchange. */
export function assertNoWrites(written: readonly LogEntry[]): void {
  assert.deepEqual(
    written.map(({ method, host, path, account }) => `${method} ${host}${path} (${account})`),
    [],
    'requests that change something reached the simulated exchange; a test that trades says so with { trades: true }',
  );
}
