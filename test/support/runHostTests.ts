import { lookup } from 'node:dns/promises';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

/**
 * Runs test/host inside a real VS Code extension host: a desktop VS Code where one can be downloaded and shown, else the
 * same suite in the browser VS Code, through the same front door.
 */
const root = join(import.meta.dirname, '..', '..');
const output = join(root, 'test', '.output');
const report = join(output, 'host-report.txt');
await mkdir(output, { recursive: true });
await rm(report, { force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/host/index.ts'],
  outfile: join(output, 'host', 'index.cjs'),
  bundle: true,
  tsconfigRaw: {},
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode', 'mocha'],
  logLevel: 'error',
});

const vscodeExecutablePath = (await desktop()) ?? join(import.meta.dirname, 'browserCode.ts');
let failure: unknown = null;
try {
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(output, 'host', 'index.cjs'),
    launchArgs: [join(root, 'test', 'fixtures', 'workspaces', 'host')],
    extensionTestsEnv: { QUANTFOLIO_HOST_REPORT: report },
  });
} catch (error) {
  failure = error;
}
console.log(await readFile(report, 'utf8').catch(() => 'The suite inside VS Code wrote no report.'));
if (failure !== null) {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exit(1);
}

async function desktop(): Promise<string | null> {
  const shown = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined;
  if (!shown || process.env['QUANTFOLIO_BROWSER'] !== undefined) return null;
  try {
    await lookup('update.code.visualstudio.com');
    return await downloadAndUnzipVSCode();
  } catch {
    console.log('No desktop VS Code can be downloaded here: the suite runs in the browser VS Code.');
    return null;
  }
}
