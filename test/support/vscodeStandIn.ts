import { registerHooks } from 'node:module';

/**
 * Lets plain Node load modules of the window: `vscode` becomes a stand-in with the few classes they need when they are
 * made. What VS Code itself does is tested in test/host, inside the real thing.
 */
const source = `
export class EventEmitter {
  listeners = new Set();
  event = (listener) => { this.listeners.add(listener); return { dispose: () => this.listeners.delete(listener) }; };
  fire(value) { for (const listener of [...this.listeners]) listener(value); }
  dispose() { this.listeners.clear(); }
}
export class Disposable {
  static from(...parts) { return { dispose: () => { for (const part of parts) part.dispose(); } }; }
}
export const written = [];
export const shown = [];
export const Uri = { file: (path) => ({ fsPath: path }), joinPath: (base, ...parts) => ({ fsPath: [base.fsPath, ...parts].join('/') }) };
export const configuration = { inspected: undefined, updates: [], failUpdate: null };
export const configurationChanged = new EventEmitter();
export const trustGranted = new EventEmitter();
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const TabInputTextDiff = class {};
export const workspace = {
  isTrusted: true,
  onDidChangeConfiguration: configurationChanged.event,
  onDidGrantWorkspaceTrust: trustGranted.event,
  registerTextDocumentContentProvider: () => ({ dispose() {} }),
  getConfiguration: () => ({
    // As VS Code merges it: whoever asks with get() is told what a workspace says.
    get: () => configuration.inspected?.workspaceValue ?? configuration.inspected?.globalValue,
    inspect: () => configuration.inspected,
    update: async (key, value, target) => {
      if (configuration.failUpdate !== null) throw new Error(configuration.failUpdate);
      configuration.updates.push([key, value, target]);
      configuration.inspected = { ...configuration.inspected, globalValue: value };
      configurationChanged.fire({ affectsConfiguration: () => true });
    },
  }),
  fs: { writeFile: async (_target, content) => { written.push(content); } },
};
export const ProgressLocation = { Notification: 15, Window: 10 };
export const window = {
  showWarningMessage: async () => undefined,
  showInformationMessage: async (...args) => { shown.push(args); },
  showSaveDialog: async () => ({ fsPath: '/saved' }),
  withProgress: (_options, work) => work(),
};
export const ran = [];
export const commands = { executeCommand: async (...args) => { ran.push(args); } };
export const env = { clipboard: { text: '', writeText: async (text) => { env.clipboard.text = text; } } };
`;
const url = `data:text/javascript,${encodeURIComponent(source)}`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url, shortCircuit: true, format: 'module' } : next(specifier, context),
});
