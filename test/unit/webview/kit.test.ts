import assert from 'node:assert/strict';
import type { TableView } from '../../../src/protocol/panelView.ts';
import { csvOf, tsvOf } from '../../../webview/kit/csv.ts';
import { arrange, nextSort, shownColumns } from '../../../webview/kit/tableModel.ts';
import { css, mix, parseColour, readableOn } from '../../../webview/kit/theme.ts';
import { readUiState } from '../../../webview/kit/uiState.ts';

const table: TableView = {
  id: 't',
  title: 'T',
  columns: [
    { id: 'name', title: 'Name', align: 'start' },
    { id: 'value', title: 'Value', align: 'end' },
    { id: 'note', title: 'Note', align: 'start', hidden: true },
  ],
  rows: [
    {
      id: 'a',
      cells: [
        { text: 'Alpha', sort: 'alpha' },
        { text: '$10.00', sort: 10 },
        { text: 'x', sort: 'x' },
      ],
    },
    {
      id: 'b',
      cells: [
        { text: 'Beta', sort: 'beta' },
        { text: '–', sort: null },
        { text: 'y', sort: 'y' },
      ],
    },
    {
      id: 'c',
      cells: [
        { text: 'Gamma', sort: 'gamma' },
        { text: '−$3.00', sort: -3 },
        { text: 'z', sort: 'z' },
      ],
    },
  ],
  empty: '',
  incomplete: null,
};
const ids = (search: string, column: string, descending: boolean) =>
  arrange(table, search, { column, descending }).map((row) => row.id);

describe('table model', () => {
  it('sorts numbers and words, missing last either way, and searches all words', () => {
    assert.deepEqual(ids('', 'value', true), ['a', 'c', 'b']);
    assert.deepEqual(ids('', 'value', false), ['c', 'a', 'b']);
    assert.deepEqual(ids('', 'name', true), ['c', 'b', 'a']);
    assert.deepEqual(ids('ALP $10', 'name', true), ['a']);
    assert.deepEqual(ids('alp beta', 'name', true), []);
  });

  it('starts numbers with the largest, and the third click undoes', () => {
    const [name, value] = table.columns;
    assert.ok(name && value);
    const first = nextSort(undefined, value);
    assert.deepEqual(first, { column: 'value', descending: true });
    const second = nextSort(first, value);
    assert.deepEqual(second, { column: 'value', descending: false });
    assert.equal(nextSort(second, value), undefined);
    assert.deepEqual(nextSort(second, name), { column: 'name', descending: false });
  });

  it('shows the chosen columns, never none', () => {
    assert.deepEqual(shownColumns(table, undefined), [0, 1]);
    assert.deepEqual(shownColumns(table, ['note']), [2]);
    assert.deepEqual(shownColumns(table, ['gone']), [0]);
  });
});

describe('export', () => {
  const columns = table.columns.slice(0, 2);
  const cell = (text: string, sort: string | number | null = text) => ({ text, sort });

  it('writes numbers as numbers and formulas as text', () => {
    const rows = [
      [cell('=1+1'), cell('−$3.00', -3)],
      [cell('say "hi", you'), cell('–', null)],
      [cell('+cmd|calc'), cell('0.3', 0.1 + 0.2)],
    ];
    assert.equal(csvOf(columns, rows, false), 'Name,Value\r\n\'=1+1,-3\r\n"say ""hi"", you",\r\n\'+cmd|calc,0.3\r\n');
  });

  it('keeps shown text in privacy and on the clipboard', () => {
    const rows = [
      [cell('BTC'), cell('•••••', 4)],
      [cell('ETH\tx'), cell('+1.20%', 0.012)],
    ];
    assert.equal(csvOf(columns, rows, true), 'Name,Value\r\nBTC,•••••\r\nETH\tx,+1.20%\r\n');
    assert.equal(tsvOf(columns, rows), 'Name\tValue\nBTC\t•••••\nETH x\t+1.20%');
  });
});

describe('colours', () => {
  it('read what getComputedStyle answers', () => {
    assert.deepEqual(parseColour('rgb(26, 133, 255)'), [26, 133, 255, 1]);
    assert.deepEqual(parseColour('rgba(0, 0, 0, 0.5)'), [0, 0, 0, 0.5]);
    assert.equal(css(parseColour('color(srgb 0.1 0.2 1 / 0.25)')), 'rgba(26, 51, 255, 0.25)');
    assert.equal(css(mix([0, 0, 0, 1], [255, 255, 255, 1], 0.5)), 'rgba(128, 128, 128, 1)');
    assert.deepEqual(readableOn([255, 255, 0, 1]), [0, 0, 0, 1]);
    assert.deepEqual(readableOn([10, 91, 181, 1]), [255, 255, 255, 1]);
  });
});

describe('saved choices', () => {
  it('are taken as far as they are understood', () => {
    const initial = readUiState(undefined);
    assert.equal(initial.section, 'overview');
    const read = readUiState({
      section: 'risk',
      preset: '7Y',
      percent: 'yes',
      columns: { assets: ['asset'], bad: 3 },
      sort: { assets: { column: 'value', descending: true }, bad: null },
      searches: { trades: 'btc sell', bad: 4 },
      places: { trades: 12_000, bad: -1, worse: 'x' },
    });
    assert.equal(read.section, 'risk');
    assert.equal(read.preset, initial.preset);
    assert.equal(read.percent, false);
    assert.deepEqual(read.columns, { assets: ['asset'] });
    assert.deepEqual(read.searches, { trades: 'btc sell' });
    assert.deepEqual(read.places, { trades: 12_000 });
    assert.equal(readUiState({ section: 'rebalance' }).section, 'rebalance');
    assert.deepEqual(read.subject, { kind: 'portfolio', id: null });
    assert.deepEqual(read.period, { id: '1Y' });
    assert.deepEqual(read.sort, { assets: { column: 'value', descending: true } });
  });

  it('keep subject, period, benchmarks and choices of charts, as far as they make sense', () => {
    const kept = readUiState({
      section: 'performance',
      all: true,
      subject: { kind: 'account', id: 'kraken' },
      period: { from: 5, to: 3 },
      benchmarks: ['BTC'],
      choices: { 'rolling.window': '63', 'rolling.series': 4 },
    });
    assert.equal(kept.section, 'performance');
    assert.equal(kept.all, true);
    assert.deepEqual(kept.subject, { kind: 'account', id: 'kraken' });
    assert.deepEqual(kept.period, { from: 5, to: null });
    assert.deepEqual(kept.benchmarks, ['BTC']);
    assert.deepEqual(kept.choices, { 'rolling.window': '63' });
    assert.deepEqual(readUiState({ subject: { kind: 'asset', id: null } }).subject, { kind: 'portfolio', id: null });
    assert.deepEqual(readUiState({ period: { id: '7Y' } }).period, { id: '1Y' });
    assert.deepEqual(readUiState({ benchmarks: [1] }).benchmarks, null);
  });
});
