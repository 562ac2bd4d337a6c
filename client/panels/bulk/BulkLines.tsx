/** What would come, or has come, of each row. */
import type { BulkLine, ProblemRow } from "../../../server/contract/types.ts";
import { problemStates } from "../../../server/contract/vocabulary.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { stamp } from "../times.ts";
import { usePart, useSay } from "../useApp.ts";

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

export function BulkLines({ lines, rows }: { lines: readonly BulkLine[]; rows: ReadonlyMap<number, ProblemRow> }) {
  const say = useSay();
  const book = usePart(bookOf);
  const timeZone = usePart(timeZoneOf);
  // What could not be done is what one has to read.
  const sorted = [...lines.filter(({ ok }) => !ok), ...lines.filter(({ ok }) => ok)];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="bulk-lines" tabIndex={0} aria-label={say.t("bulk.results")}>
      <table>
        <tbody>
          {sorted.map((line) => (
            <tr key={line.id} className={line.ok ? undefined : "refused"}>
              <th scope="row">
                {rows.get(line.id)?.title ?? line.id}
                <small>{rows.get(line.id)?.code}</small>
              </th>
              <td>
                {line.ok ? (
                  <>
                    {line.state && say.of(problemStates[line.state])}
                    <small>
                      {[
                        line.unit === null ? null : (book.unit(line.unit) ?? `#${line.unit}`),
                        line.person,
                        line.deadline && say.t("bulk.due", { time: stamp(line.deadline, timeZone) ?? "" }),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </small>
                  </>
                ) : (
                  line.why && say.of(line.why)
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
