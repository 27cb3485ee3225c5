import type { Curve } from '../../../src/core/model/series.ts';

/** What the benchmark's page offers for the product and for its reference: each draws into a box, and tells the time it took. */
export interface Drawing {
  /** What the page does while it waits for its data; not timed. */
  warm(): void;
  /** ms until the first pixels of the chart are there. */
  first(curve: Curve): Promise<number>;
  /** ms until the middle half of the time is drawn instead; `answer`: what the engine sent for it, null: to be told from `curve`. */
  zoom(curve: Curve, answer: Curve | null): Promise<number>;
}

/** Makes the browser finish what was drawn: reading a pixel waits for the raster. */
export function settle(box: HTMLElement): void {
  for (const canvas of box.querySelectorAll('canvas')) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
}

export function makeBox(): HTMLElement {
  const box = document.createElement('div');
  box.style.cssText = 'position: relative; width: 1200px; height: 400px';
  document.body.append(box);
  return box;
}

/** The middle half of a curve, by time. */
export function middle(curve: Curve): Curve {
  const [from, to] = [curve.at[0] ?? 0, curve.at.at(-1) ?? 0];
  const [low, high] = [from + (to - from) / 4, to - (to - from) / 4];
  const first = curve.at.findIndex((time) => time >= low);
  const end = curve.at.findIndex((time) => time > high);
  return { at: curve.at.slice(first, end), value: curve.value.slice(first, end) };
}
