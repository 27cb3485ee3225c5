import type { Node } from 'jsonc-parser';
import { isTimeZone } from '../core/calendar.ts';
import type { ConfigProblem } from '../core/model/configText.ts';
import { notJudged, unjudgedLimits } from '../core/risk/unjudged.ts';
import { analyticsChecks } from './analyticsChecks.ts';
import { type ConfigTree, nodeAt, propertiesOf, textOf } from './configTree.ts';
import { didYouMean } from './didYouMean.ts';
import { pathCheck } from './pathCheck.ts';
import { choices, problem, replaceFix } from './problem.ts';

/** What zod and the JSON schema cannot say: references, sums, names of the outside world. Works on any tree. */
export function crossChecks(tree: ConfigTree, exchanges: readonly string[]): readonly ConfigProblem[] {
  return [
    ...accountChecks(tree, exchanges),
    ...priceChecks(tree, exchanges),
    ...targetChecks(tree),
    ...zoneChecks(tree),
    ...limitChecks(tree),
    ...analyticsChecks(tree),
  ];
}

/** `binance-main` → `BINANCE_MAIN`: what the environment variables of an account are called (SEC-2). */
export function environmentName(account: string): string {
  return account.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

function accountChecks({ root }: ConfigTree, exchanges: readonly string[]): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const names = new Map<string, string>();
  for (const { name, key, value } of propertiesOf(nodeAt(root, ['accounts']))) {
    const environment = environmentName(name);
    const other = names.get(environment);
    if (other !== undefined && other !== name) {
      const message = `accounts "${other}" and "${name}" would read their keys from the same environment variables (QUANTFOLIO_${environment}_…): rename one`;
      found.push(problem(key, 'account-name', message));
    }
    names.set(environment, name);
    const exchange = nodeAt(value, ['exchange']);
    if (textOf(nodeAt(value, ['kind'])) === 'exchange' && exchange) found.push(...exchangeCheck(exchange, exchanges));
    for (const part of ['path', 'orders', 'flows']) found.push(...pathCheck(nodeAt(value, [part])));
    const market = nodeAt(value, ['market']);
    if (market) found.push(...linkCheck(market, exchanges, ['simulated']));
  }
  return found;
}

function exchangeCheck(node: Node, exchanges: readonly string[]): readonly ConfigProblem[] {
  const id = textOf(node);
  if (id === null || id === '' || exchanges.includes(id)) return [];
  const near = didYouMean(id, exchanges);
  const message = `unknown exchange '${id}': ${near ? `did you mean '${near}'?` : 'write its id as in ccxt, such as "binance" or "kraken"'}`;
  return [problem(node, 'unknown-exchange', message, { fixes: near ? [replaceFix(node, near)] : [] })];
}

function priceChecks({ root }: ConfigTree, exchanges: readonly string[]): readonly ConfigProblem[] {
  const source = nodeAt(root, ['prices', 'source']);
  const links = source?.type === 'array' ? (source.children ?? []) : source ? [source] : [];
  return links.flatMap((link) => linkCheck(link, exchanges, ['account', 'simulated']));
}

function linkCheck(node: Node, exchanges: readonly string[], own: readonly string[]): readonly ConfigProblem[] {
  const link = textOf(node);
  if (link === null || link === '' || own.includes(link) || exchanges.includes(link)) return [];
  if (link.startsWith('file:')) return pathCheck(node, link.slice('file:'.length));
  const near = didYouMean(link, [...own, ...exchanges]);
  const message = `unknown price source '${link}': ${near ? `did you mean '${near}'?` : `write ${choices(own)}, an exchange such as "kraken", or a file of the workspace such as "file:prices.csv"`}`;
  return [problem(node, 'unknown-price-source', message, { fixes: near ? [replaceFix(node, near)] : [] })];
}

function targetChecks({ root }: ConfigTree): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  for (const part of ['allocation', 'sectors']) {
    const node = nodeAt(root, ['targets', part]);
    const shares = propertiesOf(node).map(({ value }) => Number(value?.type === 'number' ? value.value : Number.NaN));
    const total = shares.reduce((all, share) => all + share, 0);
    // 1e-9: 0.3 + 0.3 + 0.401 is 1.001 for people, and a little more in binary.
    if (node && shares.length > 0 && Math.abs(total - 1) > 0.001 + 1e-9) {
      const words = `${Number((total * 100).toFixed(4))} %`;
      found.push(
        problem(
          node,
          'target-sum',
          `the targets add up to ${words}: they must add up to 1 (100 %), give or take 0.001`,
        ),
      );
    }
  }
  const both = propertiesOf(nodeAt(root, ['targets'])).filter(
    ({ name }) => name === 'allocation' || name === 'sectors',
  );
  const [, second] = both;
  if (second !== undefined) {
    const message = 'targets are shares of assets or of sectors, not both: remove "allocation" or "sectors"';
    found.push(problem(second.key, 'target-both', message));
  }
  const sectors = propertiesOf(nodeAt(root, ['sectors'])).map(({ name }) => name);
  for (const { name, key } of propertiesOf(nodeAt(root, ['targets', 'sectors']))) {
    if (sectors.includes(name)) continue;
    const near = didYouMean(name, sectors);
    const advice = near ? `did you mean '${near}'?` : 'name it, with its assets, under "sectors"';
    const fixes = near ? [replaceFix(key, near)] : [];
    found.push(problem(key, 'unknown-sector', `unknown sector '${name}': ${advice}`, { fixes }));
  }
  return found;
}

function zoneChecks({ root }: ConfigTree): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  for (const [path, words] of [
    [
      ['risk', 'dayBoundary'],
      ['UTC', 'rolling24h'],
    ],
    [['dailyReport', 'timeZone'], ['UTC']],
  ] as const) {
    const node = nodeAt(root, path);
    const zone = textOf(node);
    if (!node || zone === null || words.some((word) => word === zone) || isTimeZone(zone)) continue;
    const near = didYouMean(zone, [...words, ...Intl.supportedValuesOf('timeZone')]);
    const rolling = words.length > 1 ? ', or "rolling24h"' : '';
    const advice = near ? `did you mean '${near}'?` : `write "UTC" or a name such as "Europe/Berlin"${rolling}`;
    found.push(
      problem(node, 'unknown-time-zone', `unknown time zone '${zone}': ${advice}`, {
        fixes: near ? [replaceFix(node, near)] : [],
      }),
    );
  }
  return found;
}

function limitChecks({ root }: ConfigTree): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const sectors = propertiesOf(nodeAt(root, ['sectors']));
  for (const { name, key, value, whole } of propertiesOf(nodeAt(root, ['limits']))) {
    const later = unjudgedLimits.find(({ id }) => id === name);
    if (later && value?.value !== false) {
      const message = `${later.title}: ${notJudged}, so its state is UNKNOWN and the book is never "allowed" while it is set`;
      found.push(problem(whole, 'not-judged', message, { severity: 'warning' }));
    }
    if (name === 'maxSectorPct' && sectors.length === 0) {
      const message = 'maxSectorPct has no sectors to judge, so its state is UNKNOWN: name them under "sectors"';
      found.push(problem(key, 'no-sectors', message, { severity: 'warning' }));
    }
  }
  return found;
}
