/**
 * Every word the pages themselves say, in both languages; the trade's own words (states, types …) are the contract's.
 * One dictionary, by the rooms that say it. What a page does not say at first comes with the chunk that says it: that chunk learns it.
 */
import type { Word } from "../../server/contract/vocabulary.ts";
import type { actsWords } from "./words/acts.ts";
import type { adminWords } from "./words/admin.ts";
import type { briefsWords } from "./words/briefs.ts";
import type { bringWords } from "./words/bring.ts";
import type { doctorWords } from "./words/doctor.ts";
import type { fieldWords } from "./words/field.ts";
import type { figuresWords } from "./words/figures.ts";
import type { handbookWords } from "./words/handbook.ts";
import type { hotWords } from "./words/hot.ts";
import type { liveWords } from "./words/live.ts";
import type { mapWords } from "./words/map.ts";
import type { nearWords } from "./words/near.ts";
import type { peopleWords } from "./words/people.ts";
import type { photoWords } from "./words/photos.ts";
import type { plannerWords } from "./words/planner.ts";
import type { plannerImportWords } from "./words/plannerImport.ts";
import type { plannerPublishWords } from "./words/plannerPublish.ts";
import type { shortlistWords } from "./words/shortlist.ts";
import type { siteWords } from "./words/site.ts";
import type { takeOutWords } from "./words/takeOut.ts";
import type { timeWords } from "./words/time.ts";
import type { viewsWords } from "./words/views.ts";
import type { wallWords } from "./words/wall.ts";
import type { wallSceneWords } from "./words/wallScenes.ts";
import type { wallsWords } from "./words/walls.ts";
import type { whereWords } from "./words/where.ts";

type Dictionary = typeof mapWords &
  typeof actsWords &
  typeof peopleWords &
  typeof liveWords &
  typeof adminWords &
  typeof photoWords &
  typeof fieldWords &
  typeof figuresWords &
  typeof handbookWords &
  typeof hotWords &
  typeof nearWords &
  typeof siteWords &
  typeof plannerWords &
  typeof plannerPublishWords &
  typeof shortlistWords &
  typeof timeWords &
  typeof viewsWords &
  typeof wallWords &
  typeof wallSceneWords &
  typeof wallsWords &
  typeof whereWords &
  typeof plannerImportWords &
  typeof briefsWords &
  typeof bringWords &
  typeof doctorWords &
  typeof takeOutWords;
export type WordKey = keyof Dictionary;

/** What has been learnt so far. */
export const words = {} as Record<WordKey, Word>;

/** Adds a room's words; before any of them is said. */
export function learn(room: Readonly<Record<string, Word>>): void {
  Object.assign(words, room);
}

/** Puts values in place of {names}. */
export function fill(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** The word for a key in a language; a key that was never learnt is shown as it is, to be seen. */
export const t = (lang: keyof Word, key: WordKey, values?: Readonly<Record<string, string | number>>) =>
  fill((words[key] as Word | undefined)?.[lang] ?? key, values);

/** True for a key of the dictionary: for keys that come from elsewhere, such as the map's status. */
export const isKey = (key: string): key is WordKey => Object.hasOwn(words, key);
