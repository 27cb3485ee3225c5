/** Fails the build where a bundle holds a module that its room must not load. TypeScript cannot see side-effect imports. */
export function guardModules(bundle: string, modules: readonly string[], forbidden: readonly RegExp[]): void {
  const found = modules.filter((module) => forbidden.some((pattern) => pattern.test(module)));
  if (found.length > 0) throw new Error(`${bundle} must not contain:\n  ${found.join('\n  ')}`);
}
