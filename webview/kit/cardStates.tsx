import type { ComponentChildren } from 'preact';
import type { Action } from './states.tsx';

/** A card's own failure: the cause and "Try again", while the other cards go on. */
export function CardError(props: { readonly error: string; onRetry(): void }) {
  return (
    <div class="card-state" role="alert">
      <p>{props.error}</p>
      <button type="button" class="secondary" onClick={props.onRetry}>
        Try again
      </button>
    </div>
  );
}

/** Nothing to show, why, and what changes that. */
export function CardEmpty(props: { readonly children: ComponentChildren; readonly action?: Action | null }) {
  return (
    <div class="card-state empty-state">
      <p class="sentence">{props.children}</p>
      {props.action ? (
        <button type="button" class="secondary" onClick={props.action.run}>
          {props.action.title}
        </button>
      ) : null}
    </div>
  );
}

/** A grey shape where the content will be. */
export function CardLoading(props: { readonly title: string }) {
  return (
    <div class="card-state card-loading" role="status" aria-label={`Loading ${props.title.toLowerCase()}`}>
      <span class="bone fill-bone" />
    </div>
  );
}

/** The values before the one that could not be read: they stay, and it is said. */
export function StaleBadge(props: { readonly error: string; onRetry(): void }) {
  return (
    <span class="badge-warning stale" title={props.error} role="status">
      Not updated: {props.error}{' '}
      <button type="button" class="link" onClick={props.onRetry}>
        Try again
      </button>
    </span>
  );
}
