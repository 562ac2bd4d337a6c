/** Files of a test, read as the worker reads them. */
import { zipSync } from "fflate";
import { expect } from "vitest";
import { openFile } from "../../../../client/files/open.ts";
import { FileFault, type FileTable, type ReadOptions } from "../../../../client/files/table.ts";

type Content = string | Uint8Array<ArrayBufferLike>;
const blob = (content: Content): Blob => new Blob([typeof content === "string" ? content : new Uint8Array(content)]);

export const opened = (content: Content, options: ReadOptions = {}, name = "file"): Promise<FileTable> =>
  openFile(blob(content), name, options, () => {}, null);

/** Words of the fault; every one has both languages. */
export async function faultOf(content: Content, options: ReadOptions = {}, name = "file"): Promise<string> {
  const error = await opened(content, options, name).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FileFault);
  const { zh, en } = (error as FileFault).word;
  expect(en).not.toBe("");
  expect(en).not.toMatch(/[\u4e00-\u9fff]{8,}/);
  return zh;
}
export const notesOf = ({ notes }: FileTable): string => notes.map(({ zh }) => zh).join("\n");

const utf8 = new TextEncoder();
export const zipOf = (files: Readonly<Record<string, Content>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? utf8.encode(content) : content]),
    ),
  );

export interface HandSheet {
  readonly name: string;
  /** What stands in <worksheet>: rows and what follows them. */
  readonly xml: string;
  readonly state?: "hidden";
}
/** A workbook written by hand, for what no library writes. */
export function workbook(
  sheets: readonly HandSheet[],
  more: { readonly strings?: string; readonly styles?: string; readonly pr?: string } = {},
): Uint8Array {
  const list = sheets.map(
    ({ name, state }, i) => `<sheet name="${name}" sheetId="${i + 1}" ${state ? `state="${state}"` : ""} r:id="rId${i + 1}"/>`,
  );
  const rels = sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="worksheet" Target="worksheets/sheet${i + 1}.xml"/>`);
  return zipOf({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns:r="r">${more.pr ?? ""}<sheets>${list.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${rels.join("")}</Relationships>`,
    "xl/sharedStrings.xml": `<sst>${more.strings ?? ""}</sst>`,
    "xl/styles.xml": `<styleSheet>${more.styles ?? ""}</styleSheet>`,
    ...Object.fromEntries(sheets.map(({ xml }, i) => [`xl/worksheets/sheet${i + 1}.xml`, `<worksheet>${xml}</worksheet>`])),
  });
}
/** Rows of plain text cells from line 1. */
export const textRows = (rows: readonly (readonly string[])[], from = 1): string =>
  rows
    .map((cells, i) => `<row r="${from + i}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`)
    .join("");
