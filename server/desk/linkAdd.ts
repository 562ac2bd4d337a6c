/** "A short name for this long address." */
import { randomInt } from "node:crypto";
import { queryField } from "../ask/pageQuery.ts";
import { route } from "../ask/route.ts";
import { ShareLink as ShareLinkSchema } from "../contract/deskSchemas.ts";
import type { ShareLink } from "../contract/types.ts";
import { personRoles } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Eight letters and digits: nobody guesses what somebody else shared. */
const newCode = (): string => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join("");

/** The query's code: the one it has, or a new one. */
async function codeOf(tx: Tx, query: string, personId: number | null): Promise<ShareLink & { readonly added: boolean }> {
  const [added] = await tx.query<ShareLink>(sql`insert into share_link (code, query, made_by)
    values (${newCode()}::text, ${query}::text, ${personId}::bigint) on conflict (md5(query), district_id) do nothing returning code, query`);
  if (added) return { ...added, added: true };
  const [known] = await tx.query<ShareLink>(
    sql`select code, query from share_link where md5(query) = md5(${query}::text) and query = ${query}::text`,
  );
  if (!known) throw new Error("Two queries have the same digest: this one can only be shared as a whole address.");
  return { ...known, added: false };
}

export const linkAdd = route({
  method: "POST",
  path: "/api/links",
  question: "Gives a long URL of the page a short code; the same query has the same code.",
  may: { who: personRoles, area: "none" },
  body: { query: queryField },
  answer: ShareLinkSchema,
  handle: ({ body: { query: asked }, caller, tx, audit }) =>
    tx("link", async (on) => {
      const { code, query, added } = await codeOf(on, asked, caller.personId);
      if (added) await audit({ kind: "change", detail: { what: "link", code, after: query } }, on);
      return { code, query };
    }),
});
