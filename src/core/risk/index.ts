import type { Limit } from './limit.ts';

/** The list of limits: configuration, schema, evaluation, diagnostics and CLI follow from it. */
// biome-ignore lint/suspicious/noExplicitAny: each limit has settings of its own type; the list is heterogeneous
export const limits: readonly Limit<any>[] = [];
