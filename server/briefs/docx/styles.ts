/** The look of an official document by GB/T 9704: paper, type area, faces and sizes. Lengths in twips (1/20 pt), sizes in half points. */
import { AlignmentType, DocumentGridType, type IFontAttributesProperties, type IStylesOptions, LineRuleType } from "docx";

/** A4, and what is left of it: 156 × 225 mm. */
export const page = {
  size: { width: 11906, height: 16838 },
  margin: { top: 2098, right: 1474, bottom: 1984, left: 1587, header: 851, footer: 1400 },
};
export const textWidth = 8845;
/** 22 lines of 28 characters come of exact lines and a little less between characters: grids of characters are drawn differently by each word processor. */
export const grid = { type: DocumentGridType.DEFAULT, linePitch: 560 };
const close = { characterSpacing: -5 };

const face = (eastAsia: string): IFontAttributesProperties => ({
  ascii: "Times New Roman",
  hAnsi: "Times New Roman",
  cs: "Times New Roman",
  eastAsia,
  // Quotation marks and dashes in the Chinese face, as wide as a character.
  hint: "eastAsia",
});
export const faces = {
  body: face("仿宋_GB2312"),
  title: face("方正小标宋简体"),
  heading: face("黑体"),
  subheading: face("楷体_GB2312"),
  song: face("宋体"),
};

/** Faces by other names, for word processors that lack them. */
export const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${(
  [
    ["仿宋_GB2312", "仿宋", "FangSong", "modern"],
    ["方正小标宋简体", "华文中宋", "STZhongsong", "roman"],
    ["黑体", "SimHei", "SimHei", "swiss"],
    ["楷体_GB2312", "楷体", "KaiTi", "modern"],
    ["宋体", "SimSun", "SimSun", "roman"],
  ] as const
)
  .map(
    ([name, other, english, family]) =>
      `<w:font w:name="${name}"><w:altName w:val="${other === english ? other : `${other},${english}`}"/><w:charset w:val="86"/><w:family w:val="${family}"/></w:font>`,
  )
  .join("")}<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/></w:font></w:fonts>`;

const exactly = (line: number) => ({ line, lineRule: LineRuleType.EXACT, before: 0, after: 0 });
const free = { line: 240, lineRule: LineRuleType.AUTO, before: 60, after: 60 };
/** Characters of the body. */
const character = 320;
const indented = { firstLine: 2 * character, firstLineChars: 200 };
const flush = { firstLine: 0, firstLineChars: 0 };
const base = { basedOn: "Normal", quickFormat: true } as const;

const headings = [
  { id: "CtHeading1", name: "公文一级标题", run: { font: faces.heading, ...close }, outlineLevel: 0 },
  { id: "CtHeading2", name: "公文二级标题", run: { font: faces.subheading, ...close }, outlineLevel: 1 },
  { id: "CtHeading3", name: "公文三级标题", run: { font: faces.body, bold: true, ...close }, outlineLevel: 2 },
].map(({ outlineLevel, ...own }) => ({ ...base, ...own, paragraph: { indent: indented, keepNext: true, outlineLevel } }));

/** Named so that an office finds them in its word processor. */
export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: faces.body, size: 32, language: { eastAsia: "zh-CN", value: "en-US" } },
      paragraph: { spacing: exactly(560) },
    },
  },
  paragraphStyles: [
    {
      ...base,
      id: "CtTitle",
      name: "公文标题",
      run: { font: faces.title, size: 44 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { ...exactly(680), before: 560 }, keepNext: true },
    },
    {
      ...base,
      id: "CtNumber",
      name: "公文文号",
      paragraph: { alignment: AlignmentType.CENTER, spacing: { ...exactly(560), after: 120 }, keepNext: true },
    },
    { ...base, id: "CtBody", name: "公文正文", run: close, paragraph: { alignment: AlignmentType.BOTH, indent: indented } },
    { ...base, id: "CtFlush", name: "公文顶格", run: close, paragraph: { alignment: AlignmentType.BOTH, indent: flush } },
    {
      ...base,
      id: "CtSign",
      name: "公文落款",
      paragraph: { alignment: AlignmentType.RIGHT, indent: { right: 4 * character }, keepLines: true },
    },
    { ...base, id: "CtKept", name: "公文附件说明", run: close, paragraph: { indent: indented, keepNext: true } },
    ...headings,
    {
      ...base,
      id: "CtAnnex",
      name: "公文附件",
      run: { font: faces.heading },
      paragraph: { indent: flush, keepNext: true },
    },
    {
      ...base,
      id: "CtAnnexTitle",
      name: "公文附件标题",
      run: { font: faces.title, size: 36 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { ...exactly(600), before: 120, after: 180 }, keepNext: true },
    },
    {
      ...base,
      id: "CtTableTitle",
      name: "公文表题",
      run: { font: faces.heading, size: 28 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { ...exactly(480), before: 160 }, keepNext: true },
    },
    {
      ...base,
      id: "CtHead",
      name: "公文表头",
      run: { font: faces.heading, size: 22 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: free },
    },
    { ...base, id: "CtCell", name: "公文表格", run: { size: 22 }, paragraph: { alignment: AlignmentType.CENTER, spacing: free } },
    { ...base, id: "CtCellText", name: "公文表格文字", run: { size: 22 }, paragraph: { alignment: AlignmentType.LEFT, spacing: free } },
    {
      ...base,
      id: "CtPicture",
      name: "公文图片",
      paragraph: { alignment: AlignmentType.CENTER, spacing: { ...free, before: 0 }, keepNext: true },
    },
    {
      ...base,
      id: "CtNote",
      name: "公文注",
      run: { size: 21 },
      paragraph: { alignment: AlignmentType.LEFT, spacing: { ...exactly(360), before: 60 } },
    },
    {
      ...base,
      id: "CtCopies",
      name: "公文抄送",
      run: { size: 28 },
      paragraph: { alignment: AlignmentType.LEFT, indent: { left: 280, right: 280 } },
    },
    {
      ...base,
      id: "CtFormHead",
      name: "公文表单项",
      run: { font: faces.heading, size: 22 },
      paragraph: { alignment: AlignmentType.CENTER, spacing: free, keepNext: true },
    },
    {
      ...base,
      id: "CtForm",
      name: "公文表单",
      run: { size: 22 },
      paragraph: { alignment: AlignmentType.LEFT, spacing: free, keepNext: true },
    },
  ],
};
