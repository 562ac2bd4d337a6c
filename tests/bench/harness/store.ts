/** What was measured, part by part: kept in .build/bench.json as soon as a part is done, so that a run that was cut short can go on. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Part } from "./figure.ts";

const folder = ".build";
const file = `${folder}/bench.json`;

const keyOf = ({ engine, size, name }: Pick<Part, "engine" | "size" | "name">): string => [engine, size, name].join(" ");

export class Store {
  readonly #parts: Map<string, Part>;
  /** Keys of what was measured by this run, or need not be. */
  readonly #now = new Set<string>();
  constructor() {
    const parts = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as unknown) : [];
    // What another form of this file held is nothing.
    this.#parts = new Map(
      (Array.isArray(parts) ? (parts as Part[]) : []).filter((part) => part?.figures).map((part) => [keyOf(part), part]),
    );
  }
  /** Whether a part was measured before; then it is of this run too. */
  has(part: Pick<Part, "engine" | "size" | "name">): boolean {
    const there = this.#parts.get(keyOf(part));
    if (there === undefined || there.fault !== undefined) return false;
    this.#now.add(keyOf(part));
    return true;
  }
  ofThisRun(): Part[] {
    return [...this.#now].flatMap((key) => this.#parts.get(key) ?? []);
  }
  all(): Part[] {
    return [...this.#parts.values()];
  }
  add(part: Part): void {
    this.#parts.set(keyOf(part), part);
    this.#now.add(keyOf(part));
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(this.all(), null, 1)}\n`);
    renameSync(`${file}.new`, file);
  }
}
