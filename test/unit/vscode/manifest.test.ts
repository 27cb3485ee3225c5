import '../../support/vscodeStandIn.ts';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CommandName,
  commandId,
  contextKeys,
  innerCommands,
  paletteCommands,
  panelType,
  rowCommands,
  settings,
  tearSheetType,
  viewIds,
} from '../../../src/vscode/ids.ts';

const { planScheme } = await import('../../../src/vscode/trading/planDiffs.ts');
const root = join(import.meta.dirname, '..', '..', '..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text);
const words: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
const { contributes } = manifest;
const ids = (names: readonly CommandName[]) => names.map(commandId).sort();

interface Entry {
  readonly command: string;
  readonly when?: string;
}

const menus = Object.values(contributes.menus as Record<string, Entry[]>).flat();
const whens: readonly string[] = [
  ...menus.map((entry) => entry.when ?? ''),
  ...contributes.viewsWelcome.map((entry: Entry) => entry.when ?? ''),
  ...contributes.commands.map((entry: { enablement?: string }) => entry.enablement ?? ''),
];

describe('the manifest and the code', () => {
  it('name the same commands, both ways', () => {
    const declared = contributes.commands.map((entry: Entry) => entry.command).sort();
    assert.deepEqual(declared, ids([...paletteCommands, ...rowCommands]));
    for (const inner of ids(innerCommands)) assert.ok(!declared.includes(inner), `${inner} must not be declared`);
  });

  it('use only declared commands in menus, keys, welcome views and the walkthrough', () => {
    const declared = new Set(contributes.commands.map((entry: Entry) => entry.command));
    const used = [
      ...menus.map((entry) => entry.command),
      ...contributes.keybindings.map((entry: Entry) => entry.command),
      ...Object.values(words).flatMap((line) => [...line.matchAll(/command:(quantfolio\.\w+)/g)].map(([, id]) => id)),
    ];
    assert.ok(used.length > 40);
    for (const id of used) assert.ok(declared.has(id), `${id} is used but not declared`);
  });

  it('keep row commands out of the palette, and guard every command that needs a portfolio', () => {
    const palette = new Map((contributes.menus.commandPalette as Entry[]).map((entry) => [entry.command, entry.when]));
    const rowIds = ids(rowCommands);
    for (const id of rowIds) assert.equal(palette.get(id), 'false', id);
    for (const { command, enablement } of contributes.commands) {
      if (enablement !== undefined && !rowIds.includes(command))
        assert.equal(palette.get(command), enablement, `${command} shows where it cannot work`);
    }
    assert.equal(palette.get('quantfolio.evaluateRiskLimits'), 'isWorkspaceTrusted && quantfolio.hasPortfolio');
  });

  it('name the same context keys, both ways', () => {
    const used = new Set(whens.flatMap((when) => when.match(/quantfolio\.(?!portfolio\b|risk\b|json\b)\w+/g) ?? []));
    for (const key of used) assert.ok((contextKeys as readonly string[]).includes(key), `${key} is never set`);
    const all = text + readFileSync(join(root, 'src', 'vscode', 'contextKeys.ts'), 'utf8');
    for (const key of contextKeys) assert.ok(all.includes(key), `${key} is never used`);
  });

  it('name the same views, settings and panel', () => {
    const [container] = contributes.viewsContainers.activitybar;
    const views: readonly string[] = contributes.views[container.id].map((view: { id: string }) => view.id);
    assert.deepEqual(views, Object.values<string>(viewIds));
    const keys = Object.keys(contributes.configuration.properties);
    assert.deepEqual(
      keys,
      Object.values(settings).map((key) => `quantfolio.${key}`),
    );
    const restored = [panelType, tearSheetType].map((type) => `onWebviewPanel:${type}`);
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished', ...restored]);
    for (const when of whens) {
      for (const [, view] of when.matchAll(/view == ([\w.]+)/g))
        assert.ok(view !== undefined && views.includes(view), when);
    }
  });

  it('translate every %key%, and have no key without a use', () => {
    const used = new Set([...text.matchAll(/%([\w.]+)%/g)].map(([, key]) => key));
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
  });

  it('point to files that exist', () => {
    const files = [
      manifest.icon,
      contributes.viewsContainers.activitybar[0].icon,
      ...contributes.walkthroughs[0].steps.map((step: { media: { svg: string } }) => step.media.svg),
      ...contributes.jsonValidation.map((entry: { url: string }) => entry.url),
    ];
    for (const file of files) assert.ok(existsSync(join(root, file)), `${file} is missing`);
    const png = readFileSync(join(root, manifest.icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [128, 128]);
  });

  it('protect the window in Restricted Mode', () => {
    const trust = manifest.capabilities.untrustedWorkspaces;
    assert.equal(trust.supported, 'limited');
    assert.deepEqual(trust.restrictedConfigurations, [`quantfolio.${settings.configFile}`]);
  });
});

describe('trading in the manifest', () => {
  it('needs a setting of the machine that is off by default: no workspace can set it', () => {
    const setting = contributes.configuration.properties[`quantfolio.${settings.tradingEnabled}`];
    assert.deepEqual([setting.type, setting.default, setting.scope], ['boolean', false, 'machine']);
    assert.match(words['setting.trading'] ?? '', /^\*\*Real money\.\*\*/);
  });

  it('can be turned off at any time, whatever is open', () => {
    const command = contributes.commands.find((entry: Entry) => entry.command === 'quantfolio.turnAllTradingOff');
    assert.equal(command.enablement, undefined);
    assert.ok(!contributes.menus.commandPalette.some((entry: Entry) => entry.command === command.command));
  });

  it('offers orders on rows that take them only', () => {
    const orders = ['buy', 'sell', 'closePosition', 'adjustPosition', 'resetPaper'].map((name) => `quantfolio.${name}`);
    const entries = (contributes.menus['view/item/context'] as Entry[]).filter((entry) =>
      orders.includes(entry.command),
    );
    assert.equal(entries.length, orders.length);
    for (const { command, when } of entries) {
      const [, pattern = ''] = /viewItem =~ \/(.+)\/$/.exec(when ?? '') ?? [];
      assert.doesNotMatch('holding', new RegExp(pattern), command);
      assert.doesNotMatch('account exchange', new RegExp(pattern), command);
      assert.match(command.endsWith('resetPaper') ? 'account paper tradable' : 'holding tradable', new RegExp(pattern));
    }
  });

  it('executes and dismisses plans in the title of their diff only', () => {
    const entries = (contributes.menus['editor/title'] as Entry[]).filter((entry) => /Plan$/.test(entry.command));
    assert.deepEqual(
      entries.map((entry) => [entry.command, entry.when]),
      [
        ['quantfolio.executePlan', `resourceScheme == ${planScheme} && resourceFilename == 'book after.txt'`],
        ['quantfolio.dismissPlan', `resourceScheme == ${planScheme}`],
      ],
    );
  });
});

describe('the room of the window', () => {
  it('holds no module-level let and no file above 400 lines', () => {
    const folder = join(root, 'src', 'vscode');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    assert.ok(files.length > 20);
    for (const file of files.filter((name) => !name.includes('.types'))) {
      const source = readFileSync(join(folder, file), 'utf8');
      assert.ok(!/^(export )?let /m.test(source), `${file} has state of its own`);
      assert.ok(source.split('\n').length <= 400, `${file} is too long`);
    }
    assert.ok(readFileSync(join(folder, 'extension.ts'), 'utf8').split('\n').length <= 100, 'extension.ts grew');
  });
});
