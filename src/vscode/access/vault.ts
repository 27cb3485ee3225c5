import type * as vscode from 'vscode';
import type { Credentials, SecretBinding } from '../../core/ports.ts';

/** API keys in VS Code's SecretStorage, each bound to folder, account, exchange and host: SEC-1. */
export interface Vault {
  /** The key stored for exactly this binding. */
  get(binding: SecretBinding): Promise<Credentials | null>;
  store(binding: SecretBinding, credentials: Credentials): Promise<void>;
  remove(binding: SecretBinding): Promise<void>;
  /** Bindings that have a key; no secret in them. */
  bindings(): readonly SecretBinding[];
}

const indexKey = 'keys';

export function createVault(secrets: vscode.SecretStorage, memory: vscode.Memento): Vault {
  // SecretStorage cannot tell what it holds, so the bindings (never a secret) are listed beside it.
  const bindings = (): readonly SecretBinding[] => memory.get<readonly SecretBinding[]>(indexKey, []);
  const without = (binding: SecretBinding) => bindings().filter((other) => keyName(other) !== keyName(binding));
  return {
    async get(binding) {
      const text = await secrets.get(keyName(binding));
      return text === undefined ? null : parse(text);
    },
    async store(binding, credentials) {
      await secrets.store(keyName(binding), JSON.stringify(credentials));
      await memory.update(indexKey, [...without(binding), plain(binding)]);
    },
    async remove(binding) {
      await secrets.delete(keyName(binding));
      await memory.update(indexKey, without(binding));
    },
    bindings,
  };
}

/** Derived from all four parts, so that none of them can be swapped: a list in JSON cannot be read two ways. */
export function keyName({ folder, account, exchange, host }: SecretBinding): string {
  return `credentials:${JSON.stringify([folder, account, exchange, host])}`;
}

function plain({ folder, account, exchange, host }: SecretBinding): SecretBinding {
  return { folder, account, exchange, host };
}

function parse(text: string): Credentials | null {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Credentials, unknown>>;
    const field = (name: keyof Credentials) => (typeof value[name] === 'string' ? value[name] : '');
    const password = field('password');
    const uid = field('uid');
    return {
      apiKey: field('apiKey'),
      secret: field('secret'),
      ...(password === '' ? {} : { password }),
      ...(uid === '' ? {} : { uid }),
    };
  } catch {
    // Damaged entry: as good as none, the user is asked for the key again.
    return null;
  }
}
