/** "Issue it." The facts, the words and the document are kept as they are from then on. */
import { Conflict, seenKey } from "../ask/caller.ts";
import { type Ask, type Route, route } from "../ask/route.ts";
import { IssuedBrief } from "../contract/briefSchemas.ts";
import { emptyFilter } from "../contract/filter.ts";
import type { BriefPage, IssuedBrief as Issued } from "../contract/types.ts";
import { sql } from "../db/sql.ts";
import type { PhotoStore } from "../photos/store.ts";
import { briefBody, mayIssue, wantedBy, wordsOver } from "./asked.ts";
import { issuedColumns, type Stored, toIssued } from "./issued.ts";
import { documentOf, sumOf } from "./make.ts";
import { pageOf } from "./page.ts";

const running = ({ facts: { to } }: BriefPage): Conflict =>
  new Conflict({ zh: `期间到 ${to} 才结束，未结束不能印发`, en: `Its days end with ${to}: it is not issued before they are over.` });

/** What is the same to the byte was issued already: asked for twice it is one. */
async function keep({ caller, tx, audit }: Pick<Ask, "caller" | "tx" | "audit">, page: BriefPage, bytes: Buffer): Promise<Issued> {
  const { facts, title, words, template } = page;
  const seen = seenKey(caller);
  return tx("issue", async (on) => {
    await on.query(sql`select pg_advisory_xact_lock(hashtext(${`brief ${sumOf(bytes)}`}::text))`);
    const same = sql`b.sum = decode(${sumOf(bytes)}::text, 'hex') and b.seen = ${seen}::text`;
    const [before] = await on.query<Stored>(sql`select ${issuedColumns} from brief_issued b where ${same}`);
    if (before) return toIssued(before);
    const [made] =
      (await on.query<Stored>(sql`insert into brief_issued as b (kind, title, from_day, to_day, as_of, number, page, template_id, bytes, sum, made_by, who, seen)
      values (${facts.kind}::text, ${title}::text, ${facts.from}::date, ${facts.to}::date, ${facts.asOf}::timestamptz, ${words.number}::text,
        ${JSON.stringify(page)}::jsonb, ${template.id}::bigint, ${bytes}::bytea, decode(${sumOf(bytes)}::text, 'hex'), ${caller.personId}::bigint,
        ${caller.name ?? ""}::text, ${seen}::text) returning ${issuedColumns}`)) as [Stored];
    await audit(
      { kind: "change", detail: { what: "brief", id: made.id, kind: facts.kind, from: facts.from, to: facts.to, sum: made.sum } },
      on,
    );
    return toIssued(made);
  });
}

export const briefIssue = (photos: PhotoStore): Route =>
  route({
    method: "POST",
    path: "/api/briefs",
    question: "Issues a document: its facts, its words and its bytes are kept as they are.",
    may: mayIssue,
    body: briefBody,
    answer: IssuedBrief,
    async handle(ask) {
      const { caller, rows, body } = ask;
      const made = await pageOf({ caller, rows }, wantedBy(body, emptyFilter));
      if (made.facts.running) throw running(made);
      const page = { ...made, words: wordsOver(made.words, body.words) };
      return keep(ask, page, await documentOf(page, rows, photos));
    },
  });
