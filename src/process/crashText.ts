import { scrub } from '../connectors/exchange/scrub.ts';

/** What is logged of an error that nobody expected: its words without anything that looks like a secret, and where it came from. */
export function crashText(error: Error): string {
  const { name, message, stack = '' } = error;
  // Frames name files and functions only; what stands before them are the words.
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [`${name}: ${scrub(message)}`, ...frames].join('\n');
}
