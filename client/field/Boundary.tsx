/** A part of the page that broke says so, and the others go on. */
import { Component, type ReactNode } from "react";

interface Props {
  readonly children: ReactNode;
  readonly words: string;
  /** On the button that loads the page anew; left out, there is none. */
  readonly again?: string;
}

export class Boundary extends Component<Props, { broken: boolean }> {
  override readonly state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override render(): ReactNode {
    const { children, words, again } = this.props;
    if (!this.state.broken) return children;
    return (
      <div className="tab" role="alert">
        <p className="inline-failure">{words}</p>
        {again && (
          <button type="button" className="button" onClick={() => location.reload()}>
            {again}
          </button>
        )}
      </div>
    );
  }
}
