/** The documents themselves: a page of facts becomes a DOCX by a template, an office's or the program's own. */
import type { BriefKind } from "../../contract/brief.ts";
import type { BriefFacts, BriefPage } from "../../contract/types.ts";
import type { Word } from "../../contract/vocabulary.ts";
import type { PhotoStore } from "../../photos/store.ts";
import { wrongWith } from "./check.ts";
import { fill } from "./fill.ts";
import type { Rows } from "./mapGround.ts";
import { type BriefPictures as Pictures, picturesOf } from "./pictures.ts";
import { template as made } from "./template.ts";
import { unpackTemplate } from "./unpack.ts";

export type BriefPictures = Pictures;

/**
 * The document of a page. Pure: the same input gives the same bytes, whatever the machine's clock and time zone.
 * @param template a DOCX with named fields in which checkTemplate found nothing wrong; null = the one that comes with the program
 * @throws BadTemplate (with words of both languages) when the template cannot be used
 */
export async function renderBrief(page: BriefPage, template: Buffer | null, pictures: BriefPictures): Promise<Buffer> {
  return fill(unpackTemplate(template ?? (await ownTemplate(page.facts.kind))), page, pictures);
}

/** The program's own template of a kind, to be edited in a word processor and brought back. */
export const ownTemplate = (kind: BriefKind): Promise<Buffer> => made(kind);

/**
 * What is wrong with an office's template: not a DOCX, too large when unpacked, macros or links in it, unknown fields by name, loops not closed.
 * Empty = it can be used. Never throws.
 */
export const checkTemplate = (bytes: Buffer, _kind: BriefKind): Promise<readonly Word[]> => wrongWith(bytes);

/**
 * Map and photos of a page: outlines as of the period's end and roads from the database, photos (covered) from the store; a withdrawn one is absent.
 * @throws StoreUnavailable when the store gives no answer
 */
export const briefPictures = (facts: BriefFacts, rows: Rows, store: PhotoStore): Promise<BriefPictures> => picturesOf(facts, rows, store);
