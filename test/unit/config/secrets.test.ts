import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readConfig } from '../../../src/config/readConfig.ts';
import { looksSecret } from '../../../src/config/secrets.ts';
import type { TextEdit } from '../../../src/core/model/configText.ts';

// Made up for this test: random text, no key of anyone.
const random = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';

function apply(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(
    (now, { offset, length, text: put }) => now.slice(0, offset) + put + now.slice(offset + length),
    text,
  );
}

const file = (lines: string) => `{
  "version": 1,
  "accounts": {
    "main": {
      "kind": "exchange", // the real one
      "exchange": "kraken",
${lines}
      "scopes": ["spot"]
    }
  }
}
`;

describe('secrets in a configuration', () => {
  for (const [key, field] of [
    ['apiKey', 'apiKey'],
    ['api_key', 'apiKey'],
    ['API-KEY', 'apiKey'],
    ['token', 'apiKey'],
    ['secret', 'secret'],
    ['apiSecret', 'secret'],
    ['privateKey', 'secret'],
    ['password', 'password'],
    ['passphrase', 'password'],
  ] as const) {
    it(`"${key}" moves to secret storage as ${field} and leaves the file clean`, () => {
      const text = file(`      "${key}": "hunter2", // mine`);
      const { config, problems } = readConfig(text, { exchanges: ['kraken'] });
      assert.equal(config, null);
      const [problem] = problems;
      assert.ok(problem);
      assert.equal(problems.length, 1, 'one problem, not also an unknown key');
      assert.deepEqual([problem.severity, problem.owner, problem.code], ['error', 'quantfolio', 'secret']);
      assert.equal(text.slice(problem.offset, problem.offset + problem.length), `"${key}": "hunter2"`);
      assert.equal(problem.message.includes('hunter2'), false);
      const [move] = problem.fixes;
      assert.deepEqual(move?.secret, { account: 'main', field, value: 'hunter2' });
      const clean = apply(text, move?.edits ?? []);
      assert.equal(clean, file('      // mine'));
      assert.deepEqual(readConfig(clean, { exchanges: ['kraken'] }).problems, []);
    });
  }

  it('is found by its look under any key, and nothing said quotes it', () => {
    for (const text of [
      `{ "version": 1, "accounts": { "main": { "kind": "exchange", "exchange": "kraken", "title": "${random}" } } }`,
      `{ "version": 1, "accounts": { "main": { "kind": "exchange", "exchange": "${random}" } } }`,
      `{ "version": 1, "accounts": {}, "strategies": { "x": { "deep": ["${random}"] } } }`,
      `{ "version": 1, "accounts": {}, "channels": { "chat": { "botToken": "123" } } }`,
      `{ "version": 1, "accounts": {}, "${random}": 1 }`,
      `{ "version": 1, "accounts": { "main": { "kind": "${random}" } }, "prices": { "source": "${random}" } }`,
      `{ "version": 1, "accounts": { "a": { "kind": "file", "path": "x", "apiKey": "${random}" }`,
    ]) {
      const { problems } = readConfig(text, { exchanges: ['kraken'] });
      assert.ok(
        problems.some(({ code, severity }) => code === 'secret' && severity === 'error'),
        text,
      );
      for (const { message, fixes } of problems) {
        assert.equal(message.includes(random), false, message);
        assert.equal(
          fixes.some(({ title }) => title.includes(random)),
          false,
        );
      }
    }
  });

  it('offers no edit of a file whose syntax is broken', () => {
    const { problems } = readConfig('{ "accounts": { "a": { "secret": "x" }', { exchanges: [] });
    assert.deepEqual(problems.find(({ code }) => code === 'secret')?.fixes, []);
  });

  it('takes names that people choose for names', () => {
    const text = `{ "version": 1, "accounts": { "token": { "kind": "file", "path": "data/2026/portfolio-of-the-family-v2.json" } },
      "sectors": { "key": ["BTC"] }, "strategies": { "token": { "clientOrderIdPrefix": "mean reversion" } }, "name": "Main book of the family office 2026" }`;
    assert.deepEqual(readConfig(text, { exchanges: [] }).problems, []);
  });

  it('tells random text from words', () => {
    for (const text of [
      random,
      '0123456789abcdef0123456789abcdef',
      `-----BEGIN EC ${'PRIVATE'} KEY-----`,
      random.slice(0, 32),
      // As Kraken gives them out: base64 of 64 bytes, which may have many slashes.
      createHash('sha512')
        .update('any')
        .digest('base64')
        .replace(/(.{15})./g, '$1/'),
    ]) {
      assert.equal(looksSecret(text), true, text);
    }
    for (const text of [
      'data/accounts/binance-main-2026-01-31.json',
      'momentum_breakout_strategy_version_2026_01',
      'file:prices.csv',
      'data/2024/q1/binance/main1',
      '00000000000000000000000000000000',
      'BTC/USDT:USDT-260327',
      'https://example.org/quantfolio.schema.json',
      'AVeryLongNameOfAnAccountThatSomebodyLikes2026',
    ]) {
      assert.equal(looksSecret(text), false, text);
    }
  });
});
