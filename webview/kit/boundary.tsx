import { Component, type ComponentChildren } from 'preact';

interface State {
  readonly error: string | null;
}

/** What breaks in here stays in here: REL-1. */
export class Boundary extends Component<
  { readonly children: ComponentChildren; fallback(error: string, again: () => void): ComponentChildren },
  State
> {
  override state: State = { error: null };

  static override getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return this.props.fallback(this.state.error, () => this.setState({ error: null }));
  }
}
