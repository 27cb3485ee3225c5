import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sweep } from './support/postgres.ts';

/**
 * `npm test`: every stage in turn, all of them even after a failure, and one closing line. Stages without tests of their own
 * (types, lint, build) count as one test each. `npm test -- unit host` runs the named stages only. Files of unit and contract
 * tests run beside each other; those in windows and browsers do not, because some of them measure.
 */
interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  /** Mocha's closing lines are counted; else the stage is one test. */
  readonly counted: boolean;
  /** Its processes run sources; what Node made of those is kept for the next process. */
  readonly sources?: boolean;
}

const root = join(import.meta.dirname, '..');
const mocha = ['mocha', '--config', 'test/mocha.json'];
const beside = (jobs: number): readonly string[] => ['--parallel', '--jobs', String(jobs)];
const compiled = join(root, 'test', '.output', 'compiled');
const builtCli = join(root, 'dist', 'engine', 'cli.cjs');
const stages: readonly Stage[] = [
  { name: 'types', command: ['tsc', '-b'], counted: false },
  {
    name: 'lint',
    command: ['biome', 'check', '--config-path=src/build/lint.json', '--error-on-warnings', '.'],
    counted: false,
  },
  { name: 'build', command: ['node', 'src/build/package.ts'], counted: false },
  {
    name: 'unit',
    command: [...mocha, ...beside(2), '--spec', 'test/unit/**/*.test.ts'],
    counted: true,
    sources: true,
  },
  {
    name: 'contract',
    // They mostly wait: for exchanges that count requests, for processes that are killed.
    command: [...mocha, ...beside(3), '--spec', 'test/contract/**/*.test.ts'],
    counted: true,
    sources: true,
  },
  { name: 'host', command: ['node', 'test/support/runHostTests.ts'], counted: true },
  { name: 'e2e', command: [...mocha, '--timeout', '90000', '--spec', 'test/e2e/**/*.test.ts'], counted: true },
];

const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const rows: string[] = [];
/** The command line that was built by this run is the one that its tests start: the product's, and faster than sources. */
const environment: Record<string, string> = {};
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name)) continue;
  console.log(`\n=== ${stage.name}`);
  const started = Date.now();
  const { code, output } = await run(stage);
  sweep();
  const seen = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce((sum, match) => sum + Number(match[1]), 0);
  const passed = stage.counted ? seen('passing') : code === 0 ? 1 : 0;
  const skipped = stage.counted ? seen('pending') : 0;
  // A stage that fails without a failing test (a crash, no test found) is a failure all the same.
  const failed = Math.max(stage.counted ? seen('failing') : 0, code === 0 && (!stage.counted || passed > 0) ? 0 : 1);
  if (stage.name === 'build' && code === 0) environment['QUANTFOLIO_TEST_CLI'] = builtCli;
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  rows.push(
    `${stage.name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped ${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s`,
  );
}
console.log(`\n${rows.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);

function run({ command, sources = false }: Stage): Promise<{ readonly code: number | null; readonly output: string }> {
  const [name = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        ...environment,
        ...(sources ? { NODE_COMPILE_CACHE: compiled } : {}),
      },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
