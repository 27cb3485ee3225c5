import uPlot from 'uplot';
import { type Drawing, makeBox, middle, settle } from './drawing.ts';

/** The same line in uPlot, with its axes and grid. */
const box = makeBox();
let plot: uPlot | null = null;
const options: uPlot.Options = {
  width: 1200,
  height: 400,
  legend: { show: false },
  ms: 1,
  axes: [{}, { side: 1 }],
  series: [{}, { stroke: 'rgba(55, 148, 255, 1)', width: 1.6 }],
};

/** uPlot draws in a microtask after it was told to. */
async function drawn(started: number): Promise<number> {
  await Promise.resolve();
  await Promise.resolve();
  settle(box);
  return performance.now() - started;
}

const drawing: Drawing = {
  warm: () => undefined,
  first(curve) {
    const started = performance.now();
    box.replaceChildren();
    plot = new uPlot(options, [[...curve.at], [...curve.value]], box);
    return drawn(started);
  },
  zoom(curve, answer) {
    const { at, value } = answer ?? middle(curve);
    const started = performance.now();
    if (answer) plot?.setData([[...at], [...value]]);
    else plot?.setScale('x', { min: at[0] ?? 0, max: at.at(-1) ?? 0 });
    return drawn(started);
  },
};
Object.assign(window, { drawing });
