import { formatRatio } from '../../src/present/format.ts';
import type { CorrelationView } from '../../src/protocol/panelView.ts';
import { Icon } from '../kit/icon.tsx';
import { CorrelationPlot } from './correlationPlot.tsx';
import { Explained } from './explained.tsx';
import { fixedChart } from './fixedCard.tsx';

const methods = ['pearson', 'spearman', 'ewma'] as const;

/** How the held assets move together, with what that means in words: RISK-9. */
export const correlation = fixedChart({
  id: 'correlation',
  title: 'Correlation',
  section: 'risk',
  bookOnly: true,
  choices: [
    {
      id: 'method',
      label: 'Correlation method',
      options: [
        { value: 'pearson', title: 'Pearson' },
        { value: 'spearman', title: 'Spearman' },
        { value: 'ewma', title: 'EWMA' },
      ],
    },
    {
      id: 'window',
      label: 'Correlation window',
      options: [
        { value: 'auto', title: 'configured window' },
        ...['30', '60', '90', '180', '365', '730'].map((days) => ({ value: days, title: `${days} days` })),
      ],
    },
  ],
  name: 'correlation',
  question: (scope, _ui, chosen) => ({
    portfolio: scope.portfolio,
    method: methods.find((method) => method === chosen['method']) ?? 'pearson',
    window: chosen['window'] === 'auto' ? null : Number(chosen['window']),
  }),
  subtitle: (answer) => answer.view?.subtitle ?? '',
  empty: (answer) =>
    answer.view === null || answer.view.assets.length === 0
      ? (answer.reason ?? 'Correlations need at least two assets with daily prices.')
      : null,
  canvas: true,
  table: (answer) => correlationTable(answer.view),
  Plot: ({ answer }) => (answer.view ? <CorrelationPlot matrix={answer.view} /> : <p />),
  Notes: ({ answer }) => {
    const { flags, excluded } = answer.view ?? { flags: [], excluded: [] };
    return (
      <>
        {answer.diversification.length > 0 ? (
          <Explained groups={[{ title: null, rows: answer.diversification }]} />
        ) : null}
        {flags.length > 0 ? (
          <ul class="flags">
            {flags.map((flag) => (
              <li key={flag}>
                <Icon name="info" />
                <span>{flag}</span>
              </li>
            ))}
          </ul>
        ) : null}
        {excluded.length > 0 ? <p class="muted small">{`Left out: ${excluded.join('; ')}`}</p> : null}
      </>
    );
  },
});

function correlationTable(matrix: CorrelationView | null) {
  const { assets, rows } = matrix ?? { assets: [], rows: [] };
  return {
    id: 'correlation',
    title: 'Correlations',
    columns: [
      { id: '\u0000asset', title: 'Asset', align: 'start' as const },
      ...assets.map((asset) => ({ id: asset, title: asset, align: 'end' as const })),
    ],
    rows: assets.map((asset, row) => ({
      id: asset,
      cells: [
        { text: asset, sort: asset },
        ...assets.map((_, column) => {
          const rho = rows[row]?.[column] ?? null;
          return { text: formatRatio(rho), sort: rho };
        }),
      ],
    })),
    empty: '',
    incomplete: null,
  };
}
