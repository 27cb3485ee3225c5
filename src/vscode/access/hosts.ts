import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Ask, askModal } from './keyRequests.ts';

/** Hosts that the user allowed a folder's configuration to reach: SEC-2. */
export interface Hosts {
  /** Asks the user once; a refusal holds until the window closes. */
  approved(request: { readonly folder: string; readonly host: string }): Promise<boolean>;
  list(): readonly { readonly folder: string; readonly host: string }[];
  approve(folder: string, host: string): Promise<void>;
  revoke(folder: string, host: string): Promise<void>;
}

type Approvals = Readonly<Record<string, readonly string[]>>;
const key = 'approvedHosts';

export function createHosts(memory: vscode.Memento, ask: Ask = askModal): Hosts {
  const refused = new Set<string>();
  const asking = new Map<string, Promise<boolean>>();
  const all = (): Approvals => memory.get<Approvals>(key, {});
  const idOf = (folder: string, host: string) => JSON.stringify([folder, host]);

  const approve = async (folder: string, host: string): Promise<void> => {
    refused.delete(idOf(folder, host));
    const before = all()[folder] ?? [];
    if (!before.includes(host)) await memory.update(key, { ...all(), [folder]: [...before, host] });
  };

  const question = async (folder: string, host: string): Promise<boolean> => {
    const allow = 'Allow';
    const answer = await ask(
      `Allow the portfolio of “${basename(folder)}” to reach ${host}?`,
      `Its configuration names this host. Your account names, holdings or keys may be sent to it. Folder: ${folder}`,
      allow,
    );
    if (answer === allow) await approve(folder, host);
    else refused.add(idOf(folder, host));
    return answer === allow;
  };

  return {
    async approved({ folder, host }) {
      if (!vscode.workspace.isTrusted) return false;
      if (all()[folder]?.includes(host)) return true;
      const id = idOf(folder, host);
      if (refused.has(id)) return false;
      const pending = asking.get(id) ?? question(folder, host).finally(() => asking.delete(id));
      asking.set(id, pending);
      return pending;
    },
    list: () => Object.entries(all()).flatMap(([folder, hosts]) => hosts.map((host) => ({ folder, host }))),
    approve,
    async revoke(folder, host) {
      const left = (all()[folder] ?? []).filter((other) => other !== host);
      const { [folder]: _removed, ...others } = all();
      await memory.update(key, left.length === 0 ? others : { ...others, [folder]: left });
    },
  };
}
