import { Component, type ReactNode } from 'react';

/** Keeps the navigation usable when a page breaks. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <section className="notice" role="alert">
        <h1>This page could not be shown</h1>
        <p>Something in the dashboard broke. Nothing in the store was changed.</p>
        <button type="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </section>
    );
  }
}
