/** From a page to its document, by the template it names. */
import { createHash } from "node:crypto";
import type { Rows } from "../ask/check.ts";
import type { BriefPage } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import type { PhotoStore } from "../photos/store.ts";
import { briefPictures, renderBrief } from "./docx/render.ts";

export const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
export const sumOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** @throws BadTemplate, StoreUnavailable */
export async function documentOf(page: BriefPage, rows: Rows, photos: PhotoStore): Promise<Buffer> {
  const { id } = page.template;
  const [template] =
    id === null ? [] : await rows<{ bytes: Buffer }>("template", sql`select bytes from brief_template where id = ${id}::bigint`);
  return renderBrief(page, template?.bytes ?? null, await briefPictures(page.facts, (statement) => rows("pictures", statement), photos));
}

/** Names a file in both alphabets. @param ascii without its ending */
export function docxHeaders(ascii: string, name: string): Record<string, string> {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, "_");
  return {
    "content-type": docx,
    "content-disposition": `attachment; filename="${ascii}.docx"; filename*=UTF-8''${encodeURIComponent(`${safe}.docx`)}`,
    "cache-control": "no-store",
  };
}
