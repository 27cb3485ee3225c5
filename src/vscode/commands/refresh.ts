import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Parts } from '../parts.ts';

export async function refresh({ engine }: Parts): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: viewIds.portfolio } }, () =>
    engine.request('refresh', { folder: null }),
  );
}
