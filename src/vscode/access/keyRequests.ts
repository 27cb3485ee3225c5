import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Credentials, SecretBinding } from '../../core/ports.ts';
import type { Vault } from './vault.ts';
import { keyName } from './vault.ts';

/** Asks a question that a person must answer; null: dismissed. Replaced in tests. */
export type Ask = (message: string, detail: string, ...answers: string[]) => Promise<string | null>;

export const askModal: Ask = async (message, detail, ...answers) =>
  (await vscode.window.showWarningMessage(message, { modal: true, detail }, ...answers)) ?? null;

/**
 * Answers the engine's requests for keys: SEC-1. A key stored for the same account of another folder, or for another host
 * of the same exchange, is used only after asking; a refusal holds until the window closes.
 */
export function keyRequests(
  vault: Vault,
  environment: Readonly<Record<string, string | undefined>>,
  log: Pick<vscode.LogOutputChannel, 'info' | 'warn'>,
  ask: Ask = askModal,
): (binding: SecretBinding) => Promise<Credentials | null> {
  const refused = new Set<string>();
  const asking = new Map<string, Promise<Credentials | null>>();

  const borrow = async (binding: SecretBinding): Promise<Credentials | null> => {
    const other = vault
      .bindings()
      .find((stored) => stored.account === binding.account && stored.exchange === binding.exchange);
    if (other === undefined || refused.has(keyName(binding))) return null;
    const use = 'Use this key';
    const where = other.host === binding.host ? `folder “${basename(other.folder)}”` : `the host ${other.host}`;
    const wanted = other.host === binding.host ? `folder “${basename(binding.folder)}”` : `the host ${binding.host}`;
    const answer = await ask(
      `Use the stored key of account “${binding.account}” for ${wanted}?`,
      `A ${binding.exchange} key with this account name was stored for ${where}. ${binding.folder} asks for it now.`,
      use,
    );
    const credentials = answer === use ? await vault.get(other) : null;
    if (credentials === null) refused.add(keyName(binding));
    else await vault.store(binding, credentials);
    return credentials;
  };

  return async (binding) => {
    if (!vscode.workspace.isTrusted) return null;
    // Redirected traffic goes to a simulator: a key from SecretStorage must never go there (SEC-2).
    if (environment['QUANTFOLIO_EXCHANGE_BASE_URL']) return fromEnvironment(binding, environment, log);
    const exact = await vault.get(binding);
    if (exact !== null) return exact;
    const name = keyName(binding);
    const pending = asking.get(name) ?? borrow(binding).finally(() => asking.delete(name));
    asking.set(name, pending);
    return pending;
  };
}

function fromEnvironment(
  binding: SecretBinding,
  environment: Readonly<Record<string, string | undefined>>,
  log: Pick<vscode.LogOutputChannel, 'info' | 'warn'>,
): Credentials | null {
  const prefix = `QUANTFOLIO_${binding.account.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  const apiKey = environment[`${prefix}_API_KEY`];
  const secret = environment[`${prefix}_SECRET`];
  const password = environment[`${prefix}_PASSWORD`];
  // Some exchanges need only one of the two; the engine says what it misses.
  if (!apiKey && !secret) {
    log.warn(
      `Exchange traffic is redirected, so the stored key of '${binding.account}' is not used; set ${prefix}_API_KEY and ${prefix}_SECRET`,
    );
    return null;
  }
  return { apiKey: apiKey ?? '', secret: secret ?? '', ...(password ? { password } : {}) };
}
