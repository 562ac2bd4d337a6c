/** The templates that come with the program, one a kind: each made once per process, always the same bytes. */
import { AlignmentType, Document, Footer, Packer, PageNumber, Paragraph, TableRow, TextRun } from "docx";
import { unzipSync } from "fflate";
import { type BriefKind, briefKinds } from "../../contract/brief.ts";
import {
  areas,
  type Block,
  body,
  type Column,
  cell,
  copies,
  demands,
  each,
  heading1,
  headRow,
  line,
  loopRow,
  loopTable,
  mapAnnex,
  noProblems,
  opening,
  overview,
  photosAnnex,
  problemAnnex,
  problemList,
  signature,
  tableOf,
  units,
} from "./blocks.ts";
import { faces, fontTable, grid, page, styles, textWidth } from "./styles.ts";
import { pack } from "./unpack.ts";

const ends = (): readonly Block[] => [...signature(), ...mapAnnex(), ...photosAnnex(), ...copies()];

const daily = (): readonly Block[] => [
  ...opening(),
  ...overview(),
  heading1("二、发现的问题"),
  ...problemList(),
  ...units("三、责任单位整改情况", "本期单位"),
  ...demands("四、工作要求"),
  ...ends(),
];

const notice = (): readonly Block[] => [
  ...opening(),
  ...overview(),
  heading1("二、存在问题"),
  ...problemList(),
  ...units("三、整改情况", "本期单位"),
  ...demands("四、工作要求"),
  ...ends(),
];

const siteColumns: readonly Column[] = [
  { head: "序号", cell: "{序号}", width: 1045 },
  { head: "点位类型", cell: "{类型}", width: 3800, left: true },
  { head: "点位数", cell: "{点位数}", width: 2000 },
  { head: "发现问题", cell: "{发现数}", width: 2000 },
];

const categoryColumns: readonly Column[] = [
  { head: "序号", cell: "{序号}", width: 1045 },
  { head: "问题类别", cell: "{分类名}", width: 5800, left: true },
  { head: "发现问题", cell: "{发现数}", width: 2000 },
];

/** A circular: figures and tables first; the list of problems is appended. */
const weekly = (): readonly Block[] => [
  ...opening(),
  heading1("一、总体情况"),
  ...each("概述段", body("{段}")),
  ...each("范围", body("本期统计范围：{范围}。")),
  ...each("点位分布", line("CtTableTitle", "各类点位发现问题情况"), loopTable("点位类型", siteColumns)),
  ...each("分类统计", line("CtTableTitle", "各类问题情况"), loopTable("主要分类", categoryColumns)),
  heading1("二、各镇街情况"),
  ...noProblems(),
  ...each("有问题", ...areas()),
  ...units("三、责任单位考评", "责任单位"),
  ...demands("四、工作要求"),
  ...signature(),
  ...problemAnnex(),
  ...mapAnnex(),
  ...photosAnnex(),
  ...copies(),
];

/** One form: its grid serves the pairs at its head, the problems, and the lines to sign. */
const formGrid = [560, 885, 1700, 1800, 1200, 900, 1800];
const slipColumns: readonly Column[] = [
  { head: "序号", cell: "{序号}", width: 560 },
  { head: "问题", cell: "{问题}\n编号：{编号}", width: 2585, left: true, span: 2 },
  { head: "位置", cell: "{位置}", width: 1800, left: true },
  { head: "整改期限", cell: "{整改期限}", width: 1200 },
  { head: "责任人", cell: "{责任人}", width: 900 },
  { head: "现场照片", cell: "{照片}", width: 1800 },
];

type Pair = readonly [name: string, value: string];
const pairRow = ([a, b]: Pair, [c, d]: Pair): TableRow =>
  new TableRow({
    cantSplit: true,
    children: [cell("CtFormHead", a, 1445, 2), cell("CtForm", b, 3500, 2), cell("CtFormHead", c, 1200), cell("CtForm", d, 2700, 2)],
  });
const wideRow = (name: string, value: string, style = "CtForm"): TableRow =>
  new TableRow({ cantSplit: true, children: [cell("CtFormHead", name, 1445, 2), cell(style, value, textWidth - 1445, 5)] });
const signRow = (name: string, style = "CtForm"): TableRow =>
  wideRow(name, "\n签字（盖章）：                              年    月    日", style);

const slip = tableOf(formGrid, [
  pairRow(["交办单位", "{落款}"], ["承办单位", "{单位}"]),
  pairRow(["交办日期", "{日期}"], ["交办件数", "{件数}件"]),
  wideRow("整改期限", "{期限}"),
  headRow(slipColumns, false),
  loopRow("问题", slipColumns),
  wideRow("工作要求", "{工作要求}"),
  signRow("承办签收"),
  signRow("整改结果"),
  signRow("复核意见", "CtCellText"),
]);

/** One form a unit, each on a page of its own. */
const handover = (): readonly Block[] => [
  ...each(
    "交办",
    new Paragraph({ style: "CtTitle", pageBreakBefore: true, children: [new TextRun("{标题行}")] }),
    line("CtNumber", "{单号}"),
    slip,
    line("CtNote", "本单一式两份，交办单位、承办单位各执一份；整改完成后附整改后照片反馈。"),
  ),
  ...each("无问题", line("CtTitle", "{标题行}"), body("截至{截至}，没有需要交办的问题。")),
];

const bodies: Readonly<Record<BriefKind, () => readonly Block[]>> = { daily, weekly, notice, handover };

const number = (alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: 280, right: 280 },
        children: [new TextRun({ font: faces.song, size: 28, children: ["— ", PageNumber.CURRENT, " —"] })],
      }),
    ],
  });

async function made(kind: BriefKind): Promise<Buffer> {
  const document = new Document({
    title: briefKinds[kind].zh,
    creator: "创图",
    styles,
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: { page, grid },
        footers: { default: number(AlignmentType.RIGHT), even: number(AlignmentType.LEFT) },
        children: [...bodies[kind]()],
      },
    ],
  });
  const files = new Map(Object.entries(unzipSync(await Packer.toBuffer(document))));
  return pack(settled(files));
}

/** Without what the library takes from the clock; with other names for faces. */
function settled(files: Map<string, Uint8Array>): Map<string, Uint8Array> {
  const core = Buffer.from(files.get("docProps/core.xml") ?? "").toString("utf8");
  files.set("docProps/core.xml", Buffer.from(core.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-01T00:00:00Z")));
  files.set("word/fontTable.xml", Buffer.from(fontTable));
  return files;
}

const kept = new Map<BriefKind, Promise<Buffer>>();

/** The program's own template of a kind. */
export function template(kind: BriefKind): Promise<Buffer> {
  const held = kept.get(kind) ?? made(kind);
  kept.set(kind, held);
  return held;
}
