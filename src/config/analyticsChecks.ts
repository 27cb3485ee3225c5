import type { Node } from 'jsonc-parser';
import type { ConfigProblem } from '../core/model/configText.ts';
import { type ConfigTree, nodeAt, propertiesOf, textOf } from './configTree.ts';
import { didYouMean } from './didYouMean.ts';
import { pathCheck } from './pathCheck.ts';
import { problem, replaceFix } from './problem.ts';

/** References of what performance is told by: benchmarks, strategies, sectors. */
export function analyticsChecks(tree: ConfigTree): readonly ConfigProblem[] {
  return [...benchmarkChecks(tree), ...strategyChecks(tree), ...sectorChecks(tree)];
}

/** An asset (`BTC`), a market (`BTC/EUR`), or a share's ticker (`BRK.B`). */
const symbol = /^[A-Za-z0-9^$][A-Za-z0-9.$_-]{0,29}(\/[A-Za-z0-9]{2,10})?$/;
const seriesFile = /\.(csv|tsv|txt|json)$/i;

function benchmarkChecks({ root }: ConfigTree): readonly ConfigProblem[] {
  return (nodeAt(root, ['benchmarks'])?.children ?? []).flatMap((node) => {
    const name = textOf(node);
    if (name === null || name === '') return [];
    if (name.startsWith('file:')) return fileCheck(node, name.slice('file:'.length));
    if (seriesFile.test(name)) {
      const message = `a benchmark from a file begins with "file:": write "file:${name}"`;
      return [problem(node, 'benchmark', message, { fixes: [replaceFix(node, `file:${name}`)] })];
    }
    if (symbol.test(name)) return [];
    return [
      problem(node, 'benchmark', `no benchmark is called '${name}': write an asset such as "BTC", or "file:spx.csv"`),
    ];
  });
}

function fileCheck(node: Node, path: string): readonly ConfigProblem[] {
  if (path.trim() === '') return [problem(node, 'benchmark', 'write the file after "file:", such as "file:spx.csv"')];
  return pathCheck(node, path);
}

function strategyChecks({ root }: ConfigTree): readonly ConfigProblem[] {
  const accounts = propertiesOf(nodeAt(root, ['accounts'])).map(({ name }) => name);
  return propertiesOf(nodeAt(root, ['strategies'])).flatMap(({ name: strategy, value }) =>
    (nodeAt(value, ['accounts'])?.children ?? []).flatMap((node) => {
      const name = textOf(node);
      if (name === null || name === '' || accounts.includes(name)) return [];
      const near = didYouMean(name, accounts);
      const advice = near ? `did you mean '${near}'?` : 'write the id of an account of this file';
      const message = `strategy "${strategy}" names an unknown account '${name}': ${advice}`;
      return [problem(node, 'unknown-account', message, { fixes: near ? [replaceFix(node, near)] : [] })];
    }),
  );
}

/** Assets are told apart by their exact letters: `btc` is none that an account holds. Mixed ones such as `stETH` are names. */
function sectorChecks({ root }: ConfigTree): readonly ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const sectorOf = new Map<string, string>();
  for (const { name: sector, value } of propertiesOf(nodeAt(root, ['sectors']))) {
    for (const node of value?.children ?? []) {
      const asset = textOf(node);
      if (asset === null || asset === '') continue;
      const upper = asset.toUpperCase();
      if (asset !== upper && /^.?[^A-Z]*$/.test(asset)) {
        const message = `assets are told apart by their exact letters, and no account holds '${asset}': write "${upper}"`;
        found.push(problem(node, 'asset-case', message, { severity: 'warning', fixes: [replaceFix(node, upper)] }));
      }
      const other = sectorOf.get(asset);
      if (other !== undefined && other !== sector) {
        const message = `'${asset}' is in the sectors "${other}" and "${sector}", and only one counts: remove it from the other`;
        found.push(problem(node, 'asset-in-two-sectors', message, { severity: 'warning' }));
      }
      sectorOf.set(asset, sector);
    }
  }
  return found;
}
