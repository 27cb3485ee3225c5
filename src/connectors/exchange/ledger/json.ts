import type { Json } from './stream.ts';

/** Fields of a state as a pager wrote it; anything else is as if there were none. */
export function fields(state: Json): Readonly<Record<string, Json>> {
  return typeof state === 'object' && state !== null && !Array.isArray(state)
    ? (state as Readonly<Record<string, Json>>)
    : {};
}

export function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
