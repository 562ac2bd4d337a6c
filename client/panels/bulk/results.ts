/** Lines of a bulk act as a list and as a file. Pure. */
import type { BulkLine, ProblemRow } from "../../../server/contract/types.ts";
import { type BulkAct, bulkActs, problemActs, problemStates, type Role } from "../../../server/contract/vocabulary.ts";
import type { Say } from "../useApp.ts";

const rolesOf: Readonly<Record<BulkAct, readonly Role[]>> = {
  dispatch: ["dispatcher"],
  press: ["dispatcher", "leader"],
  extend: ["dispatcher"],
  return: ["handler"],
};
/** The bulk acts of these roles. */
export const bulkActsOf = (roles: readonly Role[]): readonly BulkAct[] =>
  bulkActs.filter((act) => rolesOf[act].some((role) => roles.includes(role)));

/** A cell of a CSV: quoted where it must be; what a spreadsheet would take for a formula is made text. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

interface Words {
  readonly say: Say;
  unit(id: number): string | undefined;
  time(time: string): string;
}

/** One line of each row: number, title, what came of it, why not, and how it stands now. With the mark that Excel needs for UTF-8. */
export function resultCsv(act: BulkAct, lines: readonly BulkLine[], rows: ReadonlyMap<number, ProblemRow>, w: Words): string {
  const { say } = w;
  const head = (
    ["bulk.number", "bulk.title", "bulk.act", "bulk.result", "bulk.why", "bulk.state", "bulk.unit", "bulk.person", "bulk.deadline"] as const
  ).map((key) => say.t(key));
  const body = lines.map((line) => [
    rows.get(line.id)?.code ?? String(line.id),
    rows.get(line.id)?.title ?? "",
    say.of(problemActs[act]),
    say.t(line.ok ? "bulk.ok" : "bulk.refused"),
    line.why ? say.of(line.why) : "",
    line.state ? say.of(problemStates[line.state]) : "",
    line.unit === null ? "" : (w.unit(line.unit) ?? String(line.unit)),
    line.person ?? "",
    line.deadline ? w.time(line.deadline) : "",
  ]);
  return `\ufeff${[head, ...body].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}
