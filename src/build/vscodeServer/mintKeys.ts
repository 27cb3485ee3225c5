import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A pass-through in front of VS Code's server that answers one request itself: `POST /mint-key`. The browser encrypts
 * SecretStorage with that key; VS Code's own server refuses it, and secrets would be lost at every reload. The key is kept
 * in `keyFile` (readable by this user only), so that secrets survive a restart on the same port.
 */
export async function mintKeys(
  target: number,
  port: number,
  keyFile: string,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const key = await keptKey(keyFile);
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === 'POST' && incoming.url?.startsWith('/mint-key')) {
      outgoing.writeHead(200, { 'content-type': 'application/octet-stream' }).end(key);
      return;
    }
    const { method, url, headers } = incoming;
    const forward = request({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forward.on('error', () => outgoing.destroy());
    incoming.pipe(forward);
  });
  // Upgraded connections are no longer the server's: they are ended one by one.
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (incoming, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    const upstream = connect(target, '127.0.0.1', () => {
      const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
      for (let i = 0; i < incoming.rawHeaders.length; i += 2)
        lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await listen(server, port).catch(() => listen(server, 0));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function keptKey(file: string): Promise<Buffer> {
  const kept = await readFile(file).catch(() => null);
  if (kept?.length === 32) return kept;
  const key = randomBytes(32);
  await writeFile(file, key, { mode: 0o600 });
  return key;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
