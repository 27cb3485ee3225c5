import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ConfigProblem } from '../../core/model/configText.ts';
import type { EngineProcess } from '../engineProcess.ts';
import { commandId } from '../ids.ts';
import type { Portfolios } from '../portfolios.ts';
import { rangeOf } from './applyEdits.ts';

const debounceMs = 250;
const source = 'quantfolio';

/**
 * Problems of the configurations that are open, as you type: CFG-3. What the schema says is already reported by the JSON
 * extension where the schema applies (files called quantfolio.json), so there only the rest is published.
 */
export function configDiagnostics(
  engine: EngineProcess,
  portfolios: Portfolios,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(source);
  const published = new Map<
    string,
    readonly { readonly diagnostic: vscode.Diagnostic; readonly problem: ConfigProblem }[]
  >();
  const timers = new Map<string, NodeJS.Timeout>();

  const forget = (document: vscode.TextDocument): void => {
    clearTimeout(timers.get(document.uri.toString()));
    published.delete(document.uri.toString());
    collection.delete(document.uri);
  };

  const check = async (document: vscode.TextDocument): Promise<void> => {
    const place = portfolios.placeOf(document);
    if (place === null || !vscode.workspace.isTrusted) return forget(document);
    const { version } = document;
    try {
      const problems = await engine.request('checkConfig', { folder: place.folder, text: document.getText() });
      // A newer text is on its way to being checked.
      if (document.version !== version || document.isClosed) return;
      const bySchema = basename(place.configPath) === 'quantfolio.json';
      const entries = problems
        .filter((problem) => !bySchema || problem.owner === 'quantfolio')
        .map((problem) => ({ problem, diagnostic: diagnosticOf(document, problem) }));
      published.set(document.uri.toString(), entries);
      collection.set(
        document.uri,
        entries.map((entry) => entry.diagnostic),
      );
    } catch (error) {
      log.warn(`${document.fileName} could not be checked: ${String(error)}`);
    }
  };

  const soon = (document: vscode.TextDocument, ms = debounceMs): void => {
    if (portfolios.placeOf(document) === null) return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void check(document), ms),
    );
  };
  const all = (): void => {
    for (const document of vscode.workspace.textDocuments) soon(document, 0);
  };

  const fixes: vscode.CodeActionProvider = {
    provideCodeActions(document, _range, context) {
      const entries = published.get(document.uri.toString()) ?? [];
      return entries
        .filter(({ diagnostic }) => context.diagnostics.some((other) => same(other, diagnostic)))
        .flatMap(({ problem, diagnostic }) => actionsOf(document, problem, diagnostic));
    },
  };

  all();
  return vscode.Disposable.from(
    collection,
    { dispose: () => [...timers.values()].forEach(clearTimeout) },
    vscode.workspace.onDidOpenTextDocument((document) => soon(document, 0)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => soon(document)),
    vscode.workspace.onDidCloseTextDocument(forget),
    portfolios.onChange(all),
    vscode.languages.registerCodeActionsProvider(
      [
        { scheme: 'file', language: 'jsonc' },
        { scheme: 'file', language: 'json' },
      ],
      fixes,
      {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      },
    ),
  );
}

function diagnosticOf(document: vscode.TextDocument, problem: ConfigProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, problem.offset, problem.length),
    problem.message,
    problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = source;
  diagnostic.code = problem.code;
  return diagnostic;
}

/** VS Code hands back copies. */
function same(a: vscode.Diagnostic, b: vscode.Diagnostic): boolean {
  return a.source === source && a.message === b.message && a.range.isEqual(b.range);
}

function actionsOf(
  document: vscode.TextDocument,
  problem: ConfigProblem,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction[] {
  return problem.fixes.map((fix, index) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.isPreferred = index === 0;
    if (fix.secret !== undefined) {
      action.command = { command: commandId('moveSecret'), title: fix.title, arguments: [document.uri, fix] };
    } else {
      action.edit = new vscode.WorkspaceEdit();
      for (const { offset, length, text } of fix.edits) {
        action.edit.replace(document.uri, rangeOf(document, offset, length), text);
      }
    }
    return action;
  });
}
