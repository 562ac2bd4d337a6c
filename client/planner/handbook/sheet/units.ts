/** A page of the handbook as lines for sheets: its map with the facts, people by level, duties, checklist, standard, reward, its sites. Pure; millimetres. */
import { handbookClasses, handbookLevels, handbookWays } from "../../../../server/contract/handbook.ts";
import type { HandbookHolder, HandbookPage, HandbookPost } from "../../../../server/contract/types.ts";
import { siteTypes, type Word } from "../../../../server/contract/vocabulary.ts";
import type { Say } from "../../../look/say.ts";
import { wrap } from "./measure.ts";
import { textWidth, type Unit } from "./paginate.ts";

/** Size of type and height of its line. */
export const type = { text: 3.25, line: 4.55, heading: 7.4, rowPad: 0.8 } as const;
export interface MapBox {
  readonly width: number;
  readonly height: number;
}
/** How large a map is, and how large it is where a page would else go on overleaf for a few lines. */
export const mapBoxes = { usual: { width: 112, height: 80 }, small: { width: 84, height: 60 } } as const satisfies Record<string, MapBox>;
const factsGap = 5;
const factLabel = 17;
/** Of the table of people, from the left. */
export const columns = [17, 38, 27, 27, 31, 40] as const;
const cellPad = 1.2;
export const labelWidth = 30;
const checkWidth = 6;

/** So many sites of a zone have numbers on its map; more would be a grey cloud. */
export const mostNumbered = 80;

export interface Fact {
  /** Null: goes on. */
  readonly label: string | null;
  readonly text: string;
}
export type PageUnit = Unit & { readonly repeat?: PageUnit } & (
    | { readonly kind: "map"; readonly facts: readonly Fact[]; readonly box: MapBox; readonly factsLeft: number }
    | { readonly kind: "heading"; readonly text: string }
    | {
        readonly kind: "row";
        readonly head: boolean;
        readonly first: boolean;
        readonly last: boolean;
        readonly cells: readonly string[];
        readonly gap: boolean;
      }
    | { readonly kind: "labelled"; readonly label: string | null; readonly text: string }
    | { readonly kind: "checks"; readonly cells: readonly { readonly mark: boolean; readonly text: string }[] }
  );

const heading = (text: string): PageUnit => ({ kind: "heading", text, height: type.heading, withNext: true });

/** A label and a text beside it. */
function labelled(label: string, text: string): PageUnit[] {
  if (text === "") return [];
  const labels = wrap(label, labelWidth - 2, type.text);
  const lines = wrap(text, textWidth - labelWidth, type.text);
  const count = Math.max(labels.length, lines.length);
  return Array.from({ length: count }, (_, i) => ({ kind: "labelled", label: labels[i] ?? null, text: lines[i] ?? "", height: type.line }));
}

function factLines(facts: readonly (readonly [label: string, text: string | null])[], width: number): Fact[] {
  return facts.flatMap(([label, text]) =>
    text === null || text === ""
      ? []
      : wrap(text, width - factLabel, type.text).map((line, i) => ({ label: i === 0 ? label : null, text: line })),
  );
}

const area = (say: Say, m2: number): string | null =>
  m2 <= 0 ? null : m2 >= 1e5 ? `${(m2 / 1e6).toFixed(2)} km²` : `${say.n(Math.round(m2))} m²`;
const length = (say: Say, m: number): string | null =>
  m <= 0 ? null : m >= 2000 ? `${(m / 1000).toFixed(2)} km` : `${say.n(Math.round(m))} m`;
const joined = (say: Say, texts: readonly string[]): string => texts.join(say.lang === "zh" ? "、" : ", ");

export const className = ({ class: own, type: siteType }: Pick<HandbookPage, "class" | "type">): Word =>
  siteType === null ? handbookClasses[own] : siteTypes[siteType];

