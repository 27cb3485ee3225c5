import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import type { Memento, SecretStorage } from 'vscode';
import type { SecretBinding } from '../../../src/core/ports.ts';
import type { Ask } from '../../../src/vscode/access/keyRequests.ts';

const { createVault, keyName } = await import('../../../src/vscode/access/vault.ts');
const { keyRequests } = await import('../../../src/vscode/access/keyRequests.ts');
const { createDatabaseUrls, hostOf, urlProblem } = await import('../../../src/vscode/access/databaseUrls.ts');
const { createHosts } = await import('../../../src/vscode/access/hosts.ts');

function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string, fallback?: unknown) => (values.has(key) ? values.get(key) : fallback),
    update: async (key: string, value: unknown) => void values.set(key, value),
  } as Memento;
}

function storage(): { secrets: SecretStorage; held: Map<string, string>; reads: string[] } {
  const held = new Map<string, string>();
  const reads: string[] = [];
  const secrets = {
    get: async (key: string) => {
      reads.push(key);
      return held.get(key);
    },
    store: async (key: string, value: string) => void held.set(key, value),
    delete: async (key: string) => void held.delete(key),
  } as unknown as SecretStorage;
  return { secrets, held, reads };
}

const log = { info: () => undefined, warn: () => undefined };
const binding: SecretBinding = { folder: '/a', account: 'main', exchange: 'kraken', host: 'api.kraken.com' };
const key = { apiKey: 'k', secret: 's' };
const use = 'Use this key';

function asked(answer: string | null): { ask: Ask; questions: string[] } {
  const questions: string[] = [];
  return {
    questions,
    ask: async (message) => {
      questions.push(message);
      return answer;
    },
  };
}

describe('keys', () => {
  it('are bound to folder, account, exchange and host: changing any part finds nothing', async () => {
    const { secrets } = storage();
    const vault = createVault(secrets, memento());
    await vault.store(binding, key);
    assert.deepEqual(await vault.get(binding), key);
    for (const part of ['folder', 'account', 'exchange', 'host'] as const) {
      assert.equal(await vault.get({ ...binding, [part]: 'other' }), null, part);
    }
    await vault.remove(binding);
    assert.equal(await vault.get(binding), null);
    assert.deepEqual(vault.bindings(), []);
  });

  it('cannot be reached by a name that merges two parts', () => {
    const merged = { ...binding, folder: '/a","main', account: '' };
    assert.notEqual(keyName(merged), keyName(binding));
  });

  it('never stand in the list of bindings', async () => {
    const memory = memento();
    const vault = createVault(storage().secrets, memory);
    await vault.store(binding, { apiKey: 'visible-key', secret: 'visible-secret' });
    assert.doesNotMatch(JSON.stringify(memory.keys().map((name) => memory.get(name))), /visible/);
  });

  it('go to another folder only after asking, and a refusal is remembered', async () => {
    const vault = createVault(storage().secrets, memento());
    await vault.store(binding, key);
    const no = asked(null);
    const refuse = keyRequests(vault, {}, log, no.ask);
    assert.equal(await refuse({ ...binding, folder: '/b' }), null);
    assert.equal(await refuse({ ...binding, folder: '/b' }), null);
    assert.equal(no.questions.length, 1);
    const yes = asked(use);
    const allow = keyRequests(vault, {}, log, yes.ask);
    const both = await Promise.all([allow({ ...binding, folder: '/b' }), allow({ ...binding, folder: '/b' })]);
    assert.deepEqual(both, [key, key]);
    assert.deepEqual(await allow({ ...binding, folder: '/b' }), key);
    assert.equal(yes.questions.length, 1);
  });

  it('are asked for before they go to another host of the same exchange', async () => {
    const vault = createVault(storage().secrets, memento());
    await vault.store(binding, key);
    const { ask, questions } = asked(null);
    assert.equal(await keyRequests(vault, {}, log, ask)({ ...binding, host: 'evil.example' }), null);
    assert.match(questions[0] ?? '', /evil\.example/);
  });

  it('are never offered for another exchange', async () => {
    const vault = createVault(storage().secrets, memento());
    await vault.store(binding, key);
    const { ask, questions } = asked(use);
    assert.equal(
      await keyRequests(vault, {}, log, ask)({ ...binding, exchange: 'binance', host: 'api.binance.com' }),
      null,
    );
    assert.deepEqual(questions, []);
  });

  it('in secret storage are not even read while traffic is redirected', async () => {
    const { secrets, reads } = storage();
    const vault = createVault(secrets, memento());
    await vault.store(binding, key);
    const environment = {
      QUANTFOLIO_EXCHANGE_BASE_URL: 'http://127.0.0.1:9',
      QUANTFOLIO_MAIN_API_KEY: 'e',
      QUANTFOLIO_MAIN_SECRET: 'f',
    };
    const { ask } = asked(use);
    assert.deepEqual(await keyRequests(vault, environment, log, ask)(binding), { apiKey: 'e', secret: 'f' });
    assert.equal(
      await keyRequests(vault, { QUANTFOLIO_EXCHANGE_BASE_URL: 'http://127.0.0.1:9' }, log, ask)(binding),
      null,
    );
    assert.deepEqual(reads, []);
  });

  it('of one part only are handed over too: some exchanges have no more, and the engine names what it misses', async () => {
    const vault = createVault(storage().secrets, memento());
    await vault.store(binding, { apiKey: '', secret: 's' });
    assert.deepEqual(await keyRequests(vault, {}, log, asked(null).ask)(binding), { apiKey: '', secret: 's' });
  });
});

