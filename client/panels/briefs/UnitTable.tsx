/** The units of a document as they are ranked, each of their figures a link, and their sum. */
import type { BriefFacts, BriefUnit } from "../../../server/contract/types.ts";
import { Figure, rateText } from "./Figure.tsx";

export function UnitTable({ facts }: { facts: BriefFacts }) {
  return (
    <table className="paper-table unit-table">
      <thead>
        <tr>
          <th>名次</th>
          <th>责任单位</th>
          <th>发现</th>
          <th>销号</th>
          <th>未销号</th>
          <th>超期</th>
          <th>按期/应计</th>
          <th>按期率</th>
          <th>返工</th>
          <th>反弹</th>
          <th>旗</th>
        </tr>
      </thead>
      <tbody>
        {facts.units.map((unit) => (
          <UnitRow key={unit.unit ?? 0} unit={unit} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            合计
          </th>
          <td>
            <Figure of={facts.found} what="briefs.found" />
          </td>
          <td>
            <Figure of={facts.closed} what="briefs.closed" />
          </td>
          <td>
            <Figure of={facts.open} what="briefs.open" />
          </td>
          <td>
            <Figure of={facts.overdue} what="briefs.overdue" />
          </td>
          <td colSpan={5} />
        </tr>
      </tfoot>
    </table>
  );
}

function UnitRow({ unit }: { unit: BriefUnit }) {
  return (
    <tr>
      <td>{unit.rank ?? "—"}</td>
      <td className="words">{unit.name}</td>
      <td>
        <Figure of={unit.found} what="briefs.found" />
      </td>
      <td>
        <Figure of={unit.closed} what="briefs.closed" />
      </td>
      <td>
        <Figure of={unit.open} what="briefs.open" />
      </td>
      <td>
        <Figure of={unit.overdue} what="briefs.overdue" />
      </td>
      <td className="pair">
        <Figure of={unit.onTime} what="briefs.onTime" />/<Figure of={unit.counted} what="briefs.counted" />
      </td>
      <td>{rateText(unit.rate)}</td>
      <td>
        <Figure of={unit.reworked} what="briefs.reworked" />
      </td>
      <td>
        <Figure of={unit.repeated} what="briefs.repeated" />
      </td>
      <td>{unit.flag && <Flag flag={unit.flag} />}</td>
    </tr>
  );
}

/** A flag has a colour and its word. */
function Flag({ flag }: { flag: "red" | "blue" }) {
  return (
    <span className={`flag ${flag}`}>
      <svg viewBox="0 0 10 12" aria-hidden="true" focusable="false">
        <path d="M1 0v12h1V7h7L7 3.5 9 0z" fill="currentColor" />
      </svg>
      {flag === "red" ? "红旗" : "蓝旗"}
    </span>
  );
}
