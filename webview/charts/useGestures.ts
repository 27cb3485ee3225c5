import { useEffect, useRef, useState } from 'preact/hooks';
import { pan, type Span, zoom } from './range.ts';

export interface Gestures {
  /** Left edge and width of the plot inside the wrapper, CSS pixels. */
  plot(): { readonly left: number; readonly width: number } | null;
  readonly span: Span;
  readonly extent: Span;
  onSpan(span: Span): void;
  onReset(): void;
  /** Time under the crosshair; null outside. */
  onHover(at: number | null): void;
}

/** A drag that marks a range to zoom to, in pixels of the wrapper. */
export interface Selection {
  readonly from: number;
  readonly to: number;
}

/**
 * Drag zooms, shift-drag pans, Ctrl+wheel zooms about the pointer, double-click resets. The wheel alone scrolls the page
 * as everywhere else.
 */
export function useGestures(gestures: Gestures) {
  const wrapper = useRef<HTMLDivElement>(null);
  const current = useRef(gestures);
  current.current = gestures;
  const [selection, setSelection] = useState<Selection | null>(null);

  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    let drag: { readonly x: number; readonly span: Span; readonly panning: boolean } | null = null;

    const place = (event: MouseEvent) => {
      const plot = current.current.plot();
      if (!plot) return null;
      const x = event.clientX - element.getBoundingClientRect().left;
      const clamped = Math.min(Math.max(x, plot.left), plot.left + plot.width);
      const { span } = current.current;
      return { x: clamped, plot, at: span.from + ((clamped - plot.left) / plot.width) * (span.to - span.from) };
    };
    const down = (event: PointerEvent) => {
      const where = place(event);
      if (!where || event.button !== 0) return;
      drag = { x: where.x, span: current.current.span, panning: event.shiftKey };
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      const where = place(event);
      if (!where) return;
      if (!drag) current.current.onHover(where.at);
      else if (drag.panning) {
        const perPixel = (drag.span.to - drag.span.from) / where.plot.width;
        current.current.onSpan(pan(drag.span, (drag.x - where.x) * perPixel, current.current.extent));
      } else setSelection({ from: Math.min(drag.x, where.x), to: Math.max(drag.x, where.x) });
    };
    const up = (event: PointerEvent) => {
      const where = place(event);
      const from = drag;
      drag = null;
      setSelection(null);
      // A few pixels are a click with an unsteady hand.
      if (!where || !from || from.panning || Math.abs(where.x - from.x) < 6) return;
      const time = (x: number) =>
        from.span.from + ((x - where.plot.left) / where.plot.width) * (from.span.to - from.span.from);
      const [a, b] = [time(from.x), time(where.x)];
      current.current.onSpan({ from: Math.min(a, b), to: Math.max(a, b) });
    };
    const cancel = () => {
      drag = null;
      setSelection(null);
    };
    const leave = () => current.current.onHover(null);
    const wheel = (event: WheelEvent) => {
      const where = place(event);
      if (!(event.ctrlKey || event.metaKey) || !where) return;
      event.preventDefault();
      const { span, extent, onSpan } = current.current;
      onSpan(zoom(span, where.at, Math.exp(Math.max(-100, Math.min(100, event.deltaY)) * 0.004), extent));
    };
    const reset = () => current.current.onReset();

    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', cancel);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('dblclick', reset);
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', cancel);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('dblclick', reset);
    };
  }, []);

  return { wrapper, selection };
}
