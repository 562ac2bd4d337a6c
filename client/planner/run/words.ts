/** Words that the page says of itself beside any component: names of steps, what became of saving. */

import type { Partition } from "../../../server/contract/partition/partition.ts";
import type { Step } from "../../../server/contract/partition/steps.ts";
import { stepKinds } from "../../../server/contract/partition/steps.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { fill, type WordKey, words } from "../../look/words.ts";

/** A word of the dictionary with its values, in both languages. */
export function wordOf(key: WordKey, values: Readonly<Record<string, string | number>> = {}): Word {
  const word = words[key];
  return { zh: fill(word.zh, values), en: fill(word.en, values) };
}

const zoneName = (partition: Partition, id: number | null): string => (id === null ? "" : (partition.zones.get(id)?.name ?? ""));

/** What a step is about: a zone's name, or how many pieces. */
function about(step: Step, partition: Partition): string {
  switch (step.kind) {
    case "cut":
      return step.zones?.length === 1 ? zoneName(partition, step.zones[0] ?? null) : "";
    case "merge":
      return step.zones.map((zone) => zoneName(partition, zone)).join(" + ");
    case "assign":
      return step.to === null ? "—" : zoneName(partition, step.to);
    case "zoneAdd":
      return step.name;
    case "zoneChange":
      return step.to.name ?? zoneName(partition, step.zone);
    case "zoneRemove":
      return zoneName(partition, step.zone);
    case "lock":
      return step.zones.length === 1 ? zoneName(partition, step.zones[0] ?? null) : String(step.zones.length);
    case "share":
      return String(step.zones.length);
    default:
      return "";
  }
}
const clipped = (text: string) => (text.length > 24 ? `${text.slice(0, 23)}…` : text);

/** A step's name for the history: what was done, and to what. @param partition as it was before the step */
export function stepName(step: Step, partition: Partition): Word {
  const kind = step.kind === "lock" && !step.locked ? wordOf("planner.unlock") : stepKinds[step.kind];
  const what = clipped(about(step, partition));
  return what ? { zh: `${kind.zh} ${what}`, en: `${kind.en} ${what}` } : kind;
}
