import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createScanner, parse } from 'jsonc-parser';
import { editConfig } from '../../../src/config/editConfig.ts';
import { readConfig } from '../../../src/config/readConfig.ts';
import type { ConfigChange } from '../../../src/core/model/configText.ts';

function edited(text: string | null, change: ConfigChange): string {
  return editConfig(text, change).reduce(
    (now, { offset, length, text: put }) => now.slice(0, offset) + put + now.slice(offset + length),
    text ?? '',
  );
}

const paper = { kind: 'paper', cash: { USD: 10_000 } };

const book = `// The book of the desk
{
  "version": 1,
  "accounts": {
    // main account
    "main": { "kind": "file", "path": "a.json" }, // yesterday's
    /* second */ "bot": { "kind": "file", "path": "b.json" } // the bot
    // last words
  },
  "limits": { "maxLeverage": 2, /* why: the mandate */ "maxOpenPositions": 10 },
  "displayCurrencies": [
    "BTC", // for fun
    "EUR"
  ]
}
`;

describe('editConfig', () => {
  it('creates a commented file that is good as it is', () => {
    const text = edited(null, { kind: 'create', baseCurrency: 'EUR', name: 'My "first" book' });
    const { config, problems } = readConfig(text, { exchanges: [] });
    assert.deepEqual(problems, []);
    assert.equal(config?.baseCurrency, 'EUR');
    assert.equal(config?.name, 'My "first" book');
    assert.match(text, /\/\/ .*secret storage/);
    assert.throws(() => editConfig(text, { kind: 'create', baseCurrency: 'EUR', name: 'x' }), /already/);
    assert.equal(edited('  \n', { kind: 'create', baseCurrency: 'EUR', name: 'x' }).startsWith('{'), true);
  });

  it('has examples in the starter file that are good once the comments are taken away', () => {
    const text = edited(null, { kind: 'create', baseCurrency: 'USD', name: 'x' }).replace(/^( *)\/\/ (?=")/gm, '$1');
    const { config, problems } = readConfig(text, { exchanges: ['binance'] });
    assert.deepEqual(problems, []);
    assert.equal(Object.keys(config?.accounts ?? {}).length, 3);
    assert.equal(Object.keys(config?.limits ?? {}).length, 3);
  });

  it('adds an account where there is no file, and to the empty accounts of the starter', () => {
    const first = edited(null, { kind: 'addAccount', id: 'paper', settings: paper });
    assert.deepEqual(Object.keys(readConfig(first, { exchanges: [] }).config?.accounts ?? {}), ['paper']);
    const second = edited(first, { kind: 'addAccount', id: 'more', settings: paper });
    assert.deepEqual(Object.keys(readConfig(second, { exchanges: [] }).config?.accounts ?? {}), ['paper', 'more']);
    assert.throws(() => edited(second, { kind: 'addAccount', id: 'more', settings: paper }), /already/);
  });

  it('adds an account behind the comments of the last one', () => {
    assert.equal(
      edited(book, { kind: 'addAccount', id: 'paper', settings: paper }),
      book.replace(
        '"b.json" } // the bot\n',
        '"b.json" }, // the bot\n    "paper": { "kind": "paper", "cash": { "USD": 10000 } }\n',
      ),
    );
  });

  it('removes an account with its comma and line, and no comment', () => {
    assert.equal(
      edited(book, { kind: 'removeAccount', id: 'bot' }),
      book
        .replace('"bot": { "kind": "file", "path": "b.json" } // the bot', '// the bot')
        .replace(`"a.json" }, // yesterday's`, `"a.json" } // yesterday's`),
    );
    const first = edited(book, { kind: 'removeAccount', id: 'main' });
    assert.equal(first, book.replace(`"main": { "kind": "file", "path": "a.json" }, // yesterday's`, `// yesterday's`));
    assert.throws(() => edited(book, { kind: 'removeAccount', id: 'nobody' }), /no account "nobody"/);
  });

  it('sets a value in place, at the end of an inline object, in what is not there yet, at the end of a list', () => {
    const set = (path: readonly (string | number)[], value: unknown) => edited(book, { kind: 'set', path, value });
    assert.equal(set(['limits', 'maxLeverage'], 3), book.replace('"maxLeverage": 2', '"maxLeverage": 3'));
    assert.equal(
      set(['limits', 'minCashPct'], 5),
      book.replace('"maxOpenPositions": 10', '"maxOpenPositions": 10, "minCashPct": 5'),
    );
    assert.equal(set(['displayCurrencies', 2], 'ETH'), book.replace('"EUR"\n', '"EUR",\n    "ETH"\n'));
    assert.equal(
      set(['targets', 'allocation'], { BTC: 0.5, USDT: 0.5 }),
      book.replace('"EUR"\n  ]\n', '"EUR"\n  ],\n  "targets": { "allocation": { "BTC": 0.5, "USDT": 0.5 } }\n'),
    );
    assert.equal(set(['limits', 'maxLeverage'], 2), book);
    assert.equal(set(['limits', 'maxLeverage'], undefined), book.replace('"maxLeverage": 2, ', ''));
    assert.equal(set(['limits'], { maxLeverage: 2, maxOpenPositions: 12 }), book.replace('10 }', '12 }'));
    assert.deepEqual(editConfig(book, { kind: 'set', path: ['limits', 'maxLeverage'], value: 2 }), []);
  });

  it('edits only what differs', () => {
    const [edit, ...more] = editConfig(book, { kind: 'set', path: ['limits', 'maxLeverage'], value: 3 });
    assert.deepEqual(more, []);
    assert.deepEqual(edit, { offset: book.indexOf('2, /* why'), length: 1, text: '3' });
  });

  it('keeps tabs, line ends and a trailing comma', () => {
    const text = '{\r\n\t"version": 1,\r\n\t"accounts": {},\r\n}\r\n';
    const added = edited(text, { kind: 'set', path: ['name'], value: 'x' });
    assert.equal(added, '{\r\n\t"version": 1,\r\n\t"accounts": {},\r\n\t"name": "x",\r\n}\r\n');
    assert.equal(
      edited(text, { kind: 'addAccount', id: 'a', settings: { kind: 'file', path: 'x' } }),
      '{\r\n\t"version": 1,\r\n\t"accounts": {\r\n\t\t"a": { "kind": "file", "path": "x" }\r\n\t},\r\n}\r\n',
    );
  });

  it('refuses a broken file, reserved names and a path through a value', () => {
    assert.throws(() => edited('{ "a": ', { kind: 'set', path: ['b'], value: 1 }), /syntax errors/);
    assert.throws(() => edited(book, { kind: 'addAccount', id: '__proto__', settings: paper }), /cannot be used/);
    assert.throws(() => edited(book, { kind: 'set', path: ['version', 'x'], value: 1 }), /there is a number/);
    assert.equal('cash' in {}, false);
  });

  describe('whatever the file', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e f', 'accounts', 'limits');
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, fc.integer(), fc.boolean(), fc.string({ maxLength: 5 }), tie('object')),
      object: fc.dictionary(name, tie('any'), { maxKeys: 4, noNullPrototype: true }),
    }));
    const space = fc.constantFrom('', ' ', '\n  ', ' // one\n  ', ' /* two */ ', '\n  // three, four\n  ', '\n\n');
    /** Objects printed with comments and white space anywhere they may stand. */
    const print = (of: unknown, gaps: () => string): string => {
      if (typeof of !== 'object' || of === null) return JSON.stringify(of);
      const parts = Object.entries(of).map(
        ([key, part]) => `${gaps()}${JSON.stringify(key)}${gaps()}:${gaps()}${print(part, gaps)}${gaps()}`,
      );
      return `{${parts.join(',')}${parts.length > 0 && gaps() !== '' ? ',' : ''}${gaps()}}`;
    };
    const texts = fc
      .tuple(value.object ?? fc.constant({}), fc.array(space, { minLength: 7, maxLength: 7 }))
      .map(([of, spaces]) => {
        let next = 0;
        return { of, text: print(of, () => spaces[next++ % spaces.length] ?? '') };
      });
    const comments = (text: string): readonly string[] => {
      const scanner = createScanner(text, false);
      const found: string[] = [];
      while (scanner.getPosition() < text.length) {
        scanner.scan();
        const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
        if (token.startsWith('//') || token.startsWith('/*')) found.push(token.trim());
      }
      return found;
    };
    const read = (text: string): Record<string, unknown> => {
      const errors: never[] = [];
      const parsed = parse(text, errors, { allowTrailingComma: true });
      assert.deepEqual(errors, [], text);
      return parsed;
    };

    it('setting a key sets it, and keeps every other value and every comment', () => {
      fc.assert(
        fc.property(texts, name, fc.oneof(fc.integer(), fc.constant({ x: [1, 'y'] })), ({ of, text }, key, put) => {
          if (typeof (of as Record<string, unknown>)[key] === 'object') return; // replaced as a whole: what is inside goes
          const after = edited(text, { kind: 'set', path: [key], value: put });
          assert.deepEqual(read(after), { ...(of as object), [key]: put });
          assert.deepEqual(comments(after), comments(text));
        }),
        { numRuns: 500 },
      );
    });

    it('removing a key removes it, and keeps every other value and the comments outside it', () => {
      fc.assert(
        fc.property(texts, name, ({ of, text }, key) => {
          const { [key]: removed, ...rest } = of as Record<string, unknown>;
          const after = edited(text, { kind: 'set', path: [key], value: undefined });
          assert.deepEqual(read(after), rest);
          if (typeof removed !== 'object') {
            // A comment inside `"key" /* here */ : 1` goes with it; all others stay.
            const inside = comments(text).length - comments(after).length;
            assert.ok(inside >= 0 && inside <= 2, `${text}\n→\n${after}`);
          }
        }),
        { numRuns: 500 },
      );
    });

    it('adding and removing an account gives the values back', () => {
      fc.assert(
        fc.property(texts, ({ of, text }) => {
          const { accounts } = of as Record<string, unknown>;
          if (accounts !== undefined && (typeof accounts !== 'object' || accounts === null)) return;
          const added = edited(text, { kind: 'addAccount', id: 'new', settings: paper });
          const all = read(added)['accounts'] as Record<string, unknown>;
          assert.deepEqual(all, { ...(accounts as object), new: paper });
          const removed = read(edited(added, { kind: 'removeAccount', id: 'new' }));
          assert.deepEqual({ accounts: {}, ...(of as object) }, removed);
        }),
        { numRuns: 300 },
      );
    });
  });
});
