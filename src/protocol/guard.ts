/** Small guards to build bigger ones from, for messages that cross a boundary. They check, and never convert. */
export type Guard<T> = (value: unknown) => value is T;

export function text(max: number): Guard<string> {
  return (value): value is string => typeof value === 'string' && value.length <= max;
}

export const finite: Guard<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);

export const flag: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';

export const nothing: Guard<null> = (value): value is null => value === null;

export function oneOf<const T extends readonly (string | number | boolean)[]>(values: T): Guard<T[number]> {
  return (value): value is T[number] => values.some((candidate) => candidate === value);
}

export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function listOf<T>(guard: Guard<T>, max: number): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= max && value.every(guard);
}

/** A plain object whose named fields pass; fields without a guard are let through unread. */
export function shape<T extends object>(fields: { readonly [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  const entries = Object.entries(fields) as [string, Guard<unknown>][];
  return (value): value is T => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Record<string, unknown>;
    return entries.every(([name, guard]) => guard(record[name]));
  };
}
