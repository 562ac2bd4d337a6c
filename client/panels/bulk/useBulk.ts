/** A bulk act's steps: looked at first, then done, with its lines as they come; it can be left in between. */
import { useEffect, useRef, useState } from "react";
import type { BulkLine, ProblemRow } from "../../../server/contract/types.ts";
import type { BulkAct, Word } from "../../../server/contract/vocabulary.ts";
import { wasLeft } from "../../api/http.ts";
import { outcomeOf } from "../run/acts.ts";
import { refresh, runBulk } from "../run/bulk.ts";
import { useApp } from "../useApp.ts";

/** `form`: being filled in; `looking`, `looked`: preview; `doing`, `done`: for good. `left`: ended before its last line. */
export type Step = "form" | "looking" | "looked" | "doing" | "done" | "left";

export interface Refused {
  readonly why: Word;
  readonly parameter: string | undefined;
}

export function useBulk(act: BulkAct, rows: ReadonlyMap<number, ProblemRow>) {
  const app = useApp();
  const [step, setStep] = useState<Step>("form");
  const [lines, setLines] = useState<readonly BulkLine[]>([]);
  const [refused, setRefused] = useState<Refused | null>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);
  async function run(body: Record<string, unknown>, preview: boolean): Promise<void> {
    if (step === "looking" || step === "doing") return;
    const own = new AbortController();
    control.current = own;
    setStep(preview ? "looking" : "doing");
    setLines([]);
    setRefused(null);
    const heard: BulkLine[] = [];
    const hear = (line: BulkLine) => {
      heard.push(line);
      setLines([...heard]);
    };
    try {
      await runBulk({ act, rows: [...rows.values()], body, preview }, hear, own.signal);
      setStep(preview ? "looked" : "done");
    } catch (error) {
      const left = wasLeft(error);
      if (!left) setRefused(outcomeOf(error) as Refused);
      setStep(preview || heard.length === 0 ? "form" : "left");
    }
    if (!preview) await refresh(app);
  }
  return {
    step,
    lines,
    refused,
    run,
    stop: () => control.current?.abort(),
    back: () => {
      setStep("form");
      setLines([]);
    },
  };
}
