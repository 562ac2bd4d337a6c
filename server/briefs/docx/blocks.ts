/** Pieces of templates: paragraphs by style, tables whose rows are a loop, and the parts that several documents share. */
import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import { textWidth } from "./styles.ts";

export type Block = Paragraph | Table;

export const line = (style: string, text: string): Paragraph => new Paragraph({ style, children: [new TextRun(text)] });
/** The head of something appended, on a page of its own. */
export const annex = (text: string): Paragraph => new Paragraph({ style: "CtAnnex", pageBreakBefore: true, children: [new TextRun(text)] });
export const body = (text: string): Paragraph => line("CtBody", text);
export const heading1 = (text: string): Paragraph => line("CtHeading1", text);
/** Blocks for each turn of a loop, or when a condition holds: the signs stand in paragraphs of their own, which leave nothing. */
export const each = (name: string, ...blocks: readonly Block[]): readonly Block[] => [
  line("CtBody", `{#${name}}`),
  ...blocks,
  line("CtBody", `{/${name}}`),
];
/** Paragraphs of a text, one by one, so that each begins indented. */
export const texts = (loop: string): readonly Block[] => each(loop, body("{段}"));

export interface Column {
  readonly head: string;
  /** What stands in a row. */
  readonly cell: string;
  /** Twips. */
  readonly width: number;
  readonly left?: boolean;
  /** Columns of the table's grid that it takes. */
  readonly span?: number;
}

const ruled = { style: BorderStyle.SINGLE, size: 6, color: "000000" };
export const borders = { top: ruled, bottom: ruled, left: ruled, right: ruled, insideHorizontal: ruled, insideVertical: ruled };
const plainLine = { style: BorderStyle.NONE, size: 0, color: "auto" };
const noBorders = {
  top: plainLine,
  bottom: plainLine,
  left: plainLine,
  right: plainLine,
  insideHorizontal: plainLine,
  insideVertical: plainLine,
};
const margins = { left: 60, right: 60, top: 0, bottom: 0 };

export const cell = (style: string, text: string, width: number, span = 1): TableCell =>
  new TableCell({
    children: text.split("\n").map((one) => line(style, one)),
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    columnSpan: span,
  });

export const tableOf = (widths: readonly number[], rows: readonly TableRow[], framed = true): Table =>
  new Table({
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders: framed ? borders : noBorders,
    margins,
    rows: [...rows],
  });

/** The loop's signs stand in the first and the last cell of the row that is repeated. */
export const loopRow = (loop: string, columns: readonly Column[]): TableRow =>
  new TableRow({
    cantSplit: true,
    children: columns.map(({ cell: text, width, left, span = 1 }, at) => {
      const opened = at === 0 ? `{#${loop}}${text}` : text;
      return cell(left ? "CtCellText" : "CtCell", at === columns.length - 1 ? `${opened}{/${loop}}` : opened, width, span);
    }),
  });
/** @param repeated on every page: only of rows at the top of a table */
export const headRow = (columns: readonly Column[], repeated = true): TableRow =>
  new TableRow({
    tableHeader: repeated,
    cantSplit: true,
    children: columns.map(({ head, width, span = 1 }) => cell("CtHead", head, width, span)),
  });

export const loopTable = (loop: string, columns: readonly Column[]): Table =>
  tableOf(
    columns.map(({ width }) => width),
    [headRow(columns), loopRow(loop, columns)],
  );

/** Title, number, and to whom. */
export const opening = (): readonly Block[] => [
  line("CtTitle", "{标题行}"),
  ...each("文号", line("CtNumber", "{文号}")),
  line("CtFlush", ""),
  ...each("主送", line("CtFlush", "{主送}：")),
  ...texts("导语段"),
];

export const overview = (): readonly Block[] => [
  heading1("一、总体情况"),
  ...texts("概述段"),
  ...each("点位分布", body("{点位分布}")),
  ...each("范围", body("本期统计范围：{范围}。")),
];

const areaColumns: readonly Column[] = [
  { head: "序号", cell: "{序号}", width: 845 },
  { head: "镇街", cell: "{镇街名}", width: 3200, left: true },
  { head: "本期发现", cell: "{发现数}", width: 1200 },
  { head: "已销号", cell: "{销号数}", width: 1200 },
  { head: "未销号", cell: "{未销号数}", width: 1200 },
  { head: "不予立案", cell: "{不予立案数}", width: 1200 },
];
export const areas = (): readonly Block[] => [line("CtTableTitle", "各镇街问题及整改情况"), loopTable("镇街", areaColumns)];

