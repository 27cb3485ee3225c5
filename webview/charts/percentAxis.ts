import { formatPercent, formatRatio } from '../../src/present/format.ts';
import type { Tone } from '../../src/protocol/panelView.ts';

/** Labels with as many decimals as the step between ticks needs. */
export function percentLabel(value: number, ticks: readonly number[]): string {
  return formatPercent(value, { digits: stepDigits(ticks, 100) });
}

export function ratioLabel(value: number, ticks: readonly number[]): string {
  return formatRatio(value, stepDigits(ticks, 1));
}

/** The fewest decimals that show every tick as it is. */
function stepDigits(ticks: readonly number[], scale: number): number {
  for (const digits of [0, 1, 2, 3]) {
    const power = scale * 10 ** digits;
    if (ticks.every((tick) => Math.abs(tick * power - Math.round(tick * power)) < 1e-6 * power)) return digits;
  }
  return 4;
}

export function signTone(value: number): Tone {
  return value >= 0.00005 ? 'up' : value <= -0.00005 ? 'down' : 'none';
}

export function lossTone(value: number): Tone {
  return value < -0.00005 ? 'down' : 'none';
}
