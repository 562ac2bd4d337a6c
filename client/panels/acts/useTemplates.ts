/** Note templates of the office: asked once a revision, kept for every form. Without them a form works all the same. */
import { useEffect, useState } from "react";
import type { Templates } from "../../../server/contract/types.ts";
import type { ProblemAct } from "../../../server/contract/vocabulary.ts";
import { askTemplates } from "../../api/admin.ts";

type Row = Templates["rows"][number];
let kept: Promise<readonly Row[]> | null = null;
let keptAt_ms = 0;
const fresh_ms = 5 * 60_000;

function templates(): Promise<readonly Row[]> {
  if (kept && Date.now() - keptAt_ms < fresh_ms) return kept;
  keptAt_ms = Date.now();
  kept = askTemplates().then(
    ({ rows }) => rows,
    () => {
      kept = null;
      return [];
    },
  );
  return kept;
}

/** Those of an act that are in use. */
export function useTemplates(act: ProblemAct): readonly Row[] {
  const [rows, setRows] = useState<readonly Row[]>([]);
  useEffect(() => {
    let here = true;
    void templates().then((all) => here && setRows(all.filter((row) => row.act === act && !row.retired)));
    return () => {
      here = false;
    };
  }, [act]);
  return rows;
}
