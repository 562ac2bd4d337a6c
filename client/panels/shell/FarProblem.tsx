/** The lines of a problem that the pointer is on and no column holds: asked when the pointer stays. */
import { type ReactNode, useEffect, useState } from "react";
import { emptyFilter } from "../../../server/contract/filter.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { askProblems } from "../../api/problems.ts";
import type { DescribeContext } from "../../layers/layer.ts";
import { describeRow } from "../../layers/problems.ts";
import { useApp } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

/** A pointer on its way asks nothing. */
const stays_ms = 120;

interface Props {
  readonly id: number;
  readonly context: DescribeContext;
  readonly show: (lines: readonly Word[]) => ReactNode;
}

export function FarProblem({ id, context, show }: Props) {
  const app = useApp();
  const [stayed, setStayed] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStayed(id), stays_ms);
    return () => clearTimeout(timer);
  }, [id]);
  const { view, listing } = app.store.get();
  const { at } = view.filter;
  const listed = listing.rows.find((row) => row.id === id);
  const { value } = useQuestion(stayed === id && !listed ? `${id} ${at}` : null, (signal) =>
    askProblems({ ...emptyFilter, problem: [id], at }, { sort: "-id", limit: 1 }, signal),
  );
  const row = listed ?? value?.rows.find((one) => one.id === id);
  return row ? show(describeRow(row, context)) : null;
}
