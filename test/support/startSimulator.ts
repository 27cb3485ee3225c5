import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { binanceRest, isBinanceWrite, type ListenKeys } from '../simulator/binance/rest.ts';
import { binanceStream } from '../simulator/binance/stream.ts';
import { control } from '../simulator/control.ts';
import { defaultWorld } from '../simulator/defaultWorld.ts';
import { environment } from '../simulator/environment.ts';
import type { ExchangeContext, Rules } from '../simulator/exchange.ts';
import { createFaults, type Faults } from '../simulator/faults.ts';
import { httpListener } from '../simulator/httpServer.ts';
import type { StreamTokens } from '../simulator/kraken/privateData.ts';
import { isKrakenWrite, krakenRest } from '../simulator/kraken/rest.ts';
import { krakenStream } from '../simulator/kraken/stream.ts';
import { type LiveWorld, liveWorld } from '../simulator/liveWorld.ts';
import { createRequestLog, type RequestLog } from '../simulator/log.ts';
import { createOrderDesk, type OrderDesk } from '../simulator/orderDesk.ts';
import { createStreamServer } from '../simulator/streamServer.ts';
import type { World } from '../simulator/world.ts';
import { assertNoWrites } from './assertNoWrites.ts';
import { unlooked } from './unlooked.ts';

export interface SimulatorOptions extends Partial<Rules> {
  readonly world?: World;
  readonly port?: number;
  /** Real clock of the machine the exchanges run on; default the system's. */
  readonly clock?: () => number;
  /** Prices move this often; default never. */
  readonly movingEveryMs?: number;
  /** This test trades. Without it, closing the simulator throws when any request would have changed something: SEC-4. */
  readonly trades?: boolean;
}

export interface Simulator {
  /** For QUANTFOLIO_EXCHANGE_BASE_URL: "http://127.0.0.1:12345". */
  readonly url: string;
  readonly world: World;
  /** Changes the world while it runs, so that streams tell. */
  readonly live: LiveWorld;
  /** May be changed at any time. */
  readonly rules: Rules;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** Takes orders as the exchanges do, and fills parts of them. */
  readonly desk: OrderDesk;
  readonly environment: Readonly<Record<string, string>>;
  /** Open WebSocket connections. */
  streams(): number;
  close(): Promise<void>;
}

/** Binance and Kraken over real HTTP and WebSocket on 127.0.0.1, at `<url>/<original host>/<path>`. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const clock = options.clock ?? Date.now;
  const world = options.world ?? defaultWorld(clock());
  const rules: Rules = {
    clockOffsetMs: options.clockOffsetMs ?? 0,
    weightPerMinute: options.weightPerMinute ?? null,
    callCounter: options.callCounter ?? null,
    streamIntervalMs: options.streamIntervalMs ?? 1000,
  };
  const live = liveWorld(world, clock);
  const now = (): number => Math.floor(clock() + rules.clockOffsetMs);
  const desk = createOrderDesk(live, now);
  const context: ExchangeContext = { live, rules, desk, now };
  const log = createRequestLog();
  const faults = createFaults();
  const listenKeys: ListenKeys = new Map();
  const tokens: StreamTokens = new Map();
  const binance = {
    rest: binanceRest(context, listenKeys),
    stream: binanceStream(context, listenKeys),
    writes: isBinanceWrite,
  };
  const kraken = { rest: krakenRest(context, tokens), stream: krakenStream(context, tokens), writes: isKrakenWrite };
  const exchange = (host: string): typeof binance | null => {
    const name = host.replace(/:\d+$/, '');
    if (/(^|\.)(binance\.com|binance\.vision|binancefuture\.com)$/.test(name)) return binance;
    return /(^|\.)kraken\.com$/.test(name) ? kraken : null;
  };
  const parts = { log, faults, now: clock };
  const server = createServer(
    httpListener({
      ...parts,
      exchange: (host) => exchange(host)?.rest ?? null,
      writes: (call) => exchange(call.host)?.writes(call) ?? call.method !== 'GET',
      accountOf: (call) => {
        const key = call.header('x-mbx-apikey') ?? call.header('api-key');
        return key === null ? null : (world.accounts.find(({ apiKey }) => apiKey === key)?.id ?? 'unknown key');
      },
      control: control({ live, log, faults, desk }),
    }),
  );
  const streams = createStreamServer({ ...parts, exchange: (host) => exchange(host)?.stream ?? null });
  server.on('upgrade', (request, socket, head) => streams.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const looked = options.trades === true ? () => undefined : unlooked('a simulator in this process');
  let steps = 0;
  const moving =
    options.movingEveryMs === undefined
      ? null
      : setInterval(() => {
          steps += 1;
          live.step(`step/${steps}`, 0.0008);
        }, options.movingEveryMs);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    world,
    live,
    rules,
    log,
    faults,
    desk,
    environment: environment(world, url),
    streams: () => streams.count(),
    close: async () => {
      if (moving !== null) clearInterval(moving);
      streams.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      looked();
      if (options.trades !== true) assertNoWrites(log.everWritten());
    },
  };
}
