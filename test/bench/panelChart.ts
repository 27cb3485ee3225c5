import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import type { Curve } from '../../src/core/model/series.ts';
import { decimate } from '../../src/core/series/m4.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BenchRow, median } from './benchRow.ts';
import { type Drawing, middle } from './charts/drawing.ts';

const rounds = 9;
const sides = ['product', 'reference'] as const;
const aim = 1.5;

interface Times {
  /** Nothing of the library ran before. */
  readonly cold: number;
  /** After what the page does while it waits for its data. */
  readonly first: number;
  readonly zoom: number;
  readonly again: number;
  readonly zoomAgain: number;
}

interface Data {
  readonly curve: Curve;
  readonly zoomed: Curve | null;
}

/**
 * One line chart of 1200 × 400 in Chromium beside uPlot on the same data. Every round is a page that was never opened before,
 * alternating: "first" is the first chart, "again" the second one of the page.
 */
export async function run(): Promise<readonly BenchRow[]> {
  const scripts = await Promise.all(sides.map((side) => bundle(side)));
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html><body class="vscode-dark"></body></html>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'string' || address === null) throw new Error('the server has no port');
  const browser = await launchBrowser();
  try {
    const url = `http://127.0.0.1:${address.port}/`;
    const raw = { curve: walk(100_000, 60_000), zoomed: null };
    // What the engine would send of five years of minutes for this width, and of their middle half.
    const all = walk(2_628_000, 60_000);
    const minutes = { curve: decimate(all, 1_136), zoomed: decimate(middle(all), 1_136) };
    return [
      ...(await compare(browser, url, scripts, raw, '100,000 points')),
      ...(await compare(browser, url, scripts, minutes, 'five years of minutes after M4')),
    ];
  } finally {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function compare(
  browser: Browser,
  url: string,
  scripts: readonly string[],
  data: Data,
  name: string,
): Promise<readonly BenchRow[]> {
  const times = sides.map((): Times[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, script] of scripts.entries()) {
      const cold = await measure(browser, url, script, data, false);
      times[index]?.push({ ...(await measure(browser, url, script, data, true)), cold: cold.first });
    }
  }
  const row = (what: string, key: keyof Times): BenchRow => {
    const [value, reference] = times.map((list) => median(list.map((entry) => entry[key])));
    return {
      name: `charts: ${what}, ${name}`,
      value: value ?? Number.NaN,
      unit: 'ms',
      reference: { name: 'uPlot on the same data', value: reference ?? Number.NaN },
      aim: `≤ ${aim} ×`,
      met: (value ?? Number.NaN) <= (reference ?? 0) * aim,
    };
  };
  return [
    row('first, cold', 'cold'),
    row('first', 'first'),
    row('again', 'again'),
    row('zoom', 'zoom'),
    row('zoom again', 'zoomAgain'),
  ];
}

async function measure(
  browser: Browser,
  url: string,
  script: string,
  data: Data,
  warm: boolean,
): Promise<Omit<Times, 'cold'>> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 600 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    // As text: the browser driver takes seconds for long arrays.
    await page.evaluate((text) => Object.assign(window, { data: JSON.parse(text) }), JSON.stringify(data));
    await page.addScriptTag({ content: script });
    return await page.evaluate(async (warmed) => {
      const { drawing, data } = window as unknown as { readonly drawing: Drawing; readonly data: Data };
      if (warmed) drawing.warm();
      const first = await drawing.first(data.curve);
      const zoom = await drawing.zoom(data.curve, data.zoomed);
      const again = await drawing.first(data.curve);
      const zoomAgain = await drawing.zoom(data.curve, data.zoomed);
      return { first, zoom, again, zoomAgain };
    }, warm);
  } finally {
    await context.close();
  }
}

async function bundle(side: (typeof sides)[number]): Promise<string> {
  const result = await build({
    entryPoints: [join(import.meta.dirname, 'charts', `${side}.ts`)],
    bundle: true,
    minify: true,
    format: 'iife',
    tsconfigRaw: {},
    write: false,
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** A random walk that is the same on every run (mulberry32). */
function walk(count: number, step: number): Curve {
  let state = 7;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const from = Date.UTC(2021, 0, 1);
  const at = Array.from({ length: count }, (_, index) => from + index * step);
  let level = 100;
  return {
    at,
    value: at.map(() => {
      level *= 1 + 0.002 * (next() - 0.4995);
      return level;
    }),
  };
}
