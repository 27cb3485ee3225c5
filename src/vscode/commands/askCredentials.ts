import * as vscode from 'vscode';
import type { Credentials } from '../../core/ports.ts';
import type { ExchangeInfo } from '../../protocol/engine.ts';

const words: Readonly<Record<ExchangeInfo['credentials'][number], string>> = {
  apiKey: 'API key',
  secret: 'API secret',
  password: 'API passphrase',
  uid: 'User id',
};

/** Asks for what this exchange needs, in password boxes; null: dismissed. */
export async function askCredentials(exchange: ExchangeInfo, title: string): Promise<Credentials | null> {
  const answers: Partial<Record<keyof Credentials, string>> = {};
  const fields = exchange.credentials.length === 0 ? (['apiKey', 'secret'] as const) : exchange.credentials;
  for (const [index, field] of fields.entries()) {
    const answer = await vscode.window.showInputBox({
      title: `${title} (${index + 1} of ${fields.length})`,
      prompt: `${words[field]} of ${exchange.name}. A read-only key is enough. It goes to VS Code's secret storage, never into a file.`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? `Paste the ${words[field]}` : null),
    });
    if (answer === undefined) return null;
    answers[field] = answer.trim();
  }
  const { password, uid } = answers;
  return {
    apiKey: answers.apiKey ?? '',
    secret: answers.secret ?? '',
    ...(password === undefined ? {} : { password }),
    ...(uid === undefined ? {} : { uid }),
  };
}
