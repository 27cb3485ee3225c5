import { formatPercent, formatRatio } from '../../src/present/format.ts';
import type { Tone } from '../../src/protocol/panelView.ts';

/** Labels with as many decimals as the step between ticks needs. */
export function percentLabel(value: number, ticks: readonly number[]): string {
  return formatPercent(value, { digits: stepDigits(ticks, 100) });
}

export function ratioLabel(value: number, ticks: readonly number[]): string {
  return formatRatio(value, stepDigits(ticks, 1));
}

function stepDigits(ticks: readonly number[], scale: number): number {
  const step = Math.abs((ticks[1] ?? 0.1) - (ticks[0] ?? 0)) * scale;
  return step >= 0.999 && ticks.every((tick) => Math.abs(tick * scale - Math.round(tick * scale)) < 1e-6)
    ? 0
    : step >= 0.0999
      ? 1
      : 2;
}

export function signTone(value: number): Tone {
  return value >= 0.00005 ? 'up' : value <= -0.00005 ? 'down' : 'none';
}

export function lossTone(value: number): Tone {
  return value < -0.00005 ? 'down' : 'none';
}
