/** A box that fails says so in its place; the others, and the map, stand. It is tried again when what it shows is another. */
import { Component, type ReactNode } from "react";
import { usePart, useSay } from "../useWall.ts";

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}
interface Inner extends Props {
  readonly words: string;
  /** Another one: try again. */
  readonly turn: number;
}
interface State {
  readonly failedAt: number | null;
}

class Keeper extends Component<Inner, State> {
  override state: State = { failedAt: null };

  static getDerivedStateFromError(): Partial<State> {
    return { failedAt: -1 };
  }

  override componentDidCatch(error: unknown): void {
    console.error(`The wall's box "${this.props.name}" failed.`, error);
    this.setState({ failedAt: this.props.turn });
  }

  override componentDidUpdate(): void {
    const { failedAt } = this.state;
    if (failedAt !== null && failedAt >= 0 && failedAt !== this.props.turn) this.setState({ failedAt: null });
  }

  override render(): ReactNode {
    return this.state.failedAt === null ? this.props.children : <p className="wall-broken">{this.props.words}</p>;
  }
}

const turnOf = ({ turn }: { readonly turn: number }) => turn;

export function Guard({ name, children }: Props) {
  const say = useSay();
  return (
    <Keeper name={name} words={say.t("wall.broken")} turn={usePart(turnOf)}>
      {children}
    </Keeper>
  );
}
