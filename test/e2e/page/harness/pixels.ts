import type { Page } from 'playwright-core';

/** The colours of a canvas that are not background, counted: what is drawn, not what is meant. */
export async function colours(page: Page, canvas: string): Promise<ReadonlyMap<string, number>> {
  const counted = await page.locator(canvas).evaluate((element) => {
    const source = element as HTMLCanvasElement;
    const data = source.getContext('2d')?.getImageData(0, 0, source.width, source.height).data ?? [];
    const counts: Record<string, number> = {};
    for (let index = 0; index < data.length; index += 4) {
      if (data[index + 3] !== 255) continue;
      const key = `${data[index]},${data[index + 1]},${data[index + 2]}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  });
  return new Map(Object.entries(counted));
}

/** In each column of the canvas, the topmost and lowest pixel of about this colour; null where there is none. */
export async function columnsOf(
  page: Page,
  canvas: string,
  colour: readonly [number, number, number],
): Promise<readonly ({ readonly top: number; readonly bottom: number } | null)[]> {
  return page.locator(canvas).evaluate((element, [r, g, b]) => {
    const source = element as HTMLCanvasElement;
    const { width, height } = source;
    const data = source.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    return Array.from({ length: width }, (_, x) => {
      let [top, bottom] = [-1, -1];
      for (let y = 0; y < height; y += 1) {
        const at = (y * width + x) * 4;
        const near = (offset: number, want: number) => Math.abs((data[at + offset] ?? 0) - want) <= 12;
        if (!near(0, r) || !near(1, g) || !near(2, b) || (data[at + 3] ?? 0) < 200) continue;
        if (top < 0) top = y;
        bottom = y;
      }
      return top < 0 ? null : { top, bottom };
    });
  }, colour);
}
