/** States of data as a column orders them, the worst first. */
export const dataStates: readonly string[] = ['failed', 'unpriced', 'stale', 'ok'];
