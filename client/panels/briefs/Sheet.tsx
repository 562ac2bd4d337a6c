/** A document as a sheet of paper, in the form of GB/T 9704. What is on it is Chinese whatever the page speaks: it is what is sent up. */
import type { BriefWords } from "../../../server/contract/brief.ts";
import type { BriefFacts, BriefPage } from "../../../server/contract/types.ts";
import { useSay } from "../useApp.ts";
import { dayInChinese, numeral } from "./days.ts";
import { Figure } from "./Figure.tsx";
import { MapPart } from "./MapPart.tsx";
import { Overview } from "./Overview.tsx";
import { Pairs } from "./Pairs.tsx";
import { Places } from "./Places.tsx";
import { figureOf, Signatures, SlipTable, slipsOf } from "./Slips.tsx";
import { AreaTable, CategoryTable, PeriodTable, SiteTypeTable } from "./Tables.tsx";
import { UnitTable } from "./UnitTable.tsx";

interface Props {
  readonly page: BriefPage;
  readonly words: BriefWords;
  /** Address of its map's picture. */
  readonly map: string;
}

export function Sheet({ page, words, map }: Props) {
  if (page.facts.kind === "handover") return <SlipSheets page={page} words={words} map={map} />;
  return (
    <article className="paper" lang="zh-CN" aria-label={page.title}>
      <Head page={page} words={words} />
      <Sections page={page} words={words} />
      <Foot page={page} words={words} map={map} />
    </article>
  );
}

function Head({ page, words, to = words.to }: Omit<Props, "map"> & { readonly to?: string }) {
  const say = useSay();
  return (
    <>
      <header className="paper-head">
        <h2>
          {page.title.split(/(?=文明城市)/).map((part) => (
            <span key={part}>
              {part}
              <wbr />
            </span>
          ))}
        </h2>
        <p className="paper-number">{words.number || <Blank text={say.t("briefs.blankNumber")} />}</p>
        <p className="paper-period">（{periodText(page.facts)}）</p>
        {page.facts.scope && page.facts.kind !== "handover" && <p className="paper-scope">（{page.facts.scope.sentence.zh}）</p>}
      </header>
      {to && <p className="paper-to">{to.replace(/[：:]$/, "")}：</p>}
      {words.opening && <Paragraphs text={words.opening} />}
    </>
  );
}

const periodText = ({ kind, from, to, running, asOf }: BriefFacts): string => {
  if (kind === "handover") return dayInChinese(running ? asOf.slice(0, 10) : to);
  return from === to ? dayInChinese(from) : `${dayInChinese(from)}至${dayInChinese(to)}`;
};

/** What is not written yet: to be seen on the screen, not on paper. */
function Blank({ text }: { text: string }) {
  return (
    <span className="paper-blank" lang="">
      {text}
    </span>
  );
}

export function Paragraphs({ text }: { text: string }) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => <p key={line}>{line}</p>);
}

interface Section {
  readonly title: string;
  readonly body: React.ReactNode;
}

/** A circular has its figures first; the others their problems. */
const titles = {
  daily: { places: "发现的问题", units: "责任单位整改情况" },
  weekly: { places: "各镇街情况", units: "责任单位考评" },
  notice: { places: "存在问题", units: "整改情况" },
} as const;

/** The sections there is something to say in, in their order. */
function sectionsOf(page: BriefPage, words: BriefWords): Section[] {
  const { facts } = page;
  const { places, units } = titles[facts.kind === "handover" ? "notice" : facts.kind];
  const all: (Section | false)[] = [
    { title: "总体情况", body: <General page={page} /> },
    { title: places, body: <Found facts={facts} /> },
    facts.units.length > 0 && { title: units, body: <Units facts={facts} /> },
    words.demands.trim() !== "" && { title: "工作要求", body: <Paragraphs text={words.demands} /> },
  ];
  return all.filter((section) => section !== false);
}

