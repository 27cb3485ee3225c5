import { failed, ok, type Reading } from '../../core/model/reading.ts';

/** JSON whose numbers are decimal text, exactly as they stand in the file. */
export type Json = string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The third argument of a reviver: in every Node from 21 (V8 11.4) on; TypeScript's ES2023 library does not know it. */
type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/**
 * Parses JSON without rounding a number: 0.1000000000000000055 stays that text. On a Node 20 the shortest text of the
 * double stands for it. The reason tells the line, never the content, which V8's own message would quote.
 */
export function losslessJson(text: string, name: string): Reading<Json> {
  const reviver: Reviver = (_key, value, context) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  try {
    return ok(JSON.parse(text, reviver) as Json);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
    const where = line === null ? 'it ends too early, or is empty' : `line ${line}`;
    return failed('badResponse', `${name} is not valid JSON (${where}); it is read again when it is saved`);
  }
}
