#!/usr/bin/env node
// The `quantfolio` command. It runs the bundled CLI beside it on a Node that has node:sqlite (22.13 or later): the one that
// runs this file, else QUANTFOLIO_NODE, else a Node 24 installed from npm next to the package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cli = join(here, 'engine', 'cli.cjs');

function recent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
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

if (!existsSync(cli)) {
  process.stderr.write('quantfolio: the command is not built yet; run "npm run build" in its folder\n');
  process.exit(3);
} else if (recent(process.versions.node)) {
  createRequire(import.meta.url)(cli);
} else {
  const node = otherNode();
  if (node === null) {
    process.stderr.write(
      `quantfolio: Node ${process.versions.node} has no SQLite; use Node 22.13 or later, or set QUANTFOLIO_NODE to one\n`,
    );
    process.exit(3);
  }
  const ran = spawnSync(node, [cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(ran.status ?? 3);
}