function Sections({ page, words }: Omit<Props, "map">) {
  return sectionsOf(page, words).map(({ title, body }, i) => (
    <section key={title} className="paper-section">
      <h3 className="paper-title">
        {numeral(i + 1)}、{title}
      </h3>
      {body}
    </section>
  ));
}

function General({ page }: { page: BriefPage }) {
  const { facts } = page;
  return (
    <>
      <Overview page={page} />
      <PeriodTable facts={facts} />
      {facts.siteTypes.length > 0 && (
        <>
          <h4 className="paper-caption">各类点位发现问题情况</h4>
          <SiteTypeTable facts={facts} />
        </>
      )}
      {facts.categories.length > 0 && (
        <>
          <h4 className="paper-caption">各类问题发现情况</h4>
          <CategoryTable facts={facts} />
        </>
      )}
    </>
  );
}

function Found({ facts }: { facts: BriefFacts }) {
  if (facts.found.value === 0) return <p>本期未发现问题。</p>;
  return (
    <>
      <h4 className="paper-caption">各镇街问题及整改情况</h4>
      <AreaTable facts={facts} />
      {facts.kind !== "weekly" && <Places facts={facts} />}
    </>
  );
}

function Units({ facts }: { facts: BriefFacts }) {
  const flagged = (flag: "red" | "blue") => facts.units.filter((unit) => unit.flag === flag).map(({ name }) => name);
  const [red, blue] = [flagged("red"), flagged("blue")];
  return (
    <>
      {red.length > 0 && <p>授予红旗：{red.join("、")}。</p>}
      {blue.length > 0 && <p>给予蓝旗警示：{blue.join("、")}。</p>}
      <h4 className="paper-caption">责任单位整改情况排名</h4>
      <UnitTable facts={facts} />
      <p className="paper-note">注：{facts.flagRule.zh.replace(/。$/, "")}。“—”为不参与排名。</p>
    </>
  );
}

function Foot({ page, words, map }: Props) {
  const say = useSay();
  const { facts } = page;
  const { running, asOf, to } = facts;
  return (
    <footer className="paper-foot">
      <div className="paper-sign">
        <p>{words.issuer || <Blank text={say.t("briefs.blankIssuer")} />}</p>
        <p>{dayInChinese(running ? asOf.slice(0, 10) : to)}</p>
      </div>
      {facts.kind === "weekly" && facts.found.value > 0 && (
        <section className="paper-annex">
          <h3 className="paper-title">附件　问题清单</h3>
          <Places facts={facts} />
        </section>
      )}
      {facts.points.length > 0 && facts.kind !== "handover" && <MapPart facts={facts} map={map} />}
      {facts.photos.length > 0 && facts.kind !== "handover" && (
        <section className="paper-annex">
          <h3 className="paper-title">附件　整改前后对比照片</h3>
          <Pairs photos={facts.photos} />
        </section>
      )}
      {words.copies && <p className="paper-copies">抄送：{words.copies.replace(/。?$/, "。")}</p>}
    </footer>
  );
}

function SlipSheets({ page, words, map }: Props) {
  const slips = slipsOf(page.facts);
  if (!slips.length)
    return (
      <article className="paper" lang="zh-CN" aria-label={page.title}>
        <Head page={page} words={words} />
        <p>没有需要交办的问题。</p>
        <Foot page={page} words={words} map={map} />
      </article>
    );
  return slips.map((slip) => (
    <article key={slip.unit ?? ""} className="paper slip" lang="zh-CN" aria-label={`${page.title} ${slip.unit ?? ""}`}>
      <Head page={page} words={words} to={slip.unit ?? "（尚未派单）"} />
      {slips.length === 1 && <Overview page={page} />}
      {slips.length > 1 && (
        <p>
          现将
          <Figure of={figureOf(slip, page.facts)} what="briefs.handed" />
          件问题交办你单位，请按时限整改并反馈。
        </p>
      )}
      <SlipTable slip={slip} page={page} />
      <Paragraphs text={words.demands} />
      <Signatures />
      <Foot page={page} words={words} map={map} />
    </article>
  ));
}
