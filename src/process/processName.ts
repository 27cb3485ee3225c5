import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Tells one process from every other on any machine. */
export function processName(): string {
  return JSON.stringify([hostname(), process.pid, randomUUID()]);
}

/** Whether the process of that name ran on this machine and is dead. Of other machines it cannot be told. */
export function isGone(name: string): boolean {
  const [host, pid] = parsed(name);
  if (host !== hostname() || typeof pid !== 'number' || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function parsed(name: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(name);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
