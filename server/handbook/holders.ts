/** "Who holds what here?" The targets in a zone, or one site, with their posts and gaps. */
import { refusedField } from "../ask/body.ts";
import { integer } from "../ask/parameters.ts";
import { route } from "../ask/route.ts";
import { HandbookHolders } from "../contract/handbookSchemas.ts";
import { type Book, loadBook, type Target } from "./book.ts";
import { afterParameter, someSite, someZone, writeAfter } from "./parameters.ts";
import { gapsOf, postsOf } from "./posts.ts";
import { readers, tellPosts } from "./reading.ts";

const cursor = afterParameter((place) => (place.length === 1 && typeof place[0] === "string" ? place[0] : null));

/** @throws ParameterError unless one of the two is given, and is there */
function asked(book: Book, { zone, site }: { readonly zone: number | null; readonly site: number | null }): Target[] {
  if ((zone === null) === (site === null))
    throw refusedField("zone", zone ?? "", { zh: "zone 与 site 二者之一", en: "one of zone and site: exactly one of the two" });
  const [name, id] = site === null ? (["zone", zone] as const) : (["site", site] as const);
  const target = book.byKey.get(`${name}/${id}`);
  if (!target) throw refusedField(name, id, { zh: "现行的责任区，或已有的点位", en: "a zone that is in force, or a site that exists" });
  return site === null ? book.targets.filter((one) => [one.zone1, one.zone2, one.zone3].includes(zone)) : [target];
}

export const handbookHolders = route({
  path: "/api/handbook/holders",
  question: "Who holds which role in a zone, in those under it and at its sites, or at one site?",
  may: readers,
  takes: { zone: someZone, site: someSite, limit: integer(1, 500, 100, "Rows of a page."), cursor },
  answer: HandbookHolders,
  async handle({ given, caller, rows }) {
    const book = await loadBook((statement) => rows("book", statement));
    const all = asked(book, given);
    const from = given.cursor === null ? 0 : all.findIndex(({ key }) => key === given.cursor) + 1;
    const shown = all.slice(from, from + given.limit);
    const last = from + shown.length < all.length ? shown.at(-1) : undefined;
    return {
      day: book.day,
      total: all.length,
      rows: shown.map((target) => {
        const posts = postsOf(book, target);
        const { key, class: own, type, code, name } = target;
        return { key, class: own, type, code, name, posts: tellPosts(caller, posts), gaps: gapsOf(posts) };
      }),
      next: last ? writeAfter([last.key]) : null,
    };
  },
});
