import type { Tone } from '../../src/protocol/panelView.ts';
import { Card } from '../kit/card.tsx';
import { Icon, type IconName } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';

const icons: Readonly<Partial<Record<Tone, IconName>>> = { error: 'error', warning: 'warning' };
const words: Readonly<Partial<Record<Tone, string>>> = { error: 'Critical', warning: 'Warning' };

/** What is wrong with data or set-up, worst first, with what fixes it. */
export function HealthCard() {
  const { view, run } = usePage();
  return (
    <Card title="Health" subtitle={view.health.length === 0 ? '' : String(view.health.length)} area="health">
      {view.health.length === 0 ? (
        <p class="all-well">
          <Icon name="pass" /> Every account answers, and everything held has a fresh price.
        </p>
      ) : (
        <ul class="health">
          {view.health.map((item) => (
            <li key={item.id} class={`tone-icon-${item.tone}`}>
              <Icon name={icons[item.tone] ?? 'info'} />
              <div>
                <b>
                  <span class="hidden">{`${words[item.tone] ?? 'Note'}: `}</span>
                  {item.title}
                </b>
                <p class="muted">{item.detail}</p>
              </div>
              {item.action ? (
                <button type="button" class="secondary" onClick={() => run('health', item.action?.argument ?? null)}>
                  {item.action.title}
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
