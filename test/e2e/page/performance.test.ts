import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { SeriesAnswer } from '../../../src/protocol/engine.ts';
import { at, day } from './harness/book.ts';
import { FakeHost } from './harness/fakeHost.ts';
import { type Bench, startBench, until } from './harness/openPage.ts';
import { contributions, performanceSeries } from './harness/performance.ts';
import { colours, columnsOf } from './harness/pixels.ts';

/** Dark Modern's charts.blue. */
const blue = [55, 148, 255] as const;
const axis = 64;

const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const all = { section: 'performance', period: { id: 'all' } };

describe('the Performance section', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  async function open(savedState: object = all, host = new FakeHost()) {
    host.recordedFrom = 0;
    const opened = await bench.open({ savedState, host });
    opened.page.setDefaultTimeout(15_000);
    return opened;
  }
  const shown = (page: Page) => page.locator('.area-returns .readout b').first().waitFor();

  it('asks once for what its cards share, and only when it is first shown', async () => {
    const { page, host, errors } = await open({ section: 'overview' });
    await page.getByText('Key metrics').waitFor();
    // The overview's own chart has asked its two questions.
    await page.locator('.area-value .readout b').first().waitFor();
    assert.equal(host.named('performance').length, 0);
    await page.getByRole('tab', { name: 'Performance' }).click();
    await shown(page);
    await page.getByRole('heading', { name: 'Worst drawdowns' }).waitFor();
    assert.equal(host.named('performance').length, 1);
    assert.deepEqual(
      host
        .named('series')
        .slice(2)
        .map((question) => question.series),
      ['return', 'drawdown', 'rollingSharpe', 'allocation'],
    );
    // Amounts are never asked for here.
    assert.ok(
      host
        .named('series')
        .slice(2)
        .every((question) => question.percent),
    );
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('draws the cumulative return where its values are, benchmarks dashed beside it, from 0 %', async () => {
    const { page } = await open();
    await shown(page);
    const canvas = '.area-returns .canvas-box.return canvas';
    const columns = await columnsOf(page, canvas, blue);
    const width = columns.length - axis;
    const question = {
      portfolio: '',
      subject: { kind: 'portfolio', id: null },
      series: 'return',
      benchmarks: [],
      rolling: null,
      by: null,
      from: null,
      to: null,
      px: 10_000,
      percent: true,
    } as const;
    const { curve } = performanceSeries(question, 0);
    // The axis is linear: two places give it, all others must agree.
    const placeOf = (index: number) =>
      Math.round(
        (((curve.at[index] ?? 0) - (curve.at[0] ?? 0)) / ((curve.at.at(-1) ?? 1) - (curve.at[0] ?? 0))) * (width - 1),
      );
    const yOf = (index: number) => {
      const place = columns[placeOf(index)];
      return place ? (place.top + place.bottom) / 2 : Number.NaN;
    };
    const [first, last] = [2, curve.at.length - 12];
    const value = (index: number) => curve.value[index] ?? 0;
    const scale = (yOf(last) - yOf(first)) / (value(last) - value(first));
    assert.ok(scale < 0);
    let checked = 0;
    for (let index = 40; index < curve.at.length - 12; index += 37) {
      const expected = yOf(first) + (value(index) - value(first)) * scale;
      assert.ok(Math.abs(expected - yOf(index)) < 9, `${index}: ${expected} ${yOf(index)}`);
      checked += 1;
    }
    assert.ok(checked > 20);
    // Red underwater, and its numbered falls in the text's colour.
    assert.ok(((await colours(page, '.area-returns .canvas-box.underwater canvas')).get('229,72,77') ?? 0) > 200);
    assert.equal(await page.locator('.spells li').count(), 5);
    assert.match(
      (await page.locator('.area-returns .readout').textContent()) ?? '',
      /Portfolio \+\d+\.\d\d%.*BTC [+−].*S&P 500 [+−].*Drawdown/,
    );
    await page.context().close();
  });

  it('asks again on zoom for the zoomed window, and drops a late answer', async () => {
    const host = new FakeHost();
    const { page } = await open(all, host);
    await shown(page);
    await until(() => host.named('series').length === 4);
    const box = await page.locator('.area-returns .canvas-box.return').boundingBox();
    assert.ok(box);
    const x = (share: number) => box.x + (box.width - axis) * share;
    host.seriesDelay = (count) => (count <= 6 ? 500 : 0);
    const drag = async (from: number, to: number) => {
      await page.mouse.move(x(from), box.y + 40);
      await page.mouse.down();
      await page.mouse.move(x(to), box.y + 40, { steps: 3 });
      await page.mouse.up();
    };
    await drag(0.5, 0.9);
    await until(() => host.named('series').length === 6);
    await drag(0.5, 0.75);
    await until(() => host.named('series').length === 8);
    await page.waitForTimeout(700);
    const asked = host.named('series').at(-1);
    assert.ok((asked?.to ?? 0) - (asked?.from ?? 0) < 150 * day);
    // The table is of the last question's answer, not of the late one.
    await page.getByRole('button', { name: 'Show cumulative return as table' }).click();
    const rows = Number(await page.getByRole('grid', { name: 'Cumulative return' }).getAttribute('aria-rowcount')) - 1;
    assert.ok(rows > 80 && rows < 125, String(rows));
    await page.getByRole('button', { name: 'Reset zoom' }).click();
    await until(() => host.named('series').at(-1)?.from === null);
    await page.context().close();
  });

  it('walks every chart over time by keys, saying the values', async () => {
    const { page, host } = await open();
    await shown(page);
    for (const [name, pattern] of [
      ['Cumulative return and drawdown', /^18 Nov 2026: [+−]\d.*BTC.*drawdown/],
      ['Rolling', /^18 Nov 2026: −?\d+\.\d\d$/],
      ['Allocation over time', /^18 Nov 2026: BTC 3\d\.\d%.*other \d/],
    ] as const) {
      const plot = page.getByRole('application', { name: `${name} over time` });
      await plot.focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      const spoken = (await plot.locator('[aria-live]').textContent()) ?? '';
      assert.match(spoken, pattern, name);
    }
    const before = host.named('series').length;
    await page.keyboard.press('+');
    await until(() => host.named('series').length === before + 1);
    assert.ok((host.named('series').at(-1)?.from ?? 0) > at - 1000 * day);
    const bars = page.getByRole('application', { name: 'Distribution of returns' });
    await bars.focus();
    await page.keyboard.press('Home');
    assert.match((await page.locator('.area-histogram .readout').textContent()) ?? '', /^−\d.*%: \d+ periods?$/);
    await page.context().close();
  });

  it('has a table for each chart that says what the engine said', async () => {
    const { page, host } = await open();
    const answers: SeriesAnswer[] = [];
    host.change = (request, value) => {
      if (request.name === 'series') answers.push(value as SeriesAnswer);
      return value;
    };
    await shown(page);
    await page.reload();
    await shown(page);
    await until(() => answers.length >= 4);
    const [returned, , sharpe, allocation] = answers.slice(-4);
    for (const [name, answer, digits] of [
      ['Cumulative return', returned, 2],
      ['Rolling', sharpe, null],
      ['Allocation over time', allocation?.others?.[0], 1],
    ] as const) {
      await page.getByRole('button', { name: `Show ${name.toLowerCase()} as table` }).click();
      const grid = page.getByRole('grid', { name });
      const curve = answer?.curve;
      assert.equal(Number(await grid.getAttribute('aria-rowcount')), (curve?.at.length ?? 0) + 1, name);
      const text = (await grid.locator('tbody tr').first().locator('td').nth(1).textContent()) ?? '';
      const value = curve?.value.at(-1) ?? Number.NaN;
      assert.equal(
        Number(text.replace('−', '-').replace(/[+%,]/g, '')),
        Number(digits === null ? value.toFixed(2) : (value * 100).toFixed(digits)),
        name,
      );
    }
    await page.getByRole('button', { name: 'Show distribution of returns as table' }).click();
    const grid = page.getByRole('grid', { name: 'Distribution of returns' });
    const counts = await grid.locator('tbody tr td:nth-child(3)').allTextContents();
    assert.equal(
      counts.reduce((sum, count) => sum + Number(count), 0),
      1095,
    );
    await page.context().close();
  });

  it('draws bars as high as their counts, red beyond VaR', async () => {
    const { page } = await open();
    const canvas = '.area-histogram canvas';
    await page.locator(canvas).waitFor();
    await page.waitForTimeout(100);
    const seen = await colours(page, canvas);
    const blues = seen.get('55,148,255') ?? 0;
    const reds = seen.get('229,72,77') ?? 0;
    // Five of a hundred returns are beyond the 95 % VaR, and bars are areas.
    assert.ok(reds / (reds + blues) > 0.03 && reds / (reds + blues) < 0.08, String(reds / (reds + blues)));
    await page.context().close();
  });

  it('stacks shares to 100 % in the colours of its legend', async () => {
    const { page } = await open();
    await shown(page);
    const canvas = '.area-allocationOverTime canvas';
    await page.locator(canvas).waitFor();
    await page.waitForTimeout(150);
    const columns = await columnsOf(page, canvas, blue);
    const middle = columns[Math.round((columns.length - axis) * 0.98)];
    const grey = await columnsOf(page, canvas, [121, 121, 121]);
    const height = await page.locator(canvas).evaluate((element) => (element as HTMLCanvasElement).height);
    const text = (await page.locator('.area-allocationOverTime .readout').textContent()) ?? '';
    const btc = Number(/BTC (\d+\.\d)%/.exec(text)?.[1]);
    assert.ok(middle);
    const drawn = (middle.bottom - middle.top) / (height - 6 - 26);
    assert.ok(Math.abs(drawn - btc / 100) < 0.04, `${drawn} ${btc}`);
    assert.ok(
      grey.some((place) => place !== null),
      'Other is grey',
    );
    const shares = [...text.matchAll(/(\d+\.\d)%/g)].reduce((sum, [, share]) => sum + Number(share), 0);
    assert.ok(Math.abs(shares - 100) < 0.5, String(shares));
    await page.context().close();
  });

  it('changes subject, period, range, benchmarks and chart choices by keys, and keeps them over a reload', async () => {
    const { page, host } = await open();
    await shown(page);
    await page.getByRole('combobox', { name: 'Performance of' }).selectOption('Kraken');
    await until(() => host.named('performance').at(-1)?.subject.id === 'kraken');
    await page.getByRole('button', { name: 'YTD', exact: true }).press('Enter');
    await until(() => host.named('series').some((question) => question.from === Date.UTC(2026, 0, 1)));
    await page.getByRole('button', { name: 'vs BTC, S&P 500' }).press('Enter');
    await page.getByLabel('BTC', { exact: true }).press('Space');
    await page.keyboard.press('Escape');
    await until(() => JSON.stringify(host.named('performance').at(-1)?.benchmarks) === '["file:spx.csv"]');
    await page.getByLabel('From date').fill('2026-03-01');
    await page.getByLabel('To date').fill('2026-06-30');
    const range = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 6, 1) };
    await until(() => JSON.stringify(host.named('performance').at(-1)?.period) === JSON.stringify(range));
    await until(() => host.named('series').at(-1)?.to === range.to);
    await page.getByRole('combobox', { name: 'Rolling metric' }).selectOption('Beta');
    await page.getByRole('combobox', { name: 'Rolling window' }).selectOption('63 periods');
    await until(() => {
      const last = host.named('series').at(-1);
      return last?.series === 'rollingBeta' && last.rolling === 63;
    });
    await page.reload();
    await shown(page);
    assert.equal(await page.getByLabel('To date').inputValue(), '2026-06-30');
    assert.equal(await page.getByRole('combobox', { name: 'Rolling metric' }).inputValue(), 'rollingBeta');
    assert.equal(host.named('performance').at(-1)?.subject.id, 'kraken');
    await page.getByRole('button', { name: 'vs S&P 500' }).waitFor();
    await page.context().close();
  });

  it('saves each canvas as a PNG with title and range, each table as CSV of plain numbers', async () => {
    const { page, host } = await open();
    await shown(page);
    for (const name of ['cumulative return', 'rolling', 'allocation over time', 'distribution of returns']) {
      await page.getByRole('button', { name: `Export ${name}` }).click();
      const before = host.named('savePicture').length;
      await page.getByRole('button', { name: 'Picture (PNG)' }).click();
      await until(() => host.named('savePicture').length === before + 1);
      const saved = host.named('savePicture').at(-1);
      const bytes = Buffer.from(saved?.png ?? '', 'base64');
      assert.equal(bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a', name);
      assert.equal(bytes.subarray(-8, -4).toString('latin1'), 'IEND');
      // The browser reads it: size and background are as drawn.
      const seen = await page.evaluate(async (png) => {
        const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const ctx = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        ctx?.drawImage(bitmap, 0, 0);
        const data = [...(ctx?.getImageData(0, 0, bitmap.width, 60).data ?? [])];
        const inked = data.filter((value, index) => index % 4 === 0 && value > 0x60).length;
        return { width: bitmap.width, height: bitmap.height, corner: data.slice(0, 4), inked };
      }, saved?.png ?? '');
      assert.ok(seen.width > 400 && seen.height > 250, name);
      assert.deepEqual(seen.corner, [0x1f, 0x1f, 0x1f, 255]);
      assert.ok(seen.inked > 200, 'title and range are written');
    }
    await page.getByRole('button', { name: 'Export attribution' }).click();
    await page.getByRole('button', { name: 'Values (CSV)' }).click();
    await until(() => host.named('save').length === 1);
    const lines = host.named('save')[0]?.text.trim().split('\r\n') ?? [];
    assert.equal(lines.length, contributions.length + 1);
    assert.equal(lines[1], 'BTC,0.412,204123.45,0.41,12,0.58');
    await page.getByRole('button', { name: 'Export cumulative return' }).click();
    await page.getByRole('button', { name: 'Values (CSV)' }).click();
    await until(() => host.named('save').length === 2);
    assert.match(
      host.named('save')[1]?.text ?? '',
      /^Time,Portfolio,BTC,S&P 500,Drawdown\r\n2026-11-19T21:00:00.000Z,3\.5/,
    );
    await page.context().close();
  });

  it('keeps one failing card to itself, with its cause and a way out, and old values when asking again fails', async () => {
    const host = new FakeHost();
    host.failing = { attribution: 'The ledger of Kraken cannot be read.' };
    const { page, send, errors } = await open(all, host);
    await shown(page);
    const failed = card(page, 'Attribution');
    await failed.getByRole('alert').getByText('The ledger of Kraken cannot be read.').waitFor();
    assert.equal(await page.getByRole('alert').count(), 1);
    host.failing = {};
    await failed.getByRole('button', { name: 'Try again' }).click();
    await failed.getByText('+41.20%').first().waitFor();

    host.failing = { series: 'The history is locked by another program.' };
    await send({ type: 'changed' });
    const stale = page.locator('.area-returns .stale');
    await stale.getByText('Not updated: The history is locked by another program.').waitFor();
    assert.match((await page.locator('.area-returns .readout').textContent()) ?? '', /Portfolio \+\d/);
    host.failing = {};
    await stale.getByRole('button', { name: 'Try again' }).click();
    await stale.waitFor({ state: 'detached' });
    assert.deepEqual(errors, []);
    await page.context().close();
  });

  it('walls in a card that breaks while drawing', async () => {
    const host = new FakeHost();
    host.change = (request, value) =>
      request.name === 'performance' ? { ...(value as object), monthly: null } : value;
    const { page } = await open(all, host);
    await shown(page);
    await page.evaluate(() => {
      CanvasRenderingContext2D.prototype.setLineDash = () => {
        throw new Error('no dashes today');
      };
    });
    await page.getByRole('combobox', { name: 'Rolling metric' }).selectOption('Volatility');
    await card(page, 'Rolling').getByText('This chart could not be drawn: no dashes today').waitFor();
    assert.equal(await card(page, 'Monthly returns').getByText('No month has a return yet.').count(), 1);
    assert.equal(await page.getByRole('tab', { name: 'Performance' }).count(), 1);
    await page.context().close();
  });

  it('shows skeletons, then reasons, then what to do, in place of charts', async () => {
    const waiting = new FakeHost();
    waiting.hanging = ['performance', 'series', 'attribution'];
    const { page } = await open(all, waiting);
    await page.getByRole('status', { name: 'Loading cumulative return' }).waitFor();
    assert.equal(await page.locator('.card-loading').count(), 9);
    await page.context().close();

    const host = new FakeHost();
    host.change = (request, value) =>
      request.name === 'performance' ? { ...(value as object), reason: 'returns need two values' } : value;
    const empty = await open({ section: 'performance', period: { id: '1D' } }, host);
    await empty.page.getByText('returns need two values').waitFor();
    assert.equal(await empty.page.locator('.grid.performance').count(), 0);
    host.change = (_request, value) => value;
    await empty.page.getByRole('button', { name: 'Show all' }).click();
    await shown(empty.page);
    await empty.page.context().close();
  });

  it('shows a file as a tear sheet: no tabs, no attribution, no allocation', async () => {
    const host = new FakeHost();
    host.tearSheet = true;
    // Periods count back from the end of the file, whenever that was.
    const end = at - 400 * day;
    host.change = (request, value) =>
      request.name === 'series' ? { ...(value as SeriesAnswer), extent: { from: end - 500 * day, to: end } } : value;
    const { page } = await open({ section: 'overview' }, host);
    await shown(page);
    assert.equal(await page.getByRole('tab').count(), 0);
    for (const name of ['Attribution', 'Allocation over time']) assert.equal(await card(page, name).count(), 0);
    await page.getByRole('button', { name: 'Choose benchmark…' }).click();
    assert.equal(host.named('command').at(-1)?.command, 'chooseBenchmark');
    await page.getByRole('button', { name: '1W', exact: true }).click();
    await until(() => host.named('series').some((question) => question.from === end - 7 * day));
    await page.context().close();
  });

  it('lists all portfolios and strategies, and a row opens its performance', async () => {
    const host = new FakeHost();
    const { page } = await open({ section: 'overview' }, host);
    await page.getByRole('combobox', { name: 'Portfolio' }).selectOption('All portfolios and strategies');
    const grid = page.getByRole('grid', { name: 'Portfolios, strategies and accounts' });
    await grid.waitFor();
    assert.equal(await grid.locator('tbody tr').count(), 4);
    assert.equal(await grid.locator('svg.sparkline').count(), 4);
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await shown(page);
    assert.deepEqual(host.named('performance').at(-1)?.subject, { kind: 'strategy', id: 'momentum' });
    assert.equal(host.named('state').at(-1)?.portfolio, '/home/me/book');
    await page.context().close();
  });

  it('hides amounts at once when privacy comes on', async () => {
    const host = new FakeHost();
    const { page, send } = await open(all, host);
    await page.locator('.headline').getByText('+$412,903').waitFor();
    host.hanging = ['performance', 'attribution'];
    host.privacy = true;
    await send({ type: 'changed' });
    await page.getByRole('button', { name: 'Show amounts' }).waitFor();
    assert.doesNotMatch(await page.locator('#section').innerHTML(), /\$\d/);
    await page.context().close();
  });
});

