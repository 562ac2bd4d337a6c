/** Posts as they are, and as somebody wants them to be. Pure. */
import type { HandbookHolder, HandbookPost } from "../../../server/contract/types.ts";
import type { WantedHolder, WantedPost } from "../../api/handbook.ts";

/** Only who was entered for this target: who is on record or from a zone above is not taken away here. */
export const enteredIn = (post: HandbookPost): readonly HandbookHolder[] => (post.how === "own" ? post.holders : []);

export const wantedOf = ({ person, name, phone, note }: HandbookHolder): WantedHolder => ({
  ...(person === null ? { name, ...(phone !== null && { phone }) } : { person }),
  ...(note !== null && { note }),
});

const seenIn = (holders: readonly HandbookHolder[]): number[] => holders.flatMap(({ id }) => id ?? []);

/** One more holder of a post. */
export function adding(target: string, post: HandbookPost, one: WantedHolder): WantedPost {
  const now = enteredIn(post);
  return { target, role: post.role, seen: seenIn(now), holders: [...now.map(wantedOf), one] };
}
/** The same without one. */
export function without(target: string, post: HandbookPost, id: number): WantedPost {
  const now = enteredIn(post);
  return { target, role: post.role, seen: seenIn(now), holders: now.filter((one) => one.id !== id).map(wantedOf) };
}

/** What takes a change back: the post as it was, on what is there after it. */
export const takingBack = (target: string, before: HandbookPost, after: readonly HandbookHolder[]): WantedPost => ({
  target,
  role: before.role,
  seen: seenIn(after),
  holders: enteredIn(before).map(wantedOf),
});
