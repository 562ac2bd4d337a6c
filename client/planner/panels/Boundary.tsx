/** Around a part of the page: when it fails, it says so and can be tried again, and the rest goes on. */
import { Component } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { Failed } from "./Standing.tsx";

export class Boundary extends Component<{ readonly children: React.ReactNode }, { failure: Word | null }> {
  override state = { failure: null as Word | null };

  static getDerivedStateFromError(error: unknown): { failure: Word } {
    return { failure: wordsOf(error) };
  }
  override render(): React.ReactNode {
    const { failure } = this.state;
    return failure ? <Failed failure={failure} again={() => this.setState({ failure: null })} /> : this.props.children;
  }
}
