import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatRatio } from '../../src/present/format.ts';
import type { CorrelationView } from '../../src/protocol/panelView.ts';
import { usePage } from '../kit/page.ts';
import { cellAt, matrixChart, matrixSize } from './matrixChart.ts';
import { useChart } from './useChart.ts';

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The lower triangle, blue for together and red for against; the pair under the pointer or the keys is told in words. */
export function CorrelationPlot(props: { readonly matrix: CorrelationView }) {
  const { matrix } = props;
  const { palette } = usePage();
  const [cell, setCell] = useState<Cell | null>(null);
  const [width, setWidth] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const configuration = useMemo(
    () => (width > 0 ? matrixChart(matrix, palette, width) : null),
    [matrix, palette, width],
  );
  const { canvas, chart } = useChart(configuration);
  const count = matrix.assets.length;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const move = (rows: number, columns: number) => {
    const row = Math.max(0, Math.min(count - 1, (cell?.row ?? 0) + rows));
    setCell({ row, column: Math.max(0, Math.min(row, (cell?.column ?? 0) + columns)) });
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1, 0),
    ArrowUp: () => move(-1, 0),
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
    Escape: () => setCell(null),
  };
  return (
    <>
      <p class="readout" aria-live="polite">
        {cell ? pair(matrix, cell) : <span class="muted">Point at a cell, or walk with the arrow keys</span>}
      </p>
      <div
        class="matrix"
        ref={box}
        style={{ height: `${matrixSize(count, width).height}px` }}
        role="application"
        aria-label={`Correlation matrix of ${count} assets. Arrow keys walk the cells; the table button shows all values.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing takes keys
        tabIndex={0}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          act();
        }}
        onPointerMove={(event) => {
          const bounds = event.currentTarget.getBoundingClientRect();
          setCell(
            chart.current
              ? cellAt(chart.current, count, event.clientX - bounds.left, event.clientY - bounds.top)
              : null,
          );
        }}
        onPointerLeave={() => setCell(null)}
      >
        <canvas ref={canvas} />
      </div>
      <div class="scale" aria-hidden="true">
        <span>−1</span>
        <i />
        <span>+1</span>
      </div>
    </>
  );
}

function pair(matrix: CorrelationView, cell: Cell) {
  const rho = matrix.rows[cell.row]?.[cell.column] ?? null;
  const days = matrix.overlap[cell.row]?.[cell.column] ?? 0;
  const names = `${matrix.assets[cell.column] ?? ''} – ${matrix.assets[cell.row] ?? ''}`;
  return (
    <>
      <span>{names}</span> <b>{rho === null ? 'too little overlap' : formatRatio(rho)}</b>{' '}
      <span class="muted">{`${days} common days`}</span>
    </>
  );
}
