import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page's frame: SEC-3. Only our two files and one nonce; no inline script or style, nothing remote. */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const uri = (...path: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', ...path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Quantfolio</title>
<link rel="stylesheet" href="${uri('page.css')}" nonce="${nonce}">
</head>
<body>
<script type="module" src="${uri('page.js')}" nonce="${nonce}"></script>
</body>
</html>`;
}