/** By sub-district, numbered place, (1)(2)(3), as supervision notices are. */
const listed = (): readonly Block[] => [
  ...each(
    "有问题镇街",
    line("CtHeading2", "（{中文序号}）{镇街名}（{统计}）"),
    ...each("点位", line("CtHeading3", "{序号}.{点位名}"), ...each("问题", body("（{序号}）{问题}（{说明}）。"))),
  ),
  ...each("无问题镇街", body("{无问题镇街}未发现问题。")),
];
export const noProblems = (): readonly Block[] => each("无问题", body("本期未发现问题。"));
const tooMany = "本期发现问题较多，不逐件列出。";
/** Problems one by one; where there are too many, their sub-districts. */
export const problemList = (): readonly Block[] => [
  ...each("逐件", ...listed()),
  ...noProblems(),
  ...each("未全列", body(tooMany), ...areas()),
];
/** The same where sub-districts have a table already. */
export const problemAnnex = (): readonly Block[] => each("清单附件", annex("{清单附件}"), line("CtAnnexTitle", "问题清单"), ...listed());

const unitColumns: readonly Column[] = [
  { head: "名次", cell: "{名次}", width: 640 },
  { head: "责任单位", cell: "{单位}", width: 2265, left: true },
  { head: "发现", cell: "{发现数}", width: 680 },
  { head: "销号", cell: "{销号数}", width: 680 },
  { head: "未销号", cell: "{未销号数}", width: 800 },
  { head: "超期", cell: "{超期数}", width: 680 },
  { head: "按期率", cell: "{按期率}", width: 980 },
  { head: "返工", cell: "{返工数}", width: 680 },
  { head: "反弹", cell: "{反弹数}", width: 680 },
  { head: "旗", cell: "{旗}", width: 760 },
];

/** The table of units, and who gets a flag. */
export const units = (title: string, loop: "责任单位" | "本期单位"): readonly Block[] => [
  heading1(title),
  ...each("红旗单位", body("授予红旗：{红旗单位}。")),
  ...each("蓝旗单位", body("给予蓝旗警示：{蓝旗单位}。")),
  line("CtTableTitle", "责任单位整改情况"),
  loopTable(loop, unitColumns),
  line("CtNote", `注：截至{截至}。${loop === "本期单位" ? "仅列本期有发现或销号的单位。" : ""}{评旗规则}。“—”为不参与排名。`),
];

export const demands = (title: string): readonly Block[] =>
  each("工作要求", heading1(title), ...texts("工作要求前段"), line("CtKept", "{工作要求末段}"));

/** What is appended, who says it, and the day. */
export const signature = (): readonly Block[] => [
  line("CtKept", ""),
  ...each("附件", line("CtKept", "{行}")),
  line("CtKept", ""),
  ...each("落款", new Paragraph({ style: "CtSign", keepNext: true, children: [new TextRun("{落款}")] })),
  line("CtSign", "{日期}"),
];

export const mapAnnex = (): readonly Block[] =>
  each("地图附件", annex("{地图附件}"), line("CtAnnexTitle", "问题点位分布图"), line("CtPicture", "{地图}"), line("CtNote", "{图例}"));

const half = textWidth / 2;
const pair = (style: string, left: string, right: string): TableRow =>
  new TableRow({ cantSplit: true, children: [cell(style, left, Math.floor(half)), cell(style, right, Math.ceil(half))] });

export const photosAnnex = (): readonly Block[] =>
  each(
    "照片附件",
    annex("{照片附件}"),
    line("CtAnnexTitle", "整改前后对比照片"),
    ...each(
      "对比照片",
      new Paragraph({ style: "CtCellText", keepNext: true, children: [new TextRun("{序号}.{位置}：{问题}（{编号}）")] }),
      tableOf([Math.floor(half), Math.ceil(half)], [pair("CtPicture", "{整改前}", "{整改后}"), pair("CtCell", "整改前", "整改后")], false),
      line("CtNote", ""),
    ),
  );

const rule = { style: BorderStyle.SINGLE, size: 8, color: "000000", space: 4 };
export const copies = (): readonly Block[] =>
  each(
    "抄送",
    line("CtFlush", ""),
    new Paragraph({ style: "CtCopies", border: { top: rule, bottom: rule }, children: [new TextRun("抄送：{抄送}。")] }),
  );
