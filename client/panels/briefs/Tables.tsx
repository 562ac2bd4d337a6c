/** The tables of a document: the period in figures, places by type, categories, sub-districts. Each closes with its sum. */
import type { BriefFacts } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { useSay } from "../useApp.ts";
import { Figure } from "./Figure.tsx";

export function PeriodTable({ facts }: { facts: BriefFacts }) {
  return (
    <table className="paper-table period-table">
      <thead>
        <tr>
          <th colSpan={4}>本期发现</th>
          <th rowSpan={2}>本期销号</th>
          <th colSpan={2}>期末未销号</th>
          <th colSpan={2}>上期</th>
        </tr>
        <tr>
          <th>合计</th>
          <th>已销号</th>
          <th>未销号</th>
          <th>不予立案</th>
          <th>合计</th>
          <th>其中超期</th>
          <th>发现</th>
          <th>销号</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>
            <Figure of={facts.found} what="briefs.found" />
          </td>
          <td>
            <Figure of={facts.foundClosed} what="briefs.foundClosed" />
          </td>
          <td>
            <Figure of={facts.foundOpen} what="briefs.foundOpen" />
          </td>
          <td>
            <Figure of={facts.foundRejected} what="briefs.foundRejected" />
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
          <td>
            <Figure of={facts.before.found} what="briefs.beforeFound" />
          </td>
          <td>
            <Figure of={facts.before.closed} what="briefs.beforeClosed" />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const typeName = (type: keyof typeof siteTypes | null) => (type ? siteTypes[type].zh : "其他点位");

/** A list of many short lines fills a page for nothing: two a line. */
const twoALine = <T,>(rows: readonly T[]): [T, T | undefined][] => {
  const half = Math.ceil(rows.length / 2);
  return rows.slice(0, half).map((row, i) => [row, rows[half + i]]);
};

export function SiteTypeTable({ facts }: { facts: BriefFacts }) {
  return (
    <table className="paper-table">
      <thead>
        <tr>
          <th>点位类型</th>
          <th>点位数</th>
          <th>发现</th>
          <th>点位类型</th>
          <th>点位数</th>
          <th>发现</th>
        </tr>
      </thead>
      <tbody>
        {twoALine(facts.siteTypes).map(([left, right]) => (
          <tr key={left.siteType ?? ""}>
            <SiteTypeCells of={left} />
            <SiteTypeCells of={right} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            合计
          </th>
          <td>{facts.siteTypes.reduce((sum, { sites }) => sum + sites, 0)}</td>
          <td>
            <Figure of={facts.found} what="briefs.found" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function SiteTypeCells({ of }: { of: BriefFacts["siteTypes"][number] | undefined }) {
  const say = useSay();
  if (!of) return <td colSpan={3} />;
  return (
    <>
      <td className="words" title={say.lang === "en" && of.siteType ? siteTypes[of.siteType].en : undefined}>
        {typeName(of.siteType)}
      </td>
      <td>{of.siteType ? of.sites : "—"}</td>
      <td>
        <Figure of={of.found} what="briefs.found" />
      </td>
    </>
  );
}

export function CategoryTable({ facts }: { facts: BriefFacts }) {
  return (
    <table className="paper-table">
      <thead>
        <tr>
          <th>问题类别</th>
          <th>发现</th>
          <th>问题类别</th>
          <th>发现</th>
        </tr>
      </thead>
      <tbody>
        {twoALine(facts.categories).map(([left, right]) => (
          <tr key={left.category}>
            <CategoryCells of={left} />
            <CategoryCells of={right} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            合计
          </th>
          <td>
            <Figure of={facts.found} what="briefs.found" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function CategoryCells({ of }: { of: BriefFacts["categories"][number] | undefined }) {
  const say = useSay();
  if (!of) return <td colSpan={2} />;
  return (
    <>
      <td className="words" title={say.lang === "en" ? of.name.en : undefined}>
        {of.name.zh}
      </td>
      <td>
        <Figure of={of.found} what="briefs.found" />
      </td>
    </>
  );
}

export function AreaTable({ facts }: { facts: BriefFacts }) {
  return (
    <table className="paper-table">
      <thead>
        <tr>
          <th>镇（街道）</th>
          <th>发现</th>
          <th>已销号</th>
          <th>未销号</th>
          <th>不予立案</th>
        </tr>
      </thead>
      <tbody>
        {facts.areas.map((area) => (
          <tr key={area.zone ?? 0}>
            <td className="words">{area.name}</td>
            <td>
              <Figure of={area.found} what="briefs.found" />
            </td>
            <td>
              <Figure of={area.closed} what="briefs.foundClosed" />
            </td>
            <td>
              <Figure of={area.open} what="briefs.foundOpen" />
            </td>
            <td>
              <Figure of={area.rejected} what="briefs.foundRejected" />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">合计</th>
          <td>
            <Figure of={facts.found} what="briefs.found" />
          </td>
          <td>
            <Figure of={facts.foundClosed} what="briefs.foundClosed" />
          </td>
          <td>
            <Figure of={facts.foundOpen} what="briefs.foundOpen" />
          </td>
          <td>
            <Figure of={facts.foundRejected} what="briefs.foundRejected" />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
