import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readConfig } from '../../../src/config/readConfig.ts';
import type { ConfigProblem, TextEdit } from '../../../src/core/model/configText.ts';

const exchanges = ['binance', 'kraken', 'okx', 'bybit'];

function problemsOf(text: string): readonly ConfigProblem[] {
  return readConfig(text, { exchanges }).problems;
}

function only(text: string): ConfigProblem {
  const problems = problemsOf(text);
  const [problem] = problems;
  assert.ok(problem);
  assert.equal(problems.length, 1, problems.map(({ message }) => message).join('\n'));
  return problem;
}

function apply(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(
    (now, { offset, length, text: put }) => now.slice(0, offset) + put + now.slice(offset + length),
    text,
  );
}

/** A good file with `more` keys. */
function config(more: string, accounts = ''): string {
  return `{ "version": 1, "accounts": { ${accounts} }, ${more} }`;
}

describe('readConfig', () => {
  it('reads comments, trailing commas and a byte order mark, and fills in the defaults', () => {
    const text = `\uFEFF// my book
    {
      "version": 1, /* format */
      "accounts": { "paper": { "kind": "paper", "cash": { "USD": 10000, }, }, },
    }`;
    const { config: read, problems } = readConfig(text, { exchanges });
    assert.deepEqual(problems, []);
    assert.equal(read?.baseCurrency, 'USD');
    assert.equal(read?.risk.warningThreshold, 0.8);
    assert.equal(read?.updateInterval, 60);
    assert.deepEqual(read?.limits, {});
  });

  it('reads the example of the specification', () => {
    const text = `{
      "version": 1, "name": "Main book", "baseCurrency": "USD", "displayCurrencies": ["BTC"],
      "accounts": {
        "binance-main": { "kind": "exchange", "exchange": "binance", "scopes": ["spot", "swap"] },
        "bot":   { "kind": "file", "path": "data/book.json" },
        "paper": { "kind": "paper", "cash": { "USD": 10000 }, "feeBps": 10, "slippageBps": 5 }
      },
      "prices": { "source": ["account", "binance", "file:prices.csv"], "maxAge": "24h" },      // prices.csv
      "limits": { "maxTotalExposureNotional": 50000, "maxSymbolExposureNotional": { "*": 20000, "BTC": 30000 }, "maxDailyLossPct": 5 },
      "risk": { "warningThreshold": 0.8, "dayBoundary": "UTC", "startingCash": 10000 },
      "targets": { "allocation": { "BTC": 0.5, "ETH": 0.3, "USDT": 0.2 }, "threshold": 0.05, "minTradeNotional": 50 },
      "sectors": { "Layer 1": ["BTC", "ETH", "SOL"] }, "benchmarks": ["BTC", "file:spx.csv"],
      "history": { "snapshots": { "enabled": true, "interval": "daily", "retention": 365 } }
    }`;
    const { config: read, problems } = readConfig(text, { exchanges: exchanges.map((id) => ({ id })) });
    assert.deepEqual(problems, []);
    assert.deepEqual(read?.limits['maxSymbolExposureNotional'], { '*': 20_000, BTC: 30_000 });
  });

  describe('at the exact range, in words that say what to write', () => {
    const cases: readonly (readonly [what: string, text: string, at: string, message: RegExp, fixed: string | null])[] =
      [
        [
          'an unknown exchange',
          config('"name": "x"', '"a": { "kind": "exchange", "exchange": "binanace" }'),
          '"binanace"',
          /^unknown exchange 'binanace': did you mean 'binance'\?$/,
          '"exchange": "binance"',
        ],
        [
          'an exchange like no other',
          config('"name": "x"', '"a": { "kind": "exchange", "exchange": "mtgoxmtgox" }'),
          '"mtgoxmtgox"',
          /write its id as in ccxt/,
          null,
        ],
        [
          'an unknown key',
          config('"limts": {}'),
          '"limts"',
          /unknown key "limts": did you mean "limits"\?/,
          '"limits": {}',
        ],
        [
          'an unknown limit',
          config('"limits": { "maxTotalExposureNotionl": 5 }'),
          '"maxTotalExposureNotionl"',
          /in limits: did you mean "maxTotalExposureNotional"/,
          '"maxTotalExposureNotional": 5',
        ],
        [
          'an unknown key of an account',
          config('"name": "x"', '"a": { "kind": "paper", "cash": {}, "feeBp": 5 }'),
          '"feeBp"',
          /in accounts\.a: did you mean "feeBps"/,
          '"feeBps": 5',
        ],
        [
          'a missing key',
          config('"name": "x"', '"a": { "kind": "file" }'),
          '"a"',
          /accounts\.a\.path is missing: write text/,
          null,
        ],
        [
          'a missing kind',
          config('"name": "x"', '"a": {}'),
          '"a"',
          /kind is missing: write "exchange", "paper" or "file"/,
          null,
        ],
        [
          'a misspelt kind',
          config('"name": "x"', '"a": { "kind": "papr", "cash": {} }'),
          '"papr"',
          /write "exchange", "paper" or "file" \(did you mean "paper"\?\)/,
          '"kind": "paper"',
        ],
        [
          'a wrong type',
          config('"updateInterval": "60"'),
          '"60"',
          /updateInterval: write a number, not text in quotes/,
          null,
        ],
        [
          'a negative limit',
          config('"limits": { "maxLeverage": -2 }'),
          '-2',
          /limits\.maxLeverage: write a number above 0/,
          null,
        ],
        [
          'a limit of a symbol',
          config('"limits": { "maxSymbolExposureNotional": { "*": 5, "BTC": "x" } }'),
          '"x"',
          /limits\.maxSymbolExposureNotional\.BTC: write a number/,
          null,
        ],
        [
          'neither one limit nor one by symbol',
          config('"limits": { "maxSymbolExposureNotional": [1] }'),
          '[1]',
          /write a number or an object: \{ … \}, not a list/,
          null,
        ],
        ['half a position', config('"limits": { "maxOpenPositions": 1.5 }'), '1.5', /write a whole number/, null],
        ['a bad duration', config('"prices": { "maxAge": "1 day" }'), '"1 day"', /write a duration such as/, null],
        ['a bad currency', config('"baseCurrency": "usd"'), '"usd"', /write a currency code/, null],
        [
          'a bad name of an account',
          config('"name": "x"', '"a/b": { "kind": "file", "path": "x" }'),
          '"a/b"',
          /use letters/,
          null,
        ],
        [
          'an unknown time zone',
          config('"risk": { "dayBoundary": "Europe/Berln" }'),
          '"Europe/Berln"',
          /did you mean 'Europe\/Berlin'/,
          '"dayBoundary": "Europe/Berlin"',
        ],
        [
          'targets that do not add up',
          config('"targets": { "allocation": { "BTC": 0.5, "ETH": 0.4 } }'),
          '{ "BTC": 0.5, "ETH": 0.4 }',
          /add up to 90 %/,
          null,
        ],
        [
          'targets of assets and of sectors',
          config(
            '"sectors": { "Layer 1": ["BTC"] }, "targets": { "allocation": { "BTC": 1 }, "sectors": { "Layer 1": 1 } }',
          ),
          '"sectors"',
          /^targets are shares of assets or of sectors, not both: remove "allocation" or "sectors"$/,
          null,
        ],
        [
          'a mode that is none',
          config('"name": "x"', '"a": { "kind": "exchange", "exchange": "binance", "mode": "trad" }'),
          '"trad"',
          /read|trade/,
          '"mode": "trade"',
        ],
        [
          'a sector that is not there',
          config('"sectors": { "Layer 1": [] }, "targets": { "sectors": { "Layer1": 1 } }'),
          '"Layer1"',
          /unknown sector 'Layer1': did you mean 'Layer 1'/,
          '{ "Layer 1": 1 }',
        ],
        [
          'a link of the price chain',
          config('"prices": { "source": ["account", "krakn"] }'),
          '"krakn"',
          /unknown price source 'krakn': did you mean 'kraken'/,
          '["account", "kraken"]',
        ],
        [
          'an absolute path',
          config('"name": "x"', '"a": { "kind": "file", "path": "/etc/passwd" }'),
          '"/etc/passwd"',
          /out of the workspace/,
          null,
        ],
        [
          'a path of Windows',
          config('"name": "x"', '"a": { "kind": "file", "path": "C:\\\\x" }'),
          '"C:\\\\x"',
          /out of the workspace/,
          null,
        ],
        [
          'a path upwards',
          config('"prices": { "source": "file:data/../../x.csv" }'),
          '"file:data/../../x.csv"',
          /out of the workspace/,
          null,
        ],
        [
          'a benchmark upwards',
          config('"benchmarks": ["file:../x.csv"]'),
          '"file:../x.csv"',
          /out of the workspace/,
          null,
        ],
        [
          'a benchmark that forgot what it is',
          config('"benchmarks": ["data/spx.csv"]'),
          '"data/spx.csv"',
          /begins with "file:"/,
          '["file:data/spx.csv"]',
        ],
        [
          'a benchmark of no name',
          config('"benchmarks": ["S&P 500 index"]'),
          '"S&P 500 index"',
          /no benchmark is called 'S&P 500 index'/,
          null,
        ],
        [
          'an account of a strategy',
          config(
            '"strategies": { "Grid": { "accounts": ["paper", "papr"] } }',
            '"paper": { "kind": "paper", "cash": { "USD": 1 } }',
          ),
          '"papr"',
          /strategy "Grid" names an unknown account 'papr': did you mean 'paper'/,
          '["paper", "paper"]',
        ],
        [
          'two accounts with one environment name',
          config(
            '"name": "x"',
            '"my-book": { "kind": "file", "path": "x" }, "my.book": { "kind": "file", "path": "y" }',
          ),
          '"my.book"',
          /"my-book" and "my\.book" .*QUANTFOLIO_MY_BOOK_/,
          null,
        ],
        [
          'a key twice',
          config('"limits": { "maxLeverage": 1, "maxLeverage": 3 }'),
          '"maxLeverage"',
          /written twice/,
          null,
        ],
      ];
    for (const [what, text, at, message, fixed] of cases) {
      it(what, () => {
        const problem = only(text);
        assert.equal(text.slice(problem.offset, problem.offset + problem.length), at);
        assert.match(problem.message, message);
        assert.equal(problem.severity, 'error');
        assert.equal(readConfig(text, { exchanges }).config, null);
        if (fixed === null) return;
        const [fix] = problem.fixes;
        assert.ok(fix, 'there is a quick fix');
        const repaired = apply(text, fix.edits);
        assert.ok(repaired.includes(fixed), repaired);
        assert.deepEqual(problemsOf(repaired), []);
      });
    }

    it('flags the second of two equal keys', () => {
      const text = config('"limits": { "maxLeverage": 1, "maxLeverage": 3 }');
      assert.equal(only(text).offset, text.lastIndexOf('"maxLeverage"'));
    });

    it('allows rounding of a thousandth in targets', () => {
      assert.deepEqual(
        problemsOf(config('"targets": { "allocation": { "BTC": 0.333, "ETH": 0.333, "SOL": 0.333 } }')),
        [],
      );
      assert.equal(problemsOf(config('"targets": { "allocation": { "BTC": 0.5, "ETH": 0.4989 } }')).length, 1);
    });

    it('takes accounts in mode trade, on a testnet too, without a word', () => {
      const account = '"a": { "kind": "exchange", "exchange": "binance", "mode": "trade", "sandbox": true }';
      assert.deepEqual(problemsOf(config('"name": "x"', account)), []);
    });

    it('accepts rolling24h, UTC and zones as day boundary', () => {
      for (const zone of ['rolling24h', 'UTC', 'Europe/Berlin', 'America/New_York']) {
        assert.deepEqual(problemsOf(config(`"risk": { "dayBoundary": "${zone}" }`)), []);
      }
    });
  });

  it('tells what the JSON schema says from what only we can', () => {
    const owner = (text: string) => only(text).owner;
    assert.equal(owner(config('"limts": {}')), 'schema');
    assert.equal(owner(config('"updateInterval": "60"')), 'schema');
    assert.equal(owner(config('"risk": { "dayBoundary": "Nowhere" }')), 'quantfolio');
    assert.equal(owner(config('"name": "x"', '"a": { "kind": "exchange", "exchange": "binanace" }')), 'quantfolio');
  });

  it('warns of limits it does not judge yet, and of a sector limit without sectors, without refusing the file', () => {
    const { config: read, problems } = readConfig(config('"limits": { "maxVarPct": 5, "maxSectorPct": 40 }'), {
      exchanges,
    });
    assert.deepEqual(
      problems.map(({ severity, code }) => [severity, code]),
      [
        ['warning', 'not-judged'],
        ['warning', 'no-sectors'],
      ],
    );
    assert.equal(read?.limits['maxVarPct'], 5);
  });

  it('warns of an asset that no account can hold, and of one in two sectors', () => {
    const text = config('"sectors": { "Layer 1": ["BTC", "eth", "stETH"], "Money": ["BTC", "$", "123"] }');
    const { config: read, problems } = readConfig(text, { exchanges });
    assert.ok(read);
    assert.deepEqual(
      problems.map(({ severity, code, offset, length }) => [severity, code, text.slice(offset, offset + length)]),
      [
        ['warning', 'asset-case', '"eth"'],
        ['warning', 'asset-in-two-sectors', '"BTC"'],
      ],
    );
    assert.ok(apply(text, problems[0]?.fixes[0]?.edits ?? []).includes('["BTC", "ETH", "stETH"]'));
  });

  it('takes benchmarks of every kind', () => {
    assert.deepEqual(problemsOf(config('"benchmarks": ["BTC", "ETH/EUR", "^GSPC", "BRK.B", "file:data/spx.csv"]')), []);
  });

  it('says where the syntax breaks, and keeps nothing of a broken file', () => {
    for (const [text, at, message] of [
      ['{ "version": 1 "accounts": {} }', '"accounts"', /comma is missing/],
      ['{ "version": , "accounts": {} }', ',', /value is missing/],
      ['{ "version": 1, "accounts": {} ', ' ', /closing \} is missing/],
      ['{ version: 1, "accounts": {} }', 'version', /not JSON|double quotes/],
      ['', '', /is empty/],
      ['   ', ' ', /is empty/],
    ] as const) {
      const { config: read, problems } = readConfig(text, { exchanges });
      assert.equal(read, null);
      const [first] = problems;
      assert.ok(first && first.length >= 1);
      assert.match(first.message, message);
      if (text.trim()) assert.equal(text.slice(first.offset, first.offset + first.length), at);
    }
  });

  it('refuses what is no object, and says so', () => {
    for (const text of ['[]', '5', 'null', '"x"']) assert.match(only(text).message, /write an object/);
  });

  describe('hostile text', () => {
    it('names that every object has are refused before anything is built from them', () => {
      for (const name of ['__proto__', 'constructor', 'toString']) {
        const text = `{ "version": 1, "accounts": {}, "sectors": { "${name}": ["BTC"] } }`;
        const { config: read, problems } = readConfig(text, { exchanges });
        assert.equal(read, null);
        assert.ok(
          problems.some(({ code, offset }) => code === 'reserved-name' && text.startsWith(`"${name}"`, offset)),
        );
      }
      readConfig('{ "__proto__": { "polluted": true } }', { exchanges });
      assert.equal('polluted' in {}, false);
    });

    it('is refused when it is too large or too deep, quickly', () => {
      const started = performance.now();
      for (const text of [
        '['.repeat(900_000),
        '{"a":'.repeat(100_000),
        ' '.repeat(1_000_001),
        `"${'x'.repeat(1_000_000)}"`,
      ]) {
        assert.match(only(text).message, /cannot be read: the file is (larger|nested)/);
      }
      assert.ok(performance.now() - started < 2_000);
    });

    it('never throws, and ranges are always inside the text', () => {
      const pieces = fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"accounts"',
        '"limits"',
        '1',
        'null',
        '//x\n',
        '/*',
        ' ',
        '"',
        '\\',
        'é',
      );
      fc.assert(
        fc.property(
          fc.oneof(
            fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
            fc.json(),
          ),
          (text) => {
            const { config: read, problems } = readConfig(text, { exchanges });
            assert.equal(
              read === null,
              problems.some(({ severity }) => severity === 'error'),
            );
            for (const { offset, length, message } of problems) {
              assert.ok(offset >= 0 && length >= 1 && offset + length <= Math.max(1, text.length), message);
            }
          },
        ),
        { numRuns: 500 },
      );
    });
  });
});
