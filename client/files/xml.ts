/** The few things that a workbook's parts need of XML, in one pass and without a tree: a sheet has a million cells. No entities but the five and numbers. */
import { fault } from "./table.ts";

export interface XmlTaker {
  /** `name` without its prefix; `attributes` as they stand. An empty element is opened and closed. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** As it stands, entities and all. */
  text(raw: string): void;
}

const localName = (tag: string): string => tag.slice(tag.indexOf(":") + 1);
const nameEnd = /[\s/]/;

function element(tag: string, take: XmlTaker): void {
  if (tag[0] === "/") {
    take.close(localName(tag.slice(1).trim()));
    return;
  }
  const empty = tag.at(-1) === "/";
  const end = tag.search(nameEnd);
  const name = localName(end < 0 ? tag : tag.slice(0, end));
  take.open(name, end < 0 ? "" : tag.slice(end, empty ? -1 : undefined));
  if (empty) take.close(name);
}

/** Where what begins at `from` with <! or <? ends. */
function beyond(xml: string, from: number, take: XmlTaker): number {
  const until = (mark: string, at: number) => {
    const end = xml.indexOf(mark, at);
    return end < 0 ? xml.length : end;
  };
  if (xml.startsWith("<!--", from)) return until("-->", from + 4) + 3;
  if (xml.startsWith("<![CDATA[", from)) {
    const end = until("]]>", from + 9);
    take.text(xml.slice(from + 9, end).replaceAll("&", "&amp;"));
    return end + 3;
  }
  if (xml.startsWith("<?", from)) return until("?>", from + 2) + 2;
  throw fault("文件内含 DTD 声明，不予读取", "The file declares entities of its own, and is not read");
}

/** @throws FileFault on a document type: nothing of ours has one */
export function scanXml(xml: string, take: XmlTaker): void {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf("<", at);
    if (open < 0) break;
    if (open > at) take.text(xml.slice(at, open));
    const kind = xml[open + 1];
    if (kind === "!" || kind === "?") {
      at = beyond(xml, open, take);
      continue;
    }
    const end = xml.indexOf(">", open);
    if (end < 0) break;
    element(xml.slice(open + 1, end), take);
    at = end + 1;
  }
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
function entity(whole: string, name: string): string {
  if (name[0] !== "#") return entities[name] ?? whole;
  const code = name[1] === "x" || name[1] === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** What stands there, entities resolved. */
export const unescaped = (raw: string): string => (raw.includes("&") ? raw.replace(/&(#?\w{1,8});/g, entity) : raw);

/** An attribute's value; null where there is none. */
export function attribute(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(`${name}=`); at >= 0; at = attributes.indexOf(`${name}=`, at + 1)) {
    if (at > 0 && !/[\s:]/.test(attributes[at - 1] as string)) continue;
    const quote = attributes[at + name.length + 1] ?? "";
    const end = quote === '"' || quote === "'" ? attributes.indexOf(quote, at + name.length + 2) : -1;
    return end < 0 ? null : unescaped(attributes.slice(at + name.length + 2, end));
  }
  return null;
}
