import * as vscode from 'vscode';

type Prompt =
  | 'showWarningMessage'
  | 'showQuickPick'
  | 'showInformationMessage'
  | 'showErrorMessage'
  | 'showInputBox'
  | 'showOpenDialog'
  | 'showSaveDialog';

/** Answers a prompt in the user's place; the extension and its tests share one `vscode.window`. */
export function answer(
  prompt: Prompt,
  by: (...args: readonly unknown[]) => unknown,
): { readonly calls: unknown[][]; end(): void } {
  const window = vscode.window as unknown as Record<Prompt, unknown>;
  const original = window[prompt];
  const calls: unknown[][] = [];
  window[prompt] = async (...args: unknown[]) => {
    calls.push(args);
    return by(...args);
  };
  return {
    calls,
    end: () => {
      window[prompt] = original;
    },
  };
}
