import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bookState, failedState, staleState } from './book.ts';
import { FakeHost } from './fakeHost.ts';
import { type OpenOptions, startBench } from './openPage.ts';

/** Takes pictures of every section and state, for eyes: `node test/e2e/page/harness/shoot.ts [pattern]`. */
const folder = process.env['QUANTFOLIO_PICTURES'] ?? join(import.meta.dirname, '../../../.output/page');
mkdirSync(folder, { recursive: true });

function host(change: (host: FakeHost) => void): FakeHost {
  const made = new FakeHost();
  change(made);
  return made;
}

const section = (name: string) => ({ section: name, preset: 'All', period: { id: 'all' } });
const tab = (name: string, choice: string, value: string) => ({ ...section(name), choices: { [choice]: value } });
const bitcoin = 'binance-main/spot/BTC';
const shots: Readonly<Record<string, OpenOptions>> = {
  'overview-dark': { savedState: section('overview') },
  'overview-light': { theme: 'light', savedState: section('overview') },
  'overview-hc': { theme: 'highContrast', savedState: section('overview') },
  'overview-hclight': { theme: 'highContrastLight', savedState: section('overview') },
  'overview-640': { width: 640, height: 1500, savedState: section('overview') },
  'overview-400': { theme: 'light', width: 400, height: 1500, savedState: section('overview') },
  'overview-1700': { theme: 'light', width: 1700, height: 1000, savedState: section('overview') },
  'positions-dark': { savedState: section('positions'), height: 1250 },
  'positions-light': { theme: 'light', savedState: section('positions'), height: 1250 },
  'positions-640': { width: 640, savedState: section('positions') },
  'assets-light': { theme: 'light', savedState: tab('positions', 'positions.tab', 'assets') },
  'position-dark': { savedState: { ...section('positions'), choices: { position: bitcoin } }, height: 1250 },
  'position-light': {
    theme: 'light',
    savedState: { ...section('positions'), choices: { position: bitcoin } },
    width: 1650,
    height: 1250,
  },
  'position-480': { width: 480, savedState: { ...section('positions'), choices: { position: bitcoin } }, height: 1900 },
  'trades-dark': { savedState: section('trades'), width: 1650, height: 1026 },
  'trades-light': { theme: 'light', savedState: section('trades') },
  'trades-hc': { theme: 'highContrast', savedState: section('trades') },
  'trades-400': { theme: 'light', width: 400, savedState: section('trades') },
  'trades-privacy': {
    savedState: section('trades'),
    host: host((made) => {
      made.privacy = true;
    }),
  },
  'trades-error': {
    savedState: section('trades'),
    host: host((made) => {
      made.failing = { table: 'The history cannot be read: the disk is full.' };
    }),
  },
  'trades-loading': {
    savedState: section('trades'),
    host: host((made) => {
      made.hanging = ['table'];
    }),
  },
  'orders-light': { theme: 'light', savedState: tab('trades', 'trades.tab', 'orders') },
  'operations-dark': { savedState: tab('trades', 'trades.tab', 'operations') },
  'closed-light': { theme: 'light', savedState: tab('trades', 'trades.tab', 'closedPositions'), height: 1300 },
  'log-dark': { savedState: tab('trades', 'trades.tab', 'tradeLog') },
  'tax-light': { theme: 'light', savedState: tab('trades', 'trades.tab', 'tax'), height: 1300 },
  'tax-480': { width: 480, savedState: tab('trades', 'trades.tab', 'tax'), height: 1300 },
  'reconciliation-dark': { savedState: tab('trades', 'trades.tab', 'reconciliation') },
  'rebalance-dark': { savedState: section('rebalance'), width: 1400 },
  'rebalance-light': { theme: 'light', savedState: section('rebalance') },
  'rebalance-hclight': { theme: 'highContrastLight', savedState: section('rebalance') },
  'rebalance-480': { width: 480, savedState: section('rebalance'), height: 1900 },
  'rebalance-live': {
    savedState: section('rebalance'),
    host: host((made) => {
      made.live = true;
      made.tradingAllowed = true;
    }),
  },
  'rebalance-off': {
    savedState: section('rebalance'),
    host: host((made) => {
      made.live = true;
    }),
  },
  'risk-dark': { savedState: section('risk') },
  'risk-light': { theme: 'light', savedState: section('risk') },
  'risk-hc': { theme: 'highContrast', savedState: section('risk') },
  'risk-640': { width: 640, height: 1600, savedState: section('risk') },
  'performance-dark': { savedState: section('performance'), height: 2300 },
  'performance-light': { theme: 'light', savedState: section('performance'), height: 2300 },
  'performance-hc': { theme: 'highContrast', savedState: section('performance'), height: 2300 },
  'performance-hclight': { theme: 'highContrastLight', savedState: section('performance'), height: 2300 },
  'performance-1700': { width: 1700, savedState: section('performance'), height: 2100 },
  'performance-640': { width: 640, savedState: section('performance'), height: 4300 },
  'performance-400': { theme: 'light', width: 400, savedState: section('performance'), height: 5200 },
  'performance-1M-light': {
    theme: 'light',
    savedState: { section: 'performance', period: { id: '1M' }, choices: { 'rolling.series': 'rollingBeta' } },
    height: 2300,
  },
  'performance-loading-light': {
    theme: 'light',
    savedState: section('performance'),
    height: 2300,
    host: host((made) => {
      made.hanging = ['performance', 'series', 'attribution'];
    }),
  },
  'performance-error-dark': {
    savedState: section('performance'),
    height: 2300,
    host: host((made) => {
      made.failing = {
        performance: 'The engine stopped and is being restarted.',
        series: 'The history cannot be read: the disk is full.',
        attribution: 'The engine did not answer.',
      };
    }),
  },
  'performance-empty-light': {
    theme: 'light',
    savedState: section('performance'),
    height: 2300,
    host: host((made) => {
      made.change = (request, value) => {
        if (request.name === 'series')
          return { curve: { at: [], value: [] }, extent: null, notRecorded: [], reason: 'Nothing was recorded yet' };
        if (request.name === 'performance')
          return { ...(value as object), reason: 'Two recorded values are needed for a return; there is one' };
        if (request.name === 'attribution') return { ...(value as object), reason: 'Nothing was held in this period' };
        return value;
      };
    }),
  },
  'tearsheet-dark': {
    savedState: section('overview'),
    height: 1900,
    host: host((made) => {
      made.tearSheet = true;
    }),
  },
  'all-light': { theme: 'light', savedState: { all: true, section: 'overview' } },
  'privacy-stale-light': {
    theme: 'light',
    host: host((made) => {
      made.privacy = true;
      made.state = staleState();
    }),
  },
  'empty-dark': {
    host: host((made) => {
      made.state = null;
      made.portfolios = [];
    }),
  },
  'loading-light': {
    theme: 'light',
    host: host((made) => {
      made.state = bookState({ snapshot: null, phase: 'starting' });
    }),
  },
  'failed-light': {
    theme: 'light',
    host: host((made) => {
      made.state = failedState();
    }),
  },
  'refused-dark': {
    host: host((made) => {
      made.refusal = 'The engine stopped and is being restarted.';
    }),
  },
};

const bench = await startBench();
for (const [name, options] of Object.entries(shots)) {
  if (!new RegExp(process.argv[2] ?? '').test(name)) continue;
  const { page, errors } = await bench.open(options);
  await page.waitForTimeout(name.startsWith('performance') ? 1_000 : 400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  if (errors.length > 0) console.log(name, errors);
  await page.context().close();
}
await bench.close();
