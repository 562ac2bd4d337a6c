/** What was mended, as a person reads it: what happened to the same zones in many small places is one line, at the largest. */
import type { Position } from "../contract/draw.ts";
import { type MendKind, mendKinds } from "../contract/plan.ts";
import type { Mend } from "../contract/types.ts";
import type { ZoneLevel } from "../contract/vocabulary.ts";

export interface One {
  readonly kind: MendKind;
  readonly level: ZoneLevel | null;
  readonly zones: readonly string[];
  readonly area_m2: number | null;
  readonly at: Position | null;
}

const kinds = Object.keys(mendKinds);
/** Each place of these is for somebody to decide: a line of its own. */
const apart: readonly MendKind[] = ["gapLeft", "overlapLeft", "dropped", "duplicate"];

export class MendList {
  readonly #lines = new Map<string, { one: One; sum: number | null }>();

  add(one: One): void {
    const own = apart.includes(one.kind) ? this.#lines.size : "";
    const key = JSON.stringify([one.kind, one.level, one.zones, own]);
    const there = this.#lines.get(key);
    if (!there) this.#lines.set(key, { one, sum: one.area_m2 });
    else {
      there.sum = (there.sum ?? 0) + (one.area_m2 ?? 0);
      if ((one.area_m2 ?? 0) > (there.one.area_m2 ?? 0)) there.one = one;
    }
  }

  /** By kind, the larger first. */
  lines(): Mend[] {
    const lines = [...this.#lines.values()].map(({ one: { kind, level, zones, at }, sum }) => ({
      kind,
      level,
      zones: [...zones],
      area_m2: sum,
      lon: at ? at[0] : null,
      lat: at ? at[1] : null,
    }));
    return lines.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (b.area_m2 ?? 0) - (a.area_m2 ?? 0));
  }
}