/** The map, beside it the facts; what does not fit beside it stands below. */
function mapUnits(page: HandbookPage, say: Say, box: MapBox): PageUnit[] {
  const factsLeft = box.width + factsGap;
  const facts = factLines(
    [
      [say.t("handbook.code"), page.code],
      [say.t("handbook.kind"), say.of(className(page))],
      [say.t("handbook.above"), page.above.map(({ name }) => name).join(" › ")],
      [say.t("handbook.unit"), page.unit],
      [say.t("handbook.address"), page.address],
      [say.t("handbook.area"), page.key.startsWith("zone") || page.map.shapeKind === "area" ? area(say, page.area_m2) : null],
      [say.t("handbook.length"), length(say, page.length_m)],
      [say.t("handbook.siteCount"), page.key.startsWith("zone") ? say.n(page.sites.length) : null],
      [
        say.t("handbook.neighbours"),
        joined(
          say,
          page.map.neighbours.map(({ name }) => name),
        ),
      ],
    ],
    textWidth - factsLeft,
  );
  const most = Math.floor(box.height / type.line);
  const below = facts.slice(most);
  return [
    { kind: "map", box, factsLeft, facts: facts.slice(0, most), height: box.height + 2 },
    ...below.map(({ label, text }): PageUnit => ({ kind: "labelled", label, text, height: type.line })),
  ];
}

interface PersonRow {
  readonly cells: readonly string[];
  readonly gap: boolean;
}

function remark(say: Say, { how, from }: HandbookPost, { unit, note }: Pick<HandbookHolder, "unit" | "note">): string {
  const origin =
    how === "own" ? null : how === "inherited" ? say.t("handbook.fromZone", { name: from?.name ?? "" }) : say.of(handbookWays[how]);
  return [origin, unit, note].filter(Boolean).join(say.lang === "zh" ? "；" : "; ");
}

const nobody: HandbookHolder = { id: null, person: null, name: "", phone: null, unit: null, note: null, since: null };

/** A role that nobody needs and nobody holds is not printed. */
function rowsOf(say: Say, where: string, posts: readonly HandbookPost[]): { level: number | null; rows: PersonRow[] }[] {
  return posts
    .filter(({ how, needed }) => needed || how !== "gap")
    .map((post) => {
      const level = post.level === null ? say.t("handbook.itself") : say.of(handbookLevels[post.level as 1 | 2 | 3]);
      const gap = post.how === "gap";
      const rows = (gap ? [nobody] : post.holders).map((holder, i) => ({
        gap,
        cells: [
          ...(i === 0 ? [level, where, say.of(post.name)] : ["", "", ""]),
          gap ? say.of(handbookWays.gap) : holder.name,
          holder.phone ?? "",
          gap ? "" : remark(say, post, holder),
        ],
      }));
      return { level: post.level, rows };
    });
}

/** One unit a line, so that a row of any height goes on overleaf. */
function tableUnits({ cells, gap }: PersonRow, head: PageUnit | null): PageUnit[] {
  const wrapped = cells.map((cell, i) => wrap(cell, (columns[i] as number) - 2 * cellPad, type.text));
  const lines = Math.max(...wrapped.map(({ length: n }) => n));
  return Array.from({ length: lines }, (_, i): PageUnit => {
    const [first, last] = [i === 0, i === lines - 1];
    return {
      ...{ kind: "row", head: head === null, first, last, gap, cells: wrapped.map((cell) => cell[i] ?? "") },
      height: type.line + (first ? type.rowPad : 0) + (last ? type.rowPad : 0),
      ...(head === null ? { withNext: true } : { repeat: head }),
    };
  });
}

function peopleUnits(page: HandbookPage, say: Say): PageUnit[] {
  const own = rowsOf(say, page.name, page.posts);
  const above = page.above.flatMap(({ name, posts }) => rowsOf(say, name, posts));
  const rows = [...above, ...own].sort((a, b) => (a.level ?? 4) - (b.level ?? 4)).flatMap((post) => post.rows);
  if (rows.length === 0) return [];
  const names = [
    say.t("handbook.level"),
    say.t("handbook.where"),
    say.t("handbook.role"),
    say.t("handbook.person"),
    say.t("handbook.phone"),
    say.t("handbook.remark"),
  ];
  const head = tableUnits({ cells: names, gap: false }, null);
  return [heading(say.t("handbook.people")), ...head, ...rows.flatMap((row) => tableUnits(row, head[0] as PageUnit))];
}

