/** Steps that the server does not have yet, kept in this browser: a cable that is pulled loses nothing. */

import type { Step } from "../../../server/contract/partition/steps.ts";
import { readStep } from "../../../server/contract/partition/text.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";

export interface KeptSteps {
  /** The server's version that they come after. */
  readonly version: number;
  /** Of the server's last steps, so many were taken back first. */
  readonly undo: number;
  readonly steps: readonly { readonly step: Step; readonly name: Word }[];
}
const prefix = "chuangtu.plan.";

const isWord = (raw: unknown): raw is Word =>
  typeof raw === "object" && raw !== null && typeof (raw as Word).zh === "string" && typeof (raw as Word).en === "string";

/** What is kept of a plan; null = nothing that can be read. */
export function readKept(plan: number): KeptSteps | null {
  try {
    const raw = JSON.parse(localStorage.getItem(prefix + plan) ?? "null") as KeptSteps | null;
    if (!raw || !Number.isInteger(raw.version) || !Array.isArray(raw.steps)) return null;
    const steps = raw.steps.map(({ step, name }) => {
      if (!isWord(name)) throw new Error("a step without a name");
      return { step: readStep(step), name };
    });
    return { version: raw.version, undo: Number.isInteger(raw.undo) ? raw.undo : 0, steps };
  } catch {
    // Of another build, or not ours: there is nothing to go on from.
    return null;
  }
}
/** Keeps them; false = this browser keeps nothing, or has no room. */
export function keep(plan: number, kept: KeptSteps): boolean {
  try {
    localStorage.setItem(prefix + plan, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}
export function forget(plan: number): void {
  try {
    localStorage.removeItem(prefix + plan);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
