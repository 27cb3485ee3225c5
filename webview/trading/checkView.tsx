import type { PlanView } from '../../src/protocol/tradingView.ts';
import { Icon, type IconName } from '../kit/icon.tsx';
import { BeforeAfter } from './beforeAfter.tsx';
import { Words } from './words.tsx';

type Check = NonNullable<PlanView['check']>;

const icons: Readonly<Record<Check['state'], IconName>> = { allowed: 'pass', refused: 'error', unknown: 'question' };
const titles: Readonly<Record<Check['state'], string>> = {
  allowed: 'Pre-trade check passed',
  refused: 'Pre-trade check refuses these orders',
  unknown: 'Pre-trade check cannot be made',
};

/** RISK-8 in words and bars: what the orders would do to the limits. */
export function CheckView(props: { readonly check: Check }) {
  const { check } = props;
  return (
    <div class={`check check-${check.state}`}>
      <h3>
        <Icon name={icons[check.state]} /> {titles[check.state]}
      </h3>
      {check.text === '' ? null : <p class="muted">{check.text}</p>}
      <Words icon="error" tone="error" name="Reasons" lines={check.reasons} />
      <Words icon="warning" tone="warning" name="Warnings" lines={check.warnings} />
      <Words icon="pass" tone="up" name="What gets better" lines={check.improves} />
      {check.bars.length > 0 ? (
        <ul class="limits" aria-label="Limits before and after">
          {check.bars.map((pair) => (
            <BeforeAfter key={pair.after.id} before={pair.before} after={pair.after} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
