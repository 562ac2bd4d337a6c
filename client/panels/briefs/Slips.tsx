/** Hand-over slips: one for each unit, on a sheet of its own, with lines to sign. */
import { formatIds } from "../../../server/contract/ids.ts";
import type { BriefFacts, BriefFigure, BriefPage, BriefProblem } from "../../../server/contract/types.ts";
import { problemStatuses } from "../../../server/contract/vocabulary.ts";
import { timeText, unixOf } from "../../state/calendar.ts";
import { bookOf } from "../names.ts";
import { usePart } from "../useApp.ts";
import { deskOf } from "./Figure.tsx";

export interface Slip {
  /** null: no unit is named yet. */
  readonly unit: string | null;
  readonly rows: readonly BriefProblem[];
}

/** The problems of a document, by the unit that has them; in the order of the units, what is nobody's last. */
export function slipsOf({ areas, units }: BriefFacts): Slip[] {
  const rows = areas.flatMap(({ places }) => places.flatMap(({ problems }) => problems));
  const by = new Map<string | null, BriefProblem[]>();
  for (const { name, unit } of units) if (unit !== null) by.set(name, []);
  for (const row of rows) by.set(row.unit, [...(by.get(row.unit) ?? []), row]);
  const slips = [...by].map(([unit, own]) => ({ unit, rows: own })).filter((slip) => slip.rows.length);
  return slips.toSorted((a, b) => Number(a.unit === null) - Number(b.unit === null));
}

/** How many there are on a slip, with the question that lists them as they stood. */
export const figureOf = ({ rows }: Slip, { asOf }: BriefFacts): BriefFigure => ({
  value: rows.length,
  query: String(new URLSearchParams({ problem: formatIds(rows.map(({ id }) => id)), at: asOf })),
});

export function SlipTable({ slip, page }: { slip: Slip; page: BriefPage }) {
  const { timeZone } = page.facts;
  const book = usePart(bookOf);
  const time = (at: string | null) => (at ? timeText(unixOf(at), timeZone).replace(" ", "\n") : "—");
  return (
    <table className="paper-table slip-table">
      <thead>
        <tr>
          <th>序号</th>
          <th>编号</th>
          <th>地点</th>
          <th>问题</th>
          <th>发现时间</th>
          <th>整改期限</th>
          <th>状态</th>
        </tr>
      </thead>
      <tbody>
        {slip.rows.map((row, i) => (
          <tr key={row.id}>
            <td>{i + 1}</td>
            <td>
              <a
                className="brief-figure code"
                href={deskOf(`problem=${row.id}&selected=problem/${row.id}&panel=card`)}
                target="_blank"
                rel="noopener"
              >
                {row.code}
              </a>
            </td>
            <td className="words">{row.place}</td>
            <td className="words">
              {row.text}（{book.category(row.category)?.zh ?? row.category}）
            </td>
            <td className="time">{time(row.foundAt)}</td>
            <td className="time">{time(row.deadlineAt)}</td>
            <td className="time">
              {problemStatuses[row.status].shape}
              {problemStatuses[row.status].zh}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Signatures() {
  return (
    <table className="paper-table sign-table">
      <tbody>
        {["交办人", "签收人", "反馈人"].map((who) => (
          <tr key={who}>
            <th scope="row">{who}</th>
            <td />
            <th scope="row">日期</th>
            <td>　　年　　月　　日</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
