/** A workbook's parts beside its sheets: which sheets there are, its shared texts, how its numbers are shown. */
import { type Shown, shownBy } from "./days.ts";
import { fault } from "./table.ts";
import { attribute, scanXml, unescaped, type XmlTaker } from "./xml.ts";
import type { Zip } from "./zip.ts";

export interface BookSheet {
  readonly name: string;
  readonly path: string;
  readonly hidden: boolean;
}
export interface Book {
  readonly sheets: readonly BookSheet[];
  readonly strings: readonly string[];
  /** By the number a cell's style has. */
  readonly shown: readonly Shown[];
  readonly from1904: boolean;
}

const nothing: XmlTaker = { open: () => {}, close: () => {}, text: () => {} };
/** Signs that XML cannot hold are written _x000D_. */
export const cellText = (raw: string): string => {
  const text = unescaped(raw);
  return text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
};

/** A target of a part's relations, from the folder it stands in. */
function target(folder: string, path: string): string {
  if (path.startsWith("/")) return path.slice(1);
  const parts = `${folder}/${path}`.split("/");
  const kept: string[] = [];
  for (const part of parts) {
    if (part === "..") kept.pop();
    else if (part !== "." && part !== "") kept.push(part);
  }
  return kept.join("/");
}

function relations(zip: Zip, folder: string, file: string): Map<string, string> {
  const found = new Map<string, string>();
  scanXml(zip.text(`${folder}/_rels/${file}.rels`) ?? "", {
    ...nothing,
    open(name, attributes) {
      const [id, to] = [attribute(attributes, "Id"), attribute(attributes, "Target")];
      if (name === "Relationship" && id !== null && to !== null) found.set(id, target(folder, to));
    },
  });
  return found;
}

function sheetsOf(zip: Zip, xml: string): { sheets: BookSheet[]; from1904: boolean } {
  const paths = relations(zip, "xl", "workbook.xml");
  const sheets: BookSheet[] = [];
  let from1904 = false;
  scanXml(xml, {
    ...nothing,
    open(name, attributes) {
      if (name === "workbookPr") from1904 = /^(1|true)$/.test(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") return;
      const path = paths.get(attribute(attributes, "id") ?? "") ?? "";
      const hidden = /hidden/i.test(attribute(attributes, "state") ?? "");
      // Charts have a place in the list as well.
      if (zip.has(path) && !path.includes("chartsheets")) sheets.push({ name: attribute(attributes, "name") ?? path, path, hidden });
    },
  });
  return { sheets, from1904 };
}

/** Texts that cells share. Readings above the signs (rPh) are none of them. */
function stringsOf(xml: string): string[] {
  const strings: string[] = [];
  let [text, within, reading] = ["", false, false];
  scanXml(xml, {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") reading = true;
      else if (name === "t") within = !reading;
    },
    close(name) {
      if (name === "si") strings.push(text);
      else if (name === "rPh") reading = false;
      else if (name === "t") within = false;
    },
    text(raw) {
      if (within) text += cellText(raw);
    },
  });
  return strings;
}

function shownOf(xml: string): Shown[] {
  const codes = new Map<number, string>();
  const shown: Shown[] = [];
  let cells = false;
  scanXml(xml, {
    ...nothing,
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? "");
      else if (name === "cellXfs") cells = true;
      else if (name === "xf" && cells) {
        const id = Number(attribute(attributes, "numFmtId") ?? 0);
        shown.push(shownBy(id, codes.get(id) ?? null));
      }
    },
    close(name) {
      if (name === "cellXfs") cells = false;
    },
  });
  return shown;
}

/** @throws FileFault */
export function bookOf(zip: Zip): Book {
  const { sheets, from1904 } = sheetsOf(zip, zip.text("xl/workbook.xml") ?? "");
  if (sheets.length === 0) throw fault("工作簿里没有工作表：请另存为 xlsx 再试", "The workbook holds no sheet: save it anew as xlsx");
  const files = [...relations(zip, "xl", "workbook.xml").values()];
  const one = (ending: string) => zip.text(files.find((path) => path.endsWith(ending)) ?? `xl/${ending}`) ?? "";
  return { sheets, from1904, strings: stringsOf(one("sharedStrings.xml")), shown: shownOf(one("styles.xml")) };
}
