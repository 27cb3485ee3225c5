import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exitCodeOf } from '../../../src/cli/commands/check.ts';
import { commands } from '../../../src/cli/commands/index.ts';
import { nearest } from '../../../src/cli/nearest.ts';
import { parse } from '../../../src/cli/parse.ts';
import { problemLines } from '../../../src/cli/problemLines.ts';
import { createStyle, wantsColour } from '../../../src/cli/style.ts';
import { boxTable, plain } from '../../../src/cli/table.ts';

function command(name: string) {
  const found = commands.find((each) => each.name === name);
  assert.ok(found);
  return found;
}

describe('command line arguments', () => {
  it('every command has a name of its own, a summary and options that parse', () => {
    assert.equal(new Set(commands.map(({ name }) => name)).size, commands.length);
    for (const each of commands) {
      assert.notEqual(each.summary, '');
      assert.ok(parse(each, []).ok, each.name);
    }
  });
  it('reads options in any order, short and with =', () => {
    const parsed = parse(command('snapshot'), [
      '--json',
      '-c',
      'a.json',
      '--timeout=2.5',
      '--starting-cash',
      '20000',
      '--no-risk',
    ]);
    assert.ok(parsed.ok);
    assert.equal(parsed.options.json, true);
    assert.equal(parsed.options.config, 'a.json');
    assert.equal(parsed.options.timeout, 2.5);
    assert.equal(parsed.options.startingCash, 20_000);
    assert.equal(parsed.options.noRisk, true);
  });
  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['check', ['--stict'], /unknown option --stict for check: did you mean --strict\?/],
    ['check', ['--nonsense'], /see 'quantfolio check --help'/],
    ['check', ['--timeout', '0'], /--timeout needs a number of seconds above 0, up to 3600, not '0'/],
    ['check', ['--timeout', 'soon'], /not 'soon'/],
    ['check', ['--timeout'], /--timeout needs a value/],
    ['check', ['--json=yes'], /--json takes no value/],
    ['check', ['--format', 'xml'], /--format is text, json, sarif, junit, not 'xml'/],
    ['check', ['--json', '--format', 'junit'], /exclude each other/],
    ['check', ['--timeout', '9999999'], /up to 3600, not '9999999'/],
    ['check', ['--detailed'], /unknown option --detailed for check/],
    ['check', ['BTC'], /check does not take 'BTC'/],
    ['snapshot', ['--starting-cash', '-5'], /--starting-cash needs/],
  ];
  for (const [name, args, reason] of refused) {
    it(`refuses ${name} ${args.join(' ')} in words`, () => {
      const parsed = parse(command(name), args);
      assert.ok(!parsed.ok);
      assert.match(parsed.reason, reason);
    });
  }
  it('holdings takes assets', () => {
    const parsed = parse(command('holdings'), ['BTC', '--json', 'eth']);
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.positionals, ['BTC', 'eth']);
  });
  it('exit codes of check: CLI-3', () => {
    assert.deepEqual(
      (['OK', 'WARNING', 'UNKNOWN', 'BREACH'] as const).map((state) => [
        exitCodeOf(state, false),
        exitCodeOf(state, true),
      ]),
      [
        [0, 0],
        [0, 1],
        [2, 2],
        [2, 2],
      ],
    );
  });
  it('knows what was meant', () => {
    assert.equal(nearest('portfoilo', ['portfolio', 'holdings']), 'portfolio');
    assert.equal(nearest('xyz', ['portfolio', 'holdings']), null);
  });
  it('places problems by line and column', () => {
    const problem = {
      severity: 'error',
      message: 'wrong',
      code: 'x',
      owner: 'quantfolio',
      fixes: [],
      length: 1,
    } as const;
    assert.deepEqual(problemLines('q.json', '{\n  "a": 1\n}', [{ ...problem, offset: 9 }]), [
      'q.json:2:8: error: wrong',
    ]);
  });
  it('prints no control characters of others, and colours only a terminal', () => {
    assert.equal(plain('BTC\u001b[31m\u0007\u202e'), 'BTC[31m');
    assert.equal(wantsColour({ isTTY: true }, {}), true);
    assert.equal(wantsColour({ isTTY: true }, { NO_COLOR: '1' }), false);
    assert.equal(wantsColour({}, {}), false);
    assert.equal(createStyle(false).error('x'), 'x');
  });
  it('aligns tables whatever their colours', () => {
    const style = createStyle(true);
    const lines = boxTable(
      [
        { title: 'A', align: 'start' },
        { title: 'Value', align: 'end' },
      ],
      [
        [style.up('BTC'), '1'],
        ['E', '1,000.00'],
      ],
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour
    const widths = lines.split('\n').map((line) => line.replace(/\u001b\[\d+m/g, '').length);
    assert.equal(new Set(widths).size, 1);
  });
});