describe('correlation by choice', function () {
  this.timeout(30_000);
  let bench: Bench;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  it('asks by method and window, says what it means, and has all values as a table', async () => {
    const { page, host } = await bench.open({ savedState: { section: 'risk' } });
    await page.getByText('Pearson, daily returns, 90 days').waitFor();
    await page.getByRole('combobox', { name: 'Correlation method' }).selectOption('EWMA');
    await page.getByRole('combobox', { name: 'Correlation window' }).selectOption('365 days');
    await until(() => host.named('correlation').at(-1)?.window === 365);
    assert.equal(host.named('correlation').at(-1)?.method, 'ewma');
    await page.getByText('exponentially weighted, daily returns, 365 days').waitFor();
    await page.getByText('One bet: SOL, ADA, DOGE').waitFor();
    for (const name of ['Diversification ratio', 'Effective number of bets', 'Concentration (HHI)']) {
      assert.equal(await page.getByRole('button', { name }).count(), 1);
    }
    await page.getByRole('button', { name: 'Show correlation as table' }).click();
    const grid = page.getByRole('grid', { name: 'Correlations' });
    const matrix = host.state?.analytics?.correlation;
    const second = await grid.locator('tbody tr').nth(1).locator('td').allTextContents();
    assert.deepEqual(second.slice(0, 3), [matrix?.assets[1], matrix?.rows[1]?.[0]?.toFixed(2), '1.00']);
    await page.context().close();
  });
});
