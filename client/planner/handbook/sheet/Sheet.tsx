/** One sheet of A4 as it prints: head, lines where the layout put them, foot with version, day and number. */
import type { HandbookContent, HandbookPage } from "../../../../server/contract/types.ts";
import type { Say } from "../../../look/say.ts";
import { PageMap } from "./PageMap.tsx";
import { heads } from "./paginate.ts";
import { className, columns, labelWidth, type PageUnit } from "./units.ts";

/** What stands on every sheet of a book. */
export type Imprint = Pick<HandbookContent, "day" | "district" | "notice" | "attribution" | "mapApproval" | "edition">;

/** One sheet of a page: its lines, and which of the page's sheets it is, from 0. */
export interface SheetOf {
  readonly page: HandbookPage;
  readonly units: readonly PageUnit[];
  readonly part: number;
}

const mm = (n: number): string => `${n}mm`;

function Facts({ unit, page, say }: { unit: Extract<PageUnit, { kind: "map" }>; page: HandbookPage; say: Say }) {
  return (
    <div className="hb-map-row" style={{ height: mm(unit.height) }}>
      <div style={{ width: mm(unit.box.width), height: mm(unit.box.height) }}>
        <PageMap page={page} box={unit.box} title={say.t("handbook.mapOf", { name: page.name })} />
      </div>
      <div className="hb-facts" style={{ left: mm(unit.factsLeft) }}>
        {unit.facts.map((fact, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page, laid once
          <div key={i} className="hb-fact">
            <span>{fact.label}</span>
            <b>{fact.text}</b>
          </div>
        ))}
      </div>
    </div>
  );
}

function Row({ unit }: { unit: Extract<PageUnit, { kind: "row" }> }) {
  const classes = ["hb-row", unit.head && "head", unit.first && "first", unit.last && "last", unit.gap && "gap"].filter(Boolean).join(" ");
  return (
    <div className={classes} style={{ height: mm(unit.height) }}>
      {unit.cells.map((cell, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns
        <span key={i} style={{ width: mm(columns[i] as number) }}>
          {cell}
        </span>
      ))}
    </div>
  );
}

function Line({ unit, page, say }: { unit: PageUnit; page: HandbookPage; say: Say }) {
  if (unit.kind === "map") return <Facts unit={unit} page={page} say={say} />;
  if (unit.kind === "row") return <Row unit={unit} />;
  if (unit.kind === "heading")
    return (
      <h3 className="hb-heading" style={{ height: mm(unit.height) }}>
        {unit.text}
      </h3>
    );
  if (unit.kind === "labelled")
    return (
      <div className="hb-labelled" style={{ height: mm(unit.height) }}>
        <span style={{ width: mm(labelWidth) }}>{unit.label}</span>
        {unit.text}
      </div>
    );
  return (
    <div className="hb-checks" style={{ height: mm(unit.height) }}>
      {unit.cells.map((cell, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two columns
        <div key={i}>
          <i className={cell.mark ? "box" : ""} aria-hidden="true" />
          {cell.text}
        </div>
      ))}
    </div>
  );
}

/** Which edition a page is of: as printed there, or changed since, or of none yet. */
export function versionOf(say: Say, { edition }: Imprint, since: number | null): string {
  if (!edition) return say.t("handbook.noEdition");
  return since === null
    ? say.t("handbook.revised", { n: edition.number })
    : say.t("handbook.editionDay", { n: edition.number, day: edition.day });
}

export function Sheet({
  sheet,
  imprint,
  say,
  number,
  total,
}: {
  sheet: SheetOf;
  imprint: Imprint;
  say: Say;
  number: number;
  total: number;
}) {
  const { page, units, part } = sheet;
  const book = say.t("handbook.bookOf", { district: say.of(imprint.district) });
  const version = versionOf(say, imprint, page.since);
  const level = say.of(className(page));
  return (
    <article className="hb-sheet" aria-label={`${page.name} ${number}/${total}`}>
      <header style={{ height: mm(part === 0 ? heads.first : heads.next) }}>
        <p>
          <span>{book}</span>
          <span>{version}</span>
        </p>
        <h2 className={part === 0 ? "" : "again"}>
          {page.name}
          {part > 0 && <em>{say.t("handbook.goesOn")}</em>}
          <small>{`${level} · ${page.code}`}</small>
        </h2>
      </header>
      <div className="hb-body">
        {units.map((unit, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page, laid once
          <Line key={i} unit={unit} page={page} say={say} />
        ))}
      </div>
      <footer>
        <span>{[imprint.notice && say.of(imprint.notice), imprint.attribution, imprint.mapApproval].filter(Boolean).join(" · ")}</span>
        <span>{`${version} · ${say.t("handbook.printedOn", { day: imprint.day })}`}</span>
        <span className="hb-number">{say.t("handbook.pageOf", { n: number, total })}</span>
      </footer>
    </article>
  );
}
