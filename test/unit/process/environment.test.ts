import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { dataFolder, historyPath } from '../../../src/process/dataFolder.ts';
import {
  clashingAccounts,
  environmentApprovals,
  environmentKeys,
  environmentName,
} from '../../../src/process/environmentKeys.ts';
import { findConfig } from '../../../src/process/findConfig.ts';
import { redirectTarget } from '../../../src/process/redirectTarget.ts';

describe('environment', () => {
  it('redirects exchange traffic to this machine only (SEC-2)', () => {
    const of = (text: string) => redirectTarget({ QUANTFOLIO_EXCHANGE_BASE_URL: text });
    assert.deepEqual(redirectTarget({}), { ok: true, value: null });
    for (const good of ['http://127.0.0.1:8080', 'http://[::1]:1', 'http://localhost:9']) {
      assert.deepEqual(of(`${good}/`), { ok: true, value: good });
    }
    const bad = [
      'http://example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
      'http://127.0.0.1@example.com',
      'http://user:word@127.0.0.1',
      'ftp://127.0.0.1',
      'file:///etc/passwd',
      '127.0.0.1:80',
      'http://0.0.0.0',
      'http://10.0.0.1',
    ];
    for (const text of bad) assert.equal(of(text).ok, false, text);
  });

  it('maps account ids to names, and tells which would share one', () => {
    assert.equal(environmentName('binance-main.2'), 'QUANTFOLIO_BINANCE_MAIN_2');
    assert.deepEqual(clashingAccounts(['a-b', 'a.b', 'c', 'A_B']), [['a-b', 'a.b', 'A_B']]);
  });

  it('hands out a key only to the account, and the exchange it was pinned to', async () => {
    const environment = {
      QUANTFOLIO_MAIN_API_KEY: 'k',
      QUANTFOLIO_MAIN_SECRET: 's',
      QUANTFOLIO_MAIN_PASSWORD: 'p',
      QUANTFOLIO_MAIN_EXCHANGE: 'okx',
      QUANTFOLIO_HALF_API_KEY: 'k',
    };
    const keys = environmentKeys(environment, () => ['main', 'half', 'x-1', 'x.1']);
    const ask = (account: string, exchange: string) =>
      keys.credentials({ folder: '/f', account, exchange, host: 'api.okx.com' });
    assert.deepEqual(await ask('main', 'okx'), { ok: true, value: { apiKey: 'k', secret: 's', password: 'p' } });
    const pinned = await ask('main', 'kraken');
    assert.ok(
      !pinned.ok &&
        pinned.failure.kind === 'refused' &&
        /is okx, but the configuration says kraken/.test(pinned.failure.reason),
    );
    const half = await ask('half', 'okx');
    assert.ok(
      !half.ok && half.failure.kind === 'credentials' && /set QUANTFOLIO_HALF_SECRET in/.test(half.failure.reason),
    );
    const clash = await ask('x-1', 'okx');
    assert.ok(!clash.ok && /x-1 and x\.1 would share/.test(clash.failure.reason));
  });

  it('approves only the hosts that were named', async () => {
    const { approved } = environmentApprovals({ QUANTFOLIO_APPROVED_HOSTS: 'Example.com, other.org' });
    assert.equal(await approved('/f', 'example.com'), true);
    assert.equal(await approved('/f', 'sub.example.com'), false);
    assert.equal(await environmentApprovals({}).approved('/f', ''), false);
  });

  it('keeps data where the platform keeps it', () => {
    assert.equal(dataFolder({ QUANTFOLIO_DATA_DIR: '/d' }), '/d');
    assert.equal(dataFolder({ HOME: '/h' }, 'linux'), '/h/.local/share/quantfolio');
    assert.equal(dataFolder({ HOME: '/h', XDG_DATA_HOME: '/x' }, 'linux'), '/x/quantfolio');
    assert.equal(dataFolder({ HOME: '/h' }, 'darwin'), '/h/Library/Application Support/quantfolio');
  });

  describe('files', () => {
    let place = '';
    before(async () => {
      place = await mkdtemp(join(tmpdir(), 'quantfolio-environment-'));
      await mkdir(join(place, 'work/deep/er'), { recursive: true });
      await writeFile(join(place, 'work/quantfolio.json'), '{ "version": 1, "accounts": {} }');
      await symlink(join(place, 'work'), join(place, 'link'));
    });
    after(() => rm(place, { recursive: true, force: true }));

    it('one history per real folder, with a note of whose it is', async () => {
      const path = await historyPath(join(place, 'data'), join(place, 'work'));
      assert.equal(await historyPath(join(place, 'data'), join(place, 'link')), path);
      assert.notEqual(await historyPath(join(place, 'data'), join(place, 'work/deep')), path);
      const [note = ''] = (await readdir(join(place, 'data/history'))).filter((file) =>
        path.includes(file.slice(0, -5)),
      );
      assert.equal(JSON.parse(await readFile(join(place, 'data/history', note), 'utf8')).name, 'work');
    });

    it('finds the nearest configuration upwards, or the named file or folder', async () => {
      for (const [given, cwd] of [
        [null, 'work/deep/er'],
        ['work', '.'],
        ['work/quantfolio.json', '.'],
        ['../..', 'work/deep/er'],
      ] as const) {
        const found = await findConfig(given, join(place, cwd));
        assert.ok(found.ok, `${given} ${cwd}`);
        assert.ok(found.value.config);
        assert.ok(found.value.folder.endsWith('/work'));
      }
      const nothing = await findConfig('deep', join(place, 'work'));
      assert.ok(!nothing.ok && /there is no quantfolio\.json in/.test(nothing.failure.reason));
      const gone = await findConfig('nowhere.json', place);
      assert.ok(!gone.ok && /does not exist/.test(gone.failure.reason));
    });
  });
});
