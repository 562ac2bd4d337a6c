/** What waits for whom: presets of the ledger by the roles one holds. Pure. */
import type { Filter, StatusWord } from "../../../server/contract/filter.ts";
import type { CountAnswer } from "../../../server/contract/types.ts";
import type { Role } from "../../../server/contract/vocabulary.ts";

export type PresetKey = "dispatch" | "mend" | "recheck" | "suspended" | "overdue";
export interface Preset {
  readonly key: PresetKey;
  readonly status: readonly StatusWord[];
  readonly roles: readonly Role[];
}

export const presets: readonly Preset[] = [
  { key: "dispatch", status: ["reported", "verifying", "filed", "returned"], roles: ["dispatcher", "inspector"] },
  { key: "mend", status: ["dispatched", "handling", "rework"], roles: ["handler", "dispatcher", "leader"] },
  { key: "recheck", status: ["handed_back", "rechecking"], roles: ["inspector", "dispatcher"] },
  { key: "suspended", status: ["suspended"], roles: ["dispatcher", "handler", "leader"] },
  { key: "overdue", status: ["overdue"], roles: ["dispatcher", "handler", "leader", "inspector"] },
];

/** Those of the roles, in the order of a problem's life. */
export const presetsOf = (roles: readonly Role[]): readonly Preset[] =>
  presets.filter((preset) => preset.roles.some((role) => roles.includes(role)));

/** True when the filter's status is the preset's, in whatever order. */
export const holds = (filter: Filter, { status }: Preset): boolean =>
  filter.status.length === status.length && status.every((word) => filter.status.includes(word));

/** How many wait: a sum over states, or a group's own figure; null = not known. */
export function waiting(answer: CountAnswer | null, { status }: Preset): number | null {
  if (!answer) return null;
  const counts = new Map([...(answer.by.state ?? []), ...(answer.by.status ?? [])].map(({ key, count }) => [key, count]));
  return status.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
}
