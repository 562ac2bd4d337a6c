/** Questions and acts of the handbook. */
import { mostPages } from "../../server/contract/handbook.ts";
import type {
  HandbookContent,
  HandbookEdition,
  HandbookEditions,
  HandbookGaps,
  HandbookHeld,
  HandbookPages,
  HandbookPeople,
  HandbookRules,
} from "../../server/contract/types.ts";
import { getJson, postJson } from "./http.ts";

export const askPages = (signal?: AbortSignal) => getJson<HandbookPages>("/api/handbook/pages", signal);
/** @param keys at most `mostPages` */
export const askContent = (keys: readonly string[], signal?: AbortSignal) =>
  getJson<HandbookContent>(`/api/handbook/content?keys=${keys.join(",")}`, signal);
export const askGaps = (zone: number | null, cursor: string | null, signal?: AbortSignal) => {
  const query = new URLSearchParams({ limit: "200", ...(zone !== null && { zone: String(zone) }), ...(cursor !== null && { cursor }) });
  return getJson<HandbookGaps>(`/api/handbook/gaps?${query}`, signal);
};
export const askHandbookRules = (signal?: AbortSignal) => getJson<HandbookRules>("/api/handbook/rules", signal);
export const saveHandbookRules = (rules: Pick<HandbookRules, "version" | "roles" | "texts">) =>
  postJson<HandbookRules>("/api/handbook/rules", rules);
export const askEditions = (signal?: AbortSignal) => getJson<HandbookEditions>("/api/handbook/editions", signal);
export const makeEdition = (note: string | null) => postJson<HandbookEdition>("/api/handbook/editions", note === null ? {} : { note });
export const findPeople = (q: string, signal?: AbortSignal) =>
  getJson<HandbookPeople>(`/api/handbook/people?${new URLSearchParams({ q })}`, signal);

/** Who is to hold a post: one of the district's people, or a name. */
export interface WantedHolder {
  readonly person?: number;
  readonly name?: string;
  readonly phone?: string;
  readonly note?: string;
}
export interface WantedPost {
  readonly target: string;
  readonly role: string;
  /** Ids of the holders that are seen there. */
  readonly seen: readonly number[];
  readonly holders: readonly WantedHolder[];
}
export const saveHolders = (rows: readonly WantedPost[]) => postJson<HandbookHeld>("/api/handbook/holders", { rows });

/** Contents of many pages, some at a time; in the order of the keys. @param came how many there are so far */
export async function askAllContent(
  keys: readonly string[],
  came: (count: number) => void,
  signal: AbortSignal,
): Promise<readonly HandbookContent[]> {
  const answers: HandbookContent[] = [];
  for (let i = 0; i < keys.length; i += mostPages) {
    answers.push(await askContent(keys.slice(i, i + mostPages), signal));
    came(Math.min(i + mostPages, keys.length));
  }
  return answers;
}