describe('hosts', () => {
  it('are asked for once per folder, remembered when allowed, refused for the session when not', async () => {
    const memory = memento();
    const yes = asked('Allow');
    const hosts = createHosts(memory, yes.ask);
    const request = { folder: '/a', host: 'my.bot' };
    assert.deepEqual(await Promise.all([hosts.approved(request), hosts.approved(request)]), [true, true]);
    assert.equal(yes.questions.length, 1);
    assert.deepEqual(hosts.list(), [request]);
    const no = asked(null);
    const later = createHosts(memory, no.ask);
    assert.equal(await later.approved(request), true);
    assert.equal(await later.approved({ folder: '/b', host: 'my.bot' }), false);
    assert.equal(await later.approved({ folder: '/b', host: 'my.bot' }), false);
    assert.equal(no.questions.length, 1);
    await later.revoke('/a', 'my.bot');
    assert.deepEqual(later.list(), []);
  });
});

describe('the URL of a shared history', () => {
  const url = 'postgresql://me:visible-secret@db.example.com:5433/team';

  it('is bound to its folder, goes to the engine only while its host is approved, and stands in no list', async () => {
    const { secrets, reads } = storage();
    const memory = memento();
    const yes = asked('Allow');
    const urls = createDatabaseUrls(secrets, memory, createHosts(memory, yes.ask));
    assert.equal(await urls.approved('/a'), null);
    assert.deepEqual(yes.questions, [], 'nothing is asked for a folder that has none');
    await urls.store('/a', url);
    assert.equal(await urls.approved('/b'), null);
    assert.equal(await urls.approved('/a'), url);
    assert.match(yes.questions[0] ?? '', /db\.example\.com:5433/);
    assert.deepEqual(urls.places(), [{ folder: '/a', host: 'db.example.com:5433' }]);
    assert.doesNotMatch(JSON.stringify(memory.keys().map((name) => memory.get(name))), /visible/);
    const refused = createDatabaseUrls(secrets, memento(), createHosts(memento(), asked(null).ask));
    assert.equal(await refused.approved('/a'), null);
    await urls.remove('/a');
    assert.deepEqual([await urls.approved('/a'), urls.places()], [null, []]);
    assert.ok(reads.every((name) => name.startsWith('databaseUrl:')));
  });

  it('is not touched in Restricted Mode', async () => {
    const { secrets, reads } = storage();
    const urls = createDatabaseUrls(secrets, memento(), { approved: async () => true });
    await urls.store('/a', url);
    const { workspace } = (await import('vscode')) as unknown as { workspace: { isTrusted: boolean } };
    workspace.isTrusted = false;
    try {
      assert.equal(await urls.approved('/a'), null);
      assert.deepEqual(reads, []);
    } finally {
      workspace.isTrusted = true;
    }
  });

  it('is checked as it is typed, in words that never quote it', () => {
    assert.equal(urlProblem(url), null);
    assert.equal(urlProblem(' postgres://me@localhost/book '), null);
    const bad = [
      '',
      'db.example.com',
      'mysql://a:visible@h/d',
      'postgresql://me:visible@h',
      'postgresql://h/visible',
      'postgresql://me:visible@/d',
    ];
    for (const text of bad) {
      const problem = urlProblem(text);
      assert.ok(problem, text);
      assert.doesNotMatch(problem, /visible/);
    }
    assert.deepEqual(
      [hostOf('postgresql://u@[::1]:5432/d'), hostOf('postgres://u@db/d'), hostOf('https://db/d')],
      ['[::1]:5432', 'db', null],
    );
  });
});
