/** Who reads and who writes the handbook, and whose telephone numbers are shown whole. */

import { Type } from "typebox";
import { type Field, refusedField } from "../ask/body.ts";
import type { Caller } from "../ask/caller.ts";
import { maskPhone } from "../ask/mask.ts";
import type { May } from "../ask/route.ts";
import { type HandbookTarget, handbookKey, readHandbookKey } from "../contract/handbook.ts";
import type { HandbookHolder, HandbookPost } from "../contract/types.ts";
import type { Role } from "../contract/vocabulary.ts";

const duties: readonly Role[] = ["planner", "administrator"];
export const readers: May = { who: ["leader", "dispatcher", "planner", "administrator"], area: "none" };
export const writers: May = { who: duties, area: "none" };

/** Who keeps the handbook sees numbers whole; others as much as tells two apart. */
export const seesPhones = ({ roles }: Caller): boolean => duties.some((role) => roles.has(role));

const masked = (holder: HandbookHolder): HandbookHolder => ({ ...holder, phone: holder.phone && maskPhone(holder.phone) });
export const tellHolders = (caller: Caller, holders: readonly HandbookHolder[]): HandbookHolder[] =>
  seesPhones(caller) ? [...holders] : holders.map(masked);
export const tellPosts = (caller: Caller, posts: readonly HandbookPost[]): HandbookPost[] =>
  seesPhones(caller) ? [...posts] : posts.map((post) => ({ ...post, holders: post.holders.map(masked) }));

/** A target's key in a body. */
export const keyField = (description: string): Field<HandbookTarget> => ({
  schema: Type.String({ pattern: "^(zone|site)/[1-9][0-9]{0,14}$", description }),
  read(name, value) {
    const target = typeof value === "string" ? readHandbookKey(value) : null;
    if (target) return target;
    throw refusedField(name, value, { zh: "zone/编号 或 site/编号，如 zone/12", en: "zone/ or site/ and an id, such as zone/12" });
  },
});
export const noTarget = (name: string, target: HandbookTarget) =>
  refusedField(name, handbookKey(target), { zh: "现行的责任区，或已有的点位", en: "a zone that is in force, or a site that exists" });
