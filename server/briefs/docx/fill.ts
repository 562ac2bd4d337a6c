/** A template filled with the fields of a page. */
import { type TemplateData, TemplateHandler } from "easy-template-x";
import { unzipSync } from "fflate";
import type { BriefPage } from "../../contract/types.ts";
import { bad } from "./bad.ts";
import { fieldsOf } from "./fields.ts";
import type { BriefPictures } from "./pictures.ts";
import { MarkLoops, Tidy } from "./tree.ts";
import { type Files, pack } from "./unpack.ts";

/** Text boxes in tables in content controls: deeper than that no office writes. */
const deepest = 80;

export const handler = (): TemplateHandler =>
  new TemplateHandler({ maxXmlDepth: deepest, extensions: { beforeCompilation: [new MarkLoops()], afterCompilation: [new Tidy()] } });

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** What the file says of itself: the page's title, and its moment as the time it was made. */
function core({ title, facts, words }: BriefPage): string {
  const at = new Date(facts.asOf).toISOString().replace(/\.\d+Z$/, "Z");
  const made = (name: string): string => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${at}</dcterms:${name}>`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold control characters
  const said = (text: string): string => escaped(text.replace(/[\u0000-\u001F\uFFFE\uFFFF]|[\uD800-\uDFFF]/gu, ""));
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${said(title)}</dc:title><dc:creator>${said(words.issuer)}</dc:creator>${made("created")}${made("modified")}</cp:coreProperties>`;
}

/** @throws BadTemplate when the template's signs do not fit together */
async function filled(template: Buffer, page: BriefPage, pictures: BriefPictures): Promise<Buffer> {
  try {
    return await handler().process(template, fieldsOf(page, pictures) as unknown as TemplateData);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw bad(`模板无法填写：${why}`, `The template cannot be filled: ${why}`);
  }
}

/** @throws BadTemplate */
export async function fill(template: Files, page: BriefPage, pictures: BriefPictures): Promise<Buffer> {
  const files = Object.entries(unzipSync(await filled(pack(template), page, pictures)));
  const made = new Map<string, Uint8Array>(files.filter(([name]) => !name.endsWith("/")));
  if (made.has("docProps/core.xml")) made.set("docProps/core.xml", Buffer.from(core(page)));
  return pack(made);
}
