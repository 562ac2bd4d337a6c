/** A DOCX as a test reads it. */
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

export const partsOf = (bytes: Uint8Array): Readonly<Record<string, Uint8Array>> => unzipSync(bytes);
export const documentXml = (bytes: Uint8Array): string => strFromU8(partsOf(bytes)["word/document.xml"] ?? new Uint8Array());

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
/** Its paragraphs' text, a line each. */
export function textOf(bytes: Uint8Array): string {
  const paragraphs = documentXml(bytes).split("</w:p>");
  return paragraphs
    .map((one) => one.replace(/<w:br\/>/g, "\n").replace(/<[^>]*>/g, ""))
    .join("\n")
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] as string);
}

/** Throws when a part of it is no XML. */
export function mustParse(bytes: Uint8Array): void {
  for (const [name, part] of Object.entries(partsOf(bytes)))
    if (/\.(xml|rels)$/.test(name)) new DOMParser({ onError: onErrorStopParsing }).parseFromString(strFromU8(part), "text/xml");
}

const types = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const relations = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;

/** A template of nothing but a body, as WordprocessingML. */
export function templateOf(body: string, more: Readonly<Record<string, Uint8Array>> = {}): Buffer {
  const document = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>${body}</w:body></w:document>`;
  const files = { "[Content_Types].xml": strToU8(types), "_rels/.rels": strToU8(relations), "word/document.xml": strToU8(document) };
  return Buffer.from(zipSync({ ...files, ...more }));
}
/** A paragraph whose runs are as given: a word processor cuts text where it likes. */
export const p = (...runs: readonly string[]): string =>
  `<w:p>${runs.map((run) => `<w:r><w:t xml:space="preserve">${run}</w:t></w:r>`).join("")}</w:p>`;
