/** Around a part of the page: when it fails, it says so and can be tried again, and the rest goes on. */
import { Component } from "react";
import { wordsOf } from "../../api/http.ts";
import type { AppState, Failure } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";
import { Notice } from "./Notice.tsx";

interface Props {
  /** The part is tried again by itself when this is another: what is shown is another thing. */
  readonly of?: string;
  readonly children: React.ReactNode;
}

export class Boundary extends Component<Props, { failure: Failure | null; of: string | undefined }> {
  override state = { failure: null as Failure | null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): { failure: Failure } {
    return { failure: wordsOf(error) };
  }
  static getDerivedStateFromProps({ of }: Props, state: { of: string | undefined }): object | null {
    return of === state.of ? null : { of, failure: null };
  }

  override render(): React.ReactNode {
    const { failure } = this.state;
    return failure ? <Failed failure={failure} again={() => this.setState({ failure: null })} /> : this.props.children;
  }
}

const langOf = (state: AppState) => state.view.lang;

function Failed({ failure, again }: { failure: Failure; again: () => void }) {
  const say = useSay();
  const lang = usePart(langOf);
  return <Notice kind="failed" title={say.t("app.partFailed")} detail={failure[lang]} act={{ label: say.t("app.retry"), run: again }} />;
}
