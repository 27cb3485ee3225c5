import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalServer, localServer } from './localServer.ts';

interface Sample {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Where the samples are; absent outside the build machines. */
export const wireFolder = join(import.meta.dirname, '../../../shared/data/wire');

export interface SampleServer extends LocalServer {
  /** Paths that were asked for and have no sample. */
  readonly missing: Set<string>;
}

/**
 * Serves the samples of one exchange by method and path; of several for one path, the one whose body names the asked
 * category. What has no sample is answered with HTTP 404, so that nothing is made up.
 */
export async function sampleServer(exchange: string): Promise<SampleServer> {
  const samples = JSON.parse(readFileSync(join(wireFolder, `${exchange}.json`), 'utf8')) as readonly Sample[];
  const missing = new Set<string>();
  const server = await localServer(({ method, path, query }, response) => {
    const own = path.replace(/^\/[^/]+/, '');
    const found = samples.filter((sample) => sample.method === method && sample.path === own);
    const asked = query.get('category') ?? query.get('instType') ?? '';
    const chosen = found.find(({ body }) => asked !== '' && JSON.stringify(body).includes(`"${asked}"`)) ?? found[0];
    if (chosen !== undefined) return chosen.body;
    missing.add(`${method} ${own}`);
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: 404, msg: 'no sample' }));
    return undefined;
  });
  return { ...server, missing };
}
