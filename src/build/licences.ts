import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The licence texts of every package whose code is in a bundle, read from the packages themselves: their licences ask for
 * it, and minified code carries no comments. `modules` are module paths of bundles.
 */
export async function licences(root: string, modules: Iterable<string>): Promise<string> {
  const packages = new Set<string>();
  for (const module of modules) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
    if (name !== undefined) packages.add(name);
  }
  const sections: string[] = [];
  for (const name of [...packages].sort()) {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined && license === undefined) throw new Error(`${name} says no licence`);
    const text = file === undefined ? `Licence: ${license}` : await readFile(join(folder, file), 'utf8');
    sections.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  const icons = 'Icons: VS Code codicons by Microsoft (CC BY 4.0, https://creativecommons.org/licenses/by/4.0/)\n';
  return [...sections, icons].join(`\n${'-'.repeat(80)}\n\n`);
}
