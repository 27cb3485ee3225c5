import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServerOptions {
  /** Folder of the installed server (installVsCodeServer). */
  readonly server: string;
  /** Kept user data (settings, secrets' ciphertext); null: a fresh folder, removed at the end. */
  readonly dataDir: string | null;
  readonly extensionsDir: string;
  /** null: none (tests on a loopback port). */
  readonly token: string | null;
  /** false: folders open in Restricted Mode until the user trusts them. */
  readonly trustAll: boolean;
  /** VS Code reads the extension test parameters of the page's URL only with its smoke test driver. */
  readonly smokeTest: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly port: number;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** Starts VS Code's own server on a free loopback port, in a process group of its own that ends with close() or this process. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const temporary = await mkdtemp(join(tmpdir(), 'quantfolio-vscode-'));
  const dataDir = options.dataDir ?? join(temporary, 'data');
  await mkdir(dataDir, { recursive: true });
  const args = [
    join(options.server, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', dataDir, '--extensions-dir', options.extensionsDir],
    ...(options.token === null ? ['--without-connection-token'] : ['--connection-token', options.token]),
    ...(options.trustAll ? ['--disable-workspace-trust'] : []),
    ...(options.smokeTest ? ['--enable-smoke-test-driver'] : []),
  ];
  const inherited = Object.entries(process.env).filter(([key]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS)/i.test(key));
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), TMPDIR: temporary, ...options.environment },
  });
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  };
  process.once('exit', end);

  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`VS Code did not start within 60 s:\n${output}`)), 60_000);
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
      const bound = /Server bound to [^\s:]+:(\d+)/.exec(output);
      if (bound === null) return;
      clearTimeout(timer);
      resolve(Number(bound[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`VS Code ended with ${code}:\n${output}`)));
    child.once('error', reject);
  });

  return {
    port,
    dataDir,
    close: async () => {
      process.off('exit', end);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      end();
      if (child.exitCode === null && child.signalCode === null) await ended;
      await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
