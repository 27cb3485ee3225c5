import assert from 'node:assert/strict';
import { failed } from '../../../src/core/model/reading.ts';
import type { SecretBinding } from '../../../src/core/ports.ts';
import { tryAccount } from '../../../src/process/tryAccount.ts';
import { connectorContext } from '../../support/connectorContext.ts';

/** The binding under which the stored key of a Kraken account is looked up. */
async function lookedUp(redirectedTo: string | null): Promise<readonly SecretBinding[]> {
  const bindings: SecretBinding[] = [];
  const context = {
    ...connectorContext({ folder: '/book', account: 'main' }),
    redirectedTo,
    secrets: {
      async credentials(binding: SecretBinding) {
        bindings.push(binding);
        return failed('credentials', 'no key here');
      },
    },
  };
  const settings = { kind: 'exchange', exchange: 'kraken', scopes: ['spot'] } as unknown as Parameters<
    typeof tryAccount
  >[1];
  const test = await tryAccount(context, settings, null, () => failed('config', 'not opened'));
  assert.deepEqual([test.ok, test.message], [false, 'no key here']);
  return bindings;
}

describe('testing an account with its stored key', () => {
  it('asks for the key of the host that would get it: SEC-1', async () => {
    const binding = { folder: '/book', account: 'main', exchange: 'kraken' };
    assert.deepEqual(await lookedUp(null), [{ ...binding, host: 'api.kraken.com' }]);
    assert.deepEqual(await lookedUp('http://127.0.0.1:8080'), [{ ...binding, host: '127.0.0.1:8080' }]);
  });
});
