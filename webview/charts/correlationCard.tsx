import { useState } from 'preact/hooks';
import { formatRatio } from '../../src/present/format.ts';
import type { CorrelationView } from '../../src/protocol/panelView.ts';
import { IconButton } from '../kit/button.tsx';
import { Card } from '../kit/card.tsx';
import { Icon } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';
import { CorrelationPlot } from './correlationPlot.tsx';

/** How the held assets move together, with what that means in words. */
export function CorrelationCard() {
  const { view } = usePage();
  const [asTable, setAsTable] = useState(false);
  const matrix = view.correlation;
  return (
    <Card
      title="Correlation"
      subtitle={matrix?.subtitle ?? ''}
      area="correlation"
      tools={
        matrix ? (
          <IconButton
            icon="table"
            label="Show correlations as table"
            pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          />
        ) : null
      }
    >
      {matrix ? (
        <>
          {asTable ? <CorrelationTable matrix={matrix} /> : <CorrelationPlot matrix={matrix} />}
          <Notes matrix={matrix} />
        </>
      ) : (
        <p class="empty">{view.correlationReason ?? 'Correlations need at least two assets with daily prices.'}</p>
      )}
    </Card>
  );
}

function Notes(props: { readonly matrix: CorrelationView }) {
  const { flags, excluded } = props.matrix;
  return (
    <>
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
}

function CorrelationTable(props: { readonly matrix: CorrelationView }) {
  const { assets, rows } = props.matrix;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by key
    <section class="table-box matrix-table" tabIndex={0} aria-label="Correlations as table">
      <table>
        <thead>
          <tr>
            <th scope="col">Asset</th>
            {assets.map((asset) => (
              <th key={asset} scope="col" class="end">
                {asset}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {assets.map((asset, row) => (
            <tr key={asset}>
              <th scope="row">{asset}</th>
              {assets.map((other, column) => (
                <td key={other} class="end">
                  {formatRatio(rows[row]?.[column] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
