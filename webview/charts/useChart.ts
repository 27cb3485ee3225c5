import { Chart, type ChartConfiguration, type ChartType } from 'chart.js';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Keeps one Chart.js chart on a canvas: made once, updated without animation, destroyed with the component. */
export function useChart<T extends ChartType, D>(configuration: ChartConfiguration<T, D> | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<T, D> | null>(null);
  const made = useRef<ChartConfiguration<T, D> | null>(null);

  // Before the browser paints: no frame shows the card without its chart.
  useLayoutEffect(() => {
    if (!configuration || !canvas.current) return;
    // Chart.js takes plugins only when it makes a chart; other plugins need another chart.
    const same = plugins(made.current).every((plugin, index) => plugin === plugins(configuration)[index]);
    if (chart.current && !same) {
      chart.current.destroy();
      chart.current = null;
    }
    if (chart.current) {
      chart.current.data = configuration.data;
      if (configuration.options) chart.current.options = configuration.options;
      chart.current.update('none');
    } else {
      chart.current = new Chart(canvas.current, configuration);
      made.current = configuration;
    }
  }, [configuration]);

  useEffect(
    () => () => {
      chart.current?.destroy();
      chart.current = null;
    },
    [],
  );
  return { canvas, chart };
}

function plugins<T extends ChartType, D>(configuration: ChartConfiguration<T, D> | null) {
  return configuration?.plugins ?? [];
}
