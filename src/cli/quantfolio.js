#!/usr/bin/env node
// The `quantfolio` command, in plain JavaScript so that any Node can at least say what is missing. It runs the bundled CLI
// beside it (in a checkout without a build: main.ts) on a Node that has node:sqlite (22.13 or later): the one that runs this
// file, else QUANTFOLIO_NODE (a VS Code terminal sets it), else a Node 24 that npm installed next to the package.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, 'engine', 'cli.cjs');
const source = join(here, 'main.ts');
const fromSource = !existsSync(bundle) && existsSync(source);
const cli = fromSource ? source : bundle;
// Types are stripped without a flag from 22.18 on.
const least = fromSource ? [22, 18] : [22, 13];

function recent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

function otherNode() {
  const named = process.env.QUANTFOLIO_NODE;
  if (named && existsSync(named)) return named;
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

function fail(reason) {
  process.stderr.write(`quantfolio: ${reason}\n`);
  process.exit(3);
}

if (!existsSync(cli)) {
  fail('the command is not built yet; run "npm run build" in its folder');
} else if (recent(process.versions.node)) {
  if (fromSource) await import(pathToFileURL(cli).href);
  else createRequire(import.meta.url)(cli);
} else {
  const node = otherNode();
  // A second wrapper round would never end: the other Node runs the CLI itself.
  if (node === null) {
    fail(
      `Node ${process.versions.node} has no SQLite; use Node ${least.join('.')} or later, or set QUANTFOLIO_NODE to one`,
    );
  } else {
    const ran = spawn(node, [cli, ...process.argv.slice(2)], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
      // QUANTFOLIO_NODE may be VS Code's own executable, which is a Node only when told so; others ignore it.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    // Who ends this process means the one that does the work: a recorder must not go on alone.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        // A console of Windows tells both itself.
        if (process.platform !== 'win32') ran.kill(signal);
      });
    }
    ran.on('error', (error) => fail(`${node} could not be run: ${error.message}`));
    ran.on('exit', (status, signal) => {
      if (signal === null) process.exit(status ?? 3);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
}
