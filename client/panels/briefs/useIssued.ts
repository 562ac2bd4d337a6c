/** What was issued, newest first, page by page. */
import { useEffect, useState } from "react";
import type { BriefKind } from "../../../server/contract/brief.ts";
import type { IssuedBrief } from "../../../server/contract/types.ts";
import { askIssued } from "../../api/briefs.ts";
import { wasLeft, wordsOf } from "../../api/http.ts";
import type { Failure } from "../../state/app.ts";

export interface IssuedList {
  readonly state: "loading" | "ready" | "failed";
  readonly rows: readonly IssuedBrief[];
  readonly next: string | null;
  readonly failure: Failure | null;
  /** Asks for the page after; nothing while one is asked. */
  more(): void;
  /** Asks for all of it anew. */
  again(): void;
}

const none = {
  state: "loading" as IssuedList["state"],
  rows: [] as readonly IssuedBrief[],
  next: null as string | null,
  failure: null as Failure | null,
};

/** @param kind null = of every kind */
export function useIssued(kind: BriefKind | null): IssuedList {
  const [turn, setTurn] = useState(0);
  const [wanted, want] = useState<string | null>(null);
  const [list, setList] = useState(none);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn is asking again
  useEffect(() => {
    const control = new AbortController();
    setList((before) =>
      wanted === null
        ? { ...none, rows: before.rows.filter((row) => kind === null || row.kind === kind) }
        : { ...before, state: "loading", failure: null },
    );
    askIssued(kind, wanted, control.signal).then(
      ({ rows, next }) => {
        if (!control.signal.aborted)
          setList((before) => ({ state: "ready", rows: wanted === null ? rows : [...before.rows, ...rows], next, failure: null }));
      },
      (error) => {
        if (!control.signal.aborted && !wasLeft(error)) setList((before) => ({ ...before, state: "failed", failure: wordsOf(error) }));
      },
    );
    return () => control.abort();
  }, [kind, wanted, turn]);
  const [of, setOf] = useState(kind);
  if (of !== kind) {
    setOf(kind);
    want(null);
  }
  return {
    ...list,
    more: () => list.state !== "loading" && list.next !== null && want(list.next),
    again: () => {
      want(null);
      setTurn(turn + 1);
    },
  };
}
