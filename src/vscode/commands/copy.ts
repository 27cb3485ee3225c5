import * as vscode from 'vscode';
import type { PortfolioState } from '../../core/model/state.ts';
import type { NodeRef } from '../../present/treeNode.ts';
import type { Parts } from '../parts.ts';
import { rowOf } from './target.ts';

export async function copyValue(parts: Parts, value: unknown): Promise<void> {
  const row = rowOf(value) ?? parts.tree.view.selection[0] ?? null;
  if (row === null) return;
  mayCopy(parts);
  if (row.value === null) throw new Error(`“${row.label}” has no value to copy`);
  await vscode.env.clipboard.writeText(row.value);
}

export async function copyRow(parts: Parts, value: unknown): Promise<void> {
  const row = rowOf(value) ?? parts.tree.view.selection[0] ?? null;
  if (row === null) return;
  // The description already hides amounts in privacy.
  await vscode.env.clipboard.writeText([row.label, ...row.description.split('\u2002')].filter(Boolean).join('\t'));
}

export async function copyJson(parts: Parts, value: unknown): Promise<void> {
  const row = rowOf(value) ?? parts.tree.view.selection[0] ?? null;
  if (row === null) return;
  mayCopy(parts);
  const state = parts.store.get(row.ref.portfolio);
  const record = state === null ? null : recordOf(state, row.ref);
  if (record === null) throw new Error(`“${row.label}” is no longer in the portfolio`);
  await vscode.env.clipboard.writeText(JSON.stringify(record, null, 2));
}

function mayCopy({ privacy }: Parts): void {
  if (privacy.on) throw new Error('Amounts are hidden; show them to copy them');
}

function recordOf({ snapshot, risk, health, ...state }: PortfolioState, ref: NodeRef): unknown {
  switch (ref.kind) {
    case 'account':
      return snapshot?.accounts.find((account) => account.id === ref.account) ?? null;
    case 'asset':
      return snapshot?.assets.find((asset) => asset.asset === ref.asset) ?? null;
    case 'holding':
      return snapshot?.holdings.find((holding) => holding.id === ref.id) ?? null;
    case 'position':
      return snapshot?.positions.find((position) => position.id === ref.id) ?? null;
    case 'limit': {
      const findings = risk?.findings.filter((finding) => finding.limit === ref.limit) ?? [];
      return findings.find((finding) => finding.subject === ref.subject) ?? findings;
    }
    case 'health':
      return health.find((item) => item.id === ref.id) ?? null;
    case 'exchange':
      return snapshot?.accounts.filter((account) => account.exchange === ref.exchange) ?? null;
    case 'portfolio':
      return { name: state.name, snapshot, risk };
    case 'group':
    case 'heading':
      return null;
    default:
      return ref satisfies never;
  }
}
