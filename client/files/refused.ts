/** Files that are known but not read: what each is, and how to make of it one that is. */
import { fault } from "./table.ts";

const bytesOf = (text: string): number[] => [...text].flatMap((sign) => [sign.charCodeAt(0), 0]);
const encrypted = new Uint8Array(bytesOf("EncryptedPackage"));
const word = new Uint8Array(bytesOf("WordDocument"));

function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = bytes.indexOf(part[0] as number); at >= 0; at = bytes.indexOf(part[0] as number, at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

/** The names of what is in such a file stand in sectors anywhere; mostly near its ends. */
const looked_bytes = 2 * 1024 * 1024;

async function refuseOle(file: Blob, name: string): Promise<never> {
  const ends = [file.slice(0, looked_bytes), file.slice(Math.max(0, file.size - looked_bytes))];
  const bytes = await Promise.all(ends.map(async (end) => new Uint8Array(await end.arrayBuffer())));
  if (bytes.some((end) => holds(end, encrypted)))
    throw fault(
      "工作簿设有打开密码：请在 Excel 或 WPS 中去掉密码，另存后再导入",
      "The workbook is locked with a password: take it off in Excel or WPS and save it anew",
    );
  if (bytes.some((end) => holds(end, word)) || /\.(doc|wps)$/i.test(name))
    throw fault(
      "这是 Word 或 WPS 文字文档：请把表格复制出来粘贴，或另存为 xlsx",
      "This is a document of Word or WPS: copy the table out and paste it, or save it as xlsx",
    );
  if (/\.ett?$/i.test(name))
    throw fault("这是 WPS 表格的 .et 文件：请在 WPS 中另存为 xlsx 再导入", "This is a .et file of WPS: save it as xlsx in WPS first");
  throw fault(
    "这是旧版 Excel 的 .xls 文件：请在 Excel 或 WPS 中另存为 xlsx 再导入",
    "This is a .xls file of old Excel: save it as xlsx in Excel or WPS first",
  );
}

const binaries: readonly (readonly [number[], string, string])[] = [
  [
    [0x25, 0x50, 0x44, 0x46],
    "这是 PDF：请向对方要 Excel 表，或把表格复制出来粘贴",
    "This is a PDF: ask for the sheet it was made of, or copy the table out and paste it",
  ],
  [[0x52, 0x61, 0x72, 0x21], "这是 RAR 压缩包：请解压，或改用 zip", "This is a RAR archive: unpack it, or pack it as zip"],
  [[0x37, 0x7a, 0xbc, 0xaf], "这是 7z 压缩包：请解压，或改用 zip", "This is a 7z archive: unpack it, or pack it as zip"],
  [[0x89, 0x50, 0x4e, 0x47], "这是图片，不是表格", "This is a picture, no table"],
  [[0xff, 0xd8, 0xff], "这是图片，不是表格", "This is a picture, no table"],
  [
    [0x00, 0x00, 0x27, 0x0a],
    "Shapefile 请把 .shp、.dbf、.prj 打成一个 zip 再导入",
    "Put a Shapefile's .shp, .dbf and .prj into one zip first",
  ],
];

/** @throws FileFault for what is known by its first bytes and not read */
export async function refuseBinary(file: Blob, name: string, head: Uint8Array): Promise<void> {
  if ([0xd0, 0xcf, 0x11, 0xe0].every((byte, i) => head[i] === byte)) await refuseOle(file, name);
  for (const [bytes, zh, en] of binaries) if (bytes.every((byte, i) => head[i] === byte)) throw fault(zh, en);
  if (/\.(dbf|shx|shp|sbn)$/i.test(name))
    throw fault("Shapefile 请把 .shp、.dbf、.prj 打成一个 zip 再导入", "Put a Shapefile's .shp, .dbf and .prj into one zip first");
}

/** @throws FileFault for a web page or an old XML sheet that is called .xls */
export function refuseText(start: string): void {
  if (/^(<!doctype html|<html|<table|<meta|<head)/i.test(start))
    throw fault(
      "这是网页格式的 .xls：请用 Excel 或 WPS 打开，另存为 xlsx 再导入",
      "This is a web page called .xls: open it in Excel or WPS and save it as xlsx",
    );
  if (/progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet/i.test(start))
    throw fault(
      "这是 XML 表格 2003：请用 Excel 或 WPS 打开，另存为 xlsx 再导入",
      "This is an XML sheet of 2003: open it in Excel or WPS and save it as xlsx",
    );
}

const books: readonly (readonly [(path: string) => boolean, string, string])[] = [
  [(path) => path === "xl/workbook.bin", "这是 .xlsb 工作簿：请另存为 xlsx 再导入", "This is a .xlsb workbook: save it as xlsx first"],
  [
    (path) => path === "word/document.xml",
    "这是 Word 文档：请把表格复制出来粘贴，或另存为 xlsx",
    "This is a Word document: copy the table out and paste it",
  ],
  [(path) => path === "ppt/presentation.xml", "这是演示文稿，不是表格", "These are slides, no table"],
  [(path) => path === "content.xml", "这是 OpenDocument 文件：请另存为 xlsx 再导入", "This is an OpenDocument file: save it as xlsx first"],
  [
    (path) => /\.gdbtable$/i.test(path),
    "这是 File Geodatabase：请导出为 Shapefile 或 GeoPackage",
    "This is a File Geodatabase: export it as Shapefile or GeoPackage",
  ],
];

/** @throws FileFault for an archive that is a document of another kind */
export function refuseBook(paths: readonly string[]): void {
  for (const [is, zh, en] of books) if (paths.some(is)) throw fault(zh, en);
}
