import type { CorrelationMatrix } from '../../core/model/analytics.ts';
import type { CorrelationView } from '../../protocol/panelView.ts';
import { formatRatio } from '../format.ts';
import { correlationSubtitle } from './correlationChoice.ts';

/** |ρ| from which two assets are called highly correlated: RISK-9. */
const high = 0.7;
const most = 8;

export function correlation(matrix: CorrelationMatrix | null): CorrelationView | null {
  if (!matrix || matrix.assets.length === 0) return null;
  return {
    title: 'Correlation',
    subtitle: correlationSubtitle(matrix),
    assets: matrix.assets,
    rows: matrix.rows,
    overlap: matrix.overlap,
    flags: flags(matrix),
    excluded: matrix.excluded.map((entry) => `${entry.asset}: ${entry.reason}`),
  };
}

function flags(matrix: CorrelationMatrix): readonly string[] {
  const pairs = matrix.assets.flatMap((a, row) =>
    matrix.assets.slice(0, row).flatMap((b, column) => {
      const rho = matrix.rows[row]?.[column] ?? null;
      return rho !== null && Math.abs(rho) >= high ? [{ a, b, rho }] : [];
    }),
  );
  pairs.sort((x, y) => Math.abs(y.rho) - Math.abs(x.rho));
  const lines = pairs
    .slice(0, most)
    .map(({ a, b, rho }) =>
      rho > 0
        ? `High correlation between ${b} and ${a} (${formatRatio(rho)}): diversification limited`
        : `${b} and ${a} move against each other (${formatRatio(rho)})`,
    );
  if (pairs.length > most) lines.push(`and ${pairs.length - most} more pairs with |ρ| ≥ ${high}`);
  return lines;
}
