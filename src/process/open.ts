import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AccountConfig } from '../config/schema.ts';
import type { ConnectorContext } from '../connectors/connector.ts';
import { resolveInside } from '../connectors/file/readInside.ts';
import { readSeriesFile } from '../connectors/file/readSeriesFile.ts';
import { connectors, priceConnectors } from '../connectors/index.ts';
import { exchangeList } from '../connectors/settings/exchangeList.ts';
import { failed, type Reading } from '../core/model/reading.ts';
import type { History, HostApproval, Log, PriceSource, Secrets, Source } from '../core/ports.ts';
import { createEngine } from '../engine/createEngine.ts';
import type { Engine, EngineOptions, HistoryChoice, SourceContext } from '../engine/engine.ts';
import type { ExchangeInfo } from '../protocol/engine.ts';
import { createAbort } from './createAbort.ts';
import { openHistory } from './openHistory.ts';
import { isGone, processName } from './processName.ts';
import { redirectTarget } from './redirectTarget.ts';
import { systemClock } from './systemClock.ts';
import { tryAccount } from './tryAccount.ts';
import { versions } from './versions.ts';

export interface OpenOptions {
  readonly secrets: Secrets;
  readonly hosts: HostApproval;
  readonly log: Log;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absent: live orders are never sent (the command line). */
  readonly tradingAllowed?: (folder: string, account: string) => Promise<boolean>;
  readonly engine?: Partial<EngineOptions>;
  /** `collect`: takes the lead of a shared history from windows. */
  readonly recorder?: boolean;
  /** Sees every history that is opened, and may stand before it. */
  readonly onHistory?: (opened: Reading<History>, wanted: HistoryChoice | null) => Reading<History>;
}

/** Assembles an engine from connectors, storage and the machine: the same for the window's process and the CLI. */
export function openEngine(options: OpenOptions): Engine {
  const { secrets, hosts, log, dataDir, environment, engine } = options;
  const redirect = redirectTarget(environment);
  const redirectedTo = redirect.ok ? redirect.value : null;

  const contextOf = ({ folder, account, config, journal }: SourceContext, given = secrets): ConnectorContext => {
    const context: ConnectorContext = {
      folder,
      account,
      baseCurrency: config.baseCurrency,
      clock: systemClock,
      log,
      secrets: given,
      hosts,
      cacheDir: join(dataDir, 'cache'),
      redirectedTo,
      journal,
      openPrices: (link) => openLink(context, link),
    };
    return context;
  };
  const openLink = (context: ConnectorContext, link: string): Reading<PriceSource> => {
    const connector = priceConnectors.find((each) => each.serves(link));
    if (connector === undefined) {
      return failed(
        'config',
        `there is no price source '${link}'; write an exchange id, "file:prices.csv" or "simulated"`,
      );
    }
    // A refused redirect must not turn into traffic to the real exchange.
    if (!redirect.ok && isExchange(link)) return redirect;
    return connector.open(context, link);
  };

  const openSource = (context: SourceContext, account: AccountConfig): Reading<Source> => {
    if (!redirect.ok && account.kind === 'exchange') return redirect;
    const connector = connectors.find((each) => each.kind === account.kind);
    if (connector === undefined) return failed('config', `accounts of kind '${account.kind}' cannot be connected`);
    return connector.open(contextOf(context), account);
  };

  return createEngine(
    {
      clock: systemClock,
      log,
      secrets,
      hosts,
      openSource,
      openPriceSource: (context, link) => openLink(contextOf(context), link),
      async openHistory(folder, wanted) {
        const opened = await openHistory(options, folder, wanted ?? null);
        return options.onHistory?.(opened, wanted ?? null) ?? opened;
      },
      async readSeries(folder, path) {
        if (folder === null) return readSeriesFile(path);
        const inside = await resolveInside(folder, path);
        return inside.ok ? readSeriesFile(inside.value) : inside;
      },
      redirectedTo,
      notices: redirect.ok ? [] : [redirect.failure.reason],
      exchanges: exchangeList.map(infoOf),
      testAccount: (context, account, credentials) =>
        tryAccount(contextOf(context), account, credentials, () => openSource(context, account)),
      tradingAllowed: options.tradingAllowed ?? (async () => false),
      createAbort,
      processName: processName(),
      isGone,
      randomHex: (digits) =>
        randomBytes(Math.ceil(digits / 2))
          .toString('hex')
          .slice(0, digits),
      versions: versions(),
    },
    engine,
  );
}

function isExchange(link: string): boolean {
  return exchangeList.some((exchange) => exchange.id === link);
}

const fields = ['apiKey', 'secret', 'password', 'uid'] as const;

function infoOf({ id, name, credentials, sandbox, sandboxHost, host }: (typeof exchangeList)[number]): ExchangeInfo {
  return { id, name, credentials: fields.filter((field) => credentials.includes(field)), sandbox, sandboxHost, host };
}