function dutyUnits(page: HandbookPage, say: Say): PageUnit[] {
  const units = page.duties.flatMap(({ name, lines }) =>
    labelled(say.of(name), lines.map((line, i) => (lines.length > 1 ? `${i + 1}. ${say.of(line)}` : say.of(line))).join("\n")),
  );
  return units.length ? [heading(say.t("handbook.duties")), ...units] : [];
}

/** Two beside each other. */
function checkUnits(page: HandbookPage, say: Say): PageUnit[] {
  const items = page.checklist.map((item) => wrap(say.of(item), textWidth / 2 - checkWidth - 2, type.text));
  const units = items.flatMap((item, i): PageUnit[] => {
    if (i % 2 === 1) return [];
    const pair = [item, items[i + 1] ?? []];
    const lines = Math.max(...pair.map(({ length: n }) => n));
    return Array.from({ length: lines }, (_, n) => ({
      kind: "checks",
      cells: pair.map((cell) => ({ mark: n === 0 && cell.length > 0, text: cell[n] ?? "" })),
      height: type.line,
    }));
  });
  return units.length ? [heading(say.t("handbook.checklist")), ...units] : [];
}

function standardUnits(page: HandbookPage, say: Say): PageUnit[] {
  const units = [
    ...labelled(say.t("handbook.standard"), say.of(page.standard)),
    ...labelled(say.t("handbook.reward"), say.of(page.reward)),
  ];
  return units.length ? [heading(say.t("handbook.standardReward")), ...units] : [];
}

/** More of a type than that have a line of their own. */
const fewOfType = 6;

/** By type, each with its number on the map; types of which there are few run on in one passage. */
function siteUnits(page: HandbookPage, say: Say): PageUnit[] {
  const numbered = page.sites.length <= mostNumbered;
  const types = [...new Set(page.sites.map((site) => site.type))].map((own) => ({
    name: say.of(siteTypes[own]),
    sites: page.sites.flatMap((site, i) => (site.type === own ? [numbered ? `${i + 1} ${site.name}` : site.name] : [])),
  }));
  const gap = say.lang === "zh" ? "　" : "   ";
  const many = types.filter(({ sites }) => sites.length > fewOfType);
  const few = types.filter(({ sites }) => sites.length <= fewOfType);
  const rest = few
    .map(({ name, sites }) => (say.lang === "zh" ? `${name}：${sites.join("、")}` : `${name}: ${sites.join(", ")}`))
    .join(say.lang === "zh" ? "；" : "; ");
  const units = [
    ...many.flatMap(({ name, sites }) => labelled(`${name} ${sites.length}`, sites.join(gap))),
    ...labelled(say.t(many.length ? "handbook.otherSites" : "handbook.someSites"), rest),
  ];
  const title = say.t(numbered ? "handbook.sites" : "handbook.manySites", { n: say.n(page.sites.length) });
  return units.length ? [heading(title), ...units] : [];
}

/** The zones under a zone, with who answers for each. */
function belowUnits(page: HandbookPage, say: Say): PageUnit[] {
  const names = page.below.map(
    ({ name, people }) => `${name} ${people.length ? people.join(say.lang === "zh" ? "、" : ", ") : say.of(handbookWays.gap)}`,
  );
  const units = labelled(say.t("handbook.answering"), names.join(say.lang === "zh" ? "　" : "   "));
  return units.length ? [heading(say.t("handbook.below", { n: say.n(page.below.length) })), ...units] : [];
}

export const unitsOf = (page: HandbookPage, say: Say, box: MapBox = mapBoxes.usual): PageUnit[] => [
  ...mapUnits(page, say, box),
  ...peopleUnits(page, say),
  ...belowUnits(page, say),
  ...dutyUnits(page, say),
  ...checkUnits(page, say),
  ...standardUnits(page, say),
  ...siteUnits(page, say),
];
