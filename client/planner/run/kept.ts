/** Steps that the server does not have yet, kept in this browser: a cable that is pulled loses nothing. */

import { readStep } from "../../../server/contract/partition/text.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { KeptStep } from "./history.ts";

export interface KeptSteps {
  /** The server's version that they come after. */
  readonly version: number;
  /** Of the server's last steps, so many were taken back first. */
  readonly undo: number;
  readonly steps: readonly KeptStep[];
}
/** What one opening of a plan in one tab left. */
export interface LeftSteps extends KeptSteps {
  readonly key: string;
}
const prefix = "chuangtu.plan.";

/** The name under which one opening of a plan keeps its steps: no two tabs, and no two visits, write over each other's. */
export const keptKey = (plan: number, tab: string, opening: number): string => `${prefix}${plan}.${tab}.${opening}`;

const isWord = (raw: unknown): raw is Word =>
  typeof raw === "object" && raw !== null && typeof (raw as Word).zh === "string" && typeof (raw as Word).en === "string";
const idsOf = (raw: unknown): readonly number[] => (Array.isArray(raw) && raw.every(Number.isInteger) ? raw : []);

function read(key: string): LeftSteps | null {
  try {
    const raw = JSON.parse(localStorage.getItem(key) ?? "null") as KeptSteps | null;
    if (!raw || !Number.isInteger(raw.version) || !Array.isArray(raw.steps)) return null;
    const steps = raw.steps.map(({ step, name, made }) => {
      if (!isWord(name)) throw new Error("a step without a name");
      return { step: readStep(step), name, made: { zones: idsOf(made?.zones), faces: idsOf(made?.faces) } };
    });
    return { key, version: raw.version, undo: Number.isInteger(raw.undo) ? raw.undo : 0, steps };
  } catch {
    // Of another build, or not ours: there is nothing to go on from.
    return null;
  }
}
function keysOf(plan: number): string[] {
  try {
    const all = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? "");
    return all.filter((key) => key.startsWith(`${prefix}${plan}.`)).sort();
  } catch {
    return [];
  }
}
/** What is kept of a plan, of every tab that passes. @param except tabs that are still open: what they keep is theirs */
export const readKept = (plan: number, except: ReadonlySet<string> = new Set()): readonly LeftSteps[] =>
  keysOf(plan)
    .filter((key) => !except.has(key.slice(prefix.length).split(".")[1] ?? ""))
    .flatMap((key) => read(key) ?? []);

/** Keeps them; false = this browser keeps nothing, or has no room. */
export function keep(key: string, { version, undo, steps }: KeptSteps): boolean {
  try {
    localStorage.setItem(key, JSON.stringify({ version, undo, steps }));
    return true;
  } catch {
    return false;
  }
}
export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Held as long as a tab is open: other tabs see by it that what it keeps is not left over. */
export function holdTab(tab: string): void {
  void globalThis.navigator?.locks?.request(prefix + tab, () => new Promise(() => {})).catch(() => {});
}
/** Tabs of this browser that are open. Empty where it cannot tell: browsers have locks only for pages with https. */
export async function openTabs(): Promise<ReadonlySet<string>> {
  try {
    const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
    return new Set(held.flatMap(({ name = "" }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])));
  } catch {
    return new Set();
  }
}
