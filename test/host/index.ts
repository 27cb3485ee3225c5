import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';
import { accessSuite } from './access.test.ts';
import { activationSuite } from './activation.test.ts';
import { commandsSuite } from './commands.test.ts';
import { editorSuite } from './editor.test.ts';
import { pastSuite } from './past.test.ts';
import { tearSheetSuite } from './tearSheet.test.ts';
import { tradingSuite } from './trading.test.ts';
import { viewsSuite } from './views.test.ts';

/** The suites that run inside VS Code's extension host, in this order. */
const suites = [
  activationSuite,
  viewsSuite,
  commandsSuite,
  editorSuite,
  accessSuite,
  tearSheetSuite,
  pastSuite,
  tradingSuite,
];

/** VS Code calls this; it rejects when a test fails. The report goes to the file in QUANTFOLIO_HOST_REPORT. */
export async function run(): Promise<void> {
  const report = process.env['QUANTFOLIO_HOST_REPORT'];
  if (report !== undefined) {
    Mocha.reporters.Base.consoleLog = (format?: unknown, ...values: unknown[]) => {
      appendFileSync(report, `${formatted(format, values)}\n`);
    };
  }
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, reporter: 'spec' });
  // Bundled into one file: mocha is given the suites themselves instead of their files.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const suite of suites) suite();
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed inside VS Code`));
    });
  });
}

/** What console.log does with %s and %d. */
function formatted(format: unknown, values: readonly unknown[]): string {
  const left = [...values];
  const text = String(format ?? '').replace(/%[sd]/g, () => String(left.shift() ?? ''));
  return [text, ...left.map(String)].join(' ');
}
