import { duration } from '../core/duration.ts';
import type { PortfolioState } from '../core/model/state.ts';
import type { EnginePorts } from './engine.ts';
import type { Portfolio } from './portfolio.ts';
import { setAsideWords } from './setAsideWords.ts';

/**
 * The doctor's lines: what runs, what is configured, what answers, what has a price, what is stored. Secrets are not here
 * to be shown: the engine never holds any.
 */
export async function diagnose(
  ports: EnginePorts,
  portfolio: Portfolio,
  state: PortfolioState | null,
): Promise<readonly string[]> {
  const lines: string[] = [];
  lines.push(
    `versions     ${Object.entries(ports.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
  if (ports.redirectedTo !== null) lines.push(`redirected   every exchange request goes to ${ports.redirectedTo}`);
  for (const notice of ports.notices) lines.push(`notice       ${notice}`);
  lines.push(...configLines(portfolio, state));
  const now = ports.clock.now();
  for (const { id, settings, source } of portfolio.connections().accounts()) {
    const view = state?.snapshot?.accounts.find((account) => account.id === id);
    const what = settings.kind === 'exchange' ? `${settings.exchange}, ${settings.scopes.join(' + ')}` : settings.kind;
    const age = view?.at == null ? '' : `, data ${duration(now - view.at)} old`;
    const answer = !source.ok
      ? `not opened: ${source.failure.reason}`
      : view === undefined
        ? 'not read yet'
        : `${view.state}${view.reason === null ? '' : `: ${view.reason}`}${age}`;
    lines.push(`account      ${id} (${what}): ${answer}`);
    for (const note of view?.notes ?? []) lines.push(`             ${note}`);
  }
  const damaged = await portfolio.memory().setAside();
  const setAside = damaged && setAsideWords(damaged.path);
  lines.push(...priceLines(portfolio, state), ...(await storageLines(portfolio)));
  if (setAside !== null) lines.push(`             ${setAside}`);
  for (const item of state?.health ?? []) lines.push(`health       ${item.severity}: ${item.title}: ${item.detail}`);
  const said = [...ports.notices, setAside];
  for (const notice of state?.notices ?? []) if (!said.includes(notice)) lines.push(`notice       ${notice}`);
  return lines;
}

function configLines(portfolio: Portfolio, state: PortfolioState | null): readonly string[] {
  const config = portfolio.config();
  const what = state?.config;
  const summary = what?.summary == null ? '' : `: ${what.summary}`;
  const lines = [`config       ${state?.configPath ?? ''}: ${what?.state ?? 'missing'}${summary}`];
  if (config !== null) {
    const limits = count(Object.keys(config.limits).length, 'limit');
    const accounts = count(Object.keys(config.accounts).length, 'account');
    lines.push(
      `             ${accounts}, ${limits}, base currency ${config.baseCurrency}, every ${config.updateInterval} s`,
    );
  }
  return lines;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function priceLines(portfolio: Portfolio, state: PortfolioState | null): readonly string[] {
  const links = portfolio.connections().prices();
  const chain = links.filter((link) => link.forQuotes).map(({ link }) => link);
  const lines = [`prices       ${['the accounts’ own marks', ...chain].join(' → ')}`];
  for (const { link, source } of links) if (!source.ok) lines.push(`             ${link}: ${source.failure.reason}`);
  const snapshot = state?.snapshot ?? null;
  if (snapshot === null) return lines;
  const priced = snapshot.assets.filter((asset) => asset.price !== null);
  lines.push(`             ${priced.length} of ${snapshot.assets.length} assets have a price`);
  for (const gap of snapshot.gaps) {
    const what = gap.asset === null ? gap.account : `${gap.asset} (${gap.account})`;
    lines.push(`             ${what} is ${gap.state}: ${gap.reason}`);
  }
  return lines;
}

async function storageLines(portfolio: Portfolio): Promise<readonly string[]> {
  const { history, trouble } = portfolio.memory();
  if (history === null) return [`history      ${trouble() ?? 'not opened'}`];
  try {
    const { path, rows, bytes, schemaVersion } = await history.stats();
    return [
      `history      ${path}`,
      `             ${rows} values, ${(bytes / 1_048_576).toFixed(1)} MB, schema ${schemaVersion}`,
    ];
  } catch (error) {
    return [`history      ${error instanceof Error ? error.message : String(error)}`];
  }
}
