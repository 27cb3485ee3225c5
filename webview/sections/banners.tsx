import type { PageCommand } from '../../src/protocol/page.ts';
import type { Banner } from '../../src/protocol/panelView.ts';
import { Icon, type IconName } from '../kit/icon.tsx';
import { usePage } from '../kit/page.ts';

const icons: Readonly<Record<Banner['tone'], IconName>> = { info: 'info', warning: 'warning', error: 'error' };

/** What must be known before reading the numbers. `problem` is the page's own: the host does not answer. */
export function Banners(props: { readonly problem: Banner | null; onRetry(): void }) {
  const { view, run } = usePage();
  const list = props.problem ? [props.problem, ...view.banners] : view.banners;
  if (list.length === 0) return null;
  return (
    <div class="banners" role="status">
      {list.map((banner) => (
        <div key={banner.text} class={`banner ${banner.tone}`}>
          <Icon name={icons[banner.tone]} />
          <span>{banner.text}</span>
          {banner.action ? (
            <button
              type="button"
              class="link"
              onClick={() => {
                if (banner === props.problem) props.onRetry();
                // The guard has checked that the command is one of the page's.
                else if (banner.action) run(banner.action.command as PageCommand, banner.action.argument);
              }}
            >
              {banner.action.title}
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}
