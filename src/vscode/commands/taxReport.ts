import type { Parts } from '../parts.ts';

export async function taxReport(_parts: Parts, _value: unknown): Promise<void> {
  throw new Error('This is not ready yet');
}
