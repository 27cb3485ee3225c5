import * as vscode from 'vscode';

/** Waits for an answer with progress that can be cancelled; null: it was, and the answer that still comes is dropped. */
export async function withCancel<T>(title: string, work: () => Promise<T>): Promise<T | null> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, cancelled) =>
      Promise.race([work(), new Promise<null>((resolve) => cancelled.onCancellationRequested(() => resolve(null)))]),
  );
}
