import * as vscode from 'vscode';
import type { HostMessage, PageName } from '../../protocol/page.ts';
import { isPageRequest } from '../../protocol/pageGuards.ts';
import { type Answers, answerPage, refuseMessage } from './pageAnswers.ts';
import { panelHtml } from './panelHtml.ts';

export interface ServedPage {
  post(message: HostMessage): void;
}

/** Makes a webview one of our pages, with these answers. `answered` runs after each. */
export function servePage(
  panel: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  answers: Answers,
  log: vscode.LogOutputChannel,
  answered: (name: PageName) => void = () => undefined,
): ServedPage {
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'panel-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'panel-dark.svg'),
  };
  panel.webview.options = pageOptions(extensionUri);
  panel.webview.onDidReceiveMessage(async (message: unknown) => {
    if (!isPageRequest(message)) {
      log.warn('The panel sent a request that is not part of the protocol; nothing was done');
      const refusal = refuseMessage(message);
      if (refusal !== null) await panel.webview.postMessage(refusal);
      return;
    }
    await panel.webview.postMessage(await answerPage(answers, message));
    answered(message.name);
  });
  panel.webview.html = panelHtml(panel.webview, extensionUri);
  return { post: (message) => void panel.webview.postMessage(message) };
}

export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
}
