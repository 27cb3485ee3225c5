import * as vscode from 'vscode';

/** Asks where, beside the workspace's files by default, and writes. False: dismissed. */
export async function saveFile(
  name: string,
  content: Uint8Array,
  filters: Readonly<Record<string, string[]>> = {},
): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    ...(Object.keys(filters).length === 0 ? {} : { filters }),
  });
  if (target === undefined) return false;
  await vscode.workspace.fs.writeFile(target, content);
  return true;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The bytes of a PNG that the page drew; anything else is refused. */
export function pictureOf(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  if (!signature.every((byte, index) => bytes[index] === byte))
    throw new Error('The chart could not be made a picture');
  return bytes;
}
