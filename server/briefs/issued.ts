/** "Which documents were issued, and what did they say?" The list, one with its page, its document, and its making again. */
import { Type } from "typebox";
import type { Caller } from "../ask/caller.ts";
import type { Rows } from "../ask/check.ts";
import { NotFound, type Parameter, Reply, type Route, route } from "../ask/route.ts";
import type { BriefKind } from "../contract/brief.ts";
import { BriefProof, IssuedBriefPage, IssuedBriefs } from "../contract/briefSchemas.ts";
import { ParameterError, readId } from "../contract/parameter.ts";
import type { BriefPage, IssuedBrief } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import type { PhotoStore } from "../photos/store.ts";
import { kindTaken, kindWords, mayRead } from "./asked.ts";
import { documentOf, docx, docxHeaders, sumOf } from "./make.ts";
import { readable } from "./page.ts";

const pageRows = 50;

export interface Stored extends Omit<IssuedBrief, "made" | "asOf"> {
  readonly made: Date;
}
/** Of an issued document `b`. The moment is as its page has it, to the microsecond. */
export const issuedColumns = sql`b.id, b.kind, b.title, b.from_day::text as "from", b.to_day::text as "to", b.page->'facts'->>'asOf' as "asOf", b.number, b.who as by,
  b.made_at as made, encode(b.sum, 'hex') as sum, length(b.bytes) as bytes`;
export const toIssued = (row: Stored): IssuedBrief => ({ ...(row as Stored & { asOf: string }), made: row.made.toISOString() });

const anyKind: Parameter<BriefKind | null> = {
  schema: Type.Enum([...kindWords], { description: "Of this kind only." }),
  read: (name, text) => (text === undefined ? null : kindTaken.read(name, text)),
};
const cursor: Parameter<number | null> = {
  schema: Type.String({ description: "`next` of the page before." }),
  read(name, text) {
    const id = text === undefined ? null : readId(text);
    if (id === undefined) throw new ParameterError(name, text ?? "", { zh: "上一页给出的 next", en: "the next of the page before" });
    return id;
  },
};

export const briefList: Route = route({
  path: "/api/briefs",
  question: "Which documents were issued? The newest first.",
  may: mayRead,
  takes: { kind: anyKind, cursor },
  answer: IssuedBriefs,
  async handle({ caller, rows, given: { kind, cursor: after } }) {
    const found = await rows<Stored>(
      "issued",
      sql`select ${issuedColumns} from brief_issued b where ${readable(caller)} and (${kind}::text is null or b.kind = ${kind}::text)
        and (${after}::bigint is null or b.id < ${after}::bigint) order by b.id desc limit ${pageRows + 1}::int`,
    );
    const shown = found.slice(0, pageRows).map(toIssued);
    return { rows: shown, next: found.length > pageRows ? String(shown.at(-1)?.id) : null };
  },
});

const nothing = () =>
  new NotFound({ zh: "没有这份已印发的文件（或不在您的辖区）", en: "There is no such document, or it is not of your area." });

interface Kept extends Stored {
  readonly page: BriefPage;
}
/** @throws NotFound */
export async function keptOf(rows: Rows, caller: Caller, id: number): Promise<{ issued: IssuedBrief; page: BriefPage }> {
  const [row] = await rows<Kept>(
    "issued",
    sql`select ${issuedColumns}, b.page from brief_issued b where b.id = ${id}::bigint and ${readable(caller)}`,
  );
  if (!row) throw nothing();
  const { page, ...stored } = row;
  return { issued: toIssued(stored), page };
}

export const briefIssued: Route = route({
  path: "/api/briefs/{id}",
  question: "What did an issued document say?",
  may: mayRead,
  answer: IssuedBriefPage,
  handle: ({ caller, rows, id }) => keptOf(rows, caller, id()),
});

export const briefDocument: Route = route({
  path: "/api/briefs/{id}/document.docx",
  question: "An issued document as it was issued, as DOCX.",
  may: mayRead,
  answer: Type.String(),
  media: docx,
  async handle({ caller, rows, id, audit }) {
    const [row] = await rows<{ bytes: Buffer; kind: string; title: string; to: string }>(
      "document",
      sql`select b.bytes, b.kind, b.title, b.to_day::text as "to" from brief_issued b where b.id = ${id()}::bigint and ${readable(caller)}`,
    );
    if (!row) throw nothing();
    await audit({ kind: "export", detail: { format: "docx", issued: id() } });
    return new Reply(200, docxHeaders(`${row.kind}-${row.to}`, `${row.title}（${row.to}）`), row.bytes);
  },
});

/** Of its page and its template, and the map and photos as they are now: a photo withdrawn since is missing, and the document another. */
export const briefProof = (photos: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/briefs/{id}/proof",
    question: "Made again from what is kept of it, is an issued document the same to the byte? Changes nothing.",
    may: mayRead,
    answer: BriefProof,
    async handle({ caller, rows, id }) {
      const { issued, page } = await keptOf(rows, caller, id());
      const sum = sumOf(await documentOf(page, rows, photos));
      return { same: sum === issued.sum, sum };
    },
  });
