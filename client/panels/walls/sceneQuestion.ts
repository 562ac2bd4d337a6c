/** The question of a scene: an address of the desk as it was pasted, and what it means. Pure but for short links. */
import { type Names, sentence } from "../../../server/contract/sentence.ts";
import type { District } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { askLink } from "../../api/desk.ts";
import { keptQuery, namesStand, readKept } from "../../state/keptView.ts";
import { defaultView, effectiveFilter, type Fault } from "../../state/view.ts";

/** What a question means in words, what of it cannot be read, and whether all that it names is there. */
export interface Meaning {
  readonly asks: Word;
  readonly faults: readonly Fault[];
  readonly stands: boolean;
  readonly hot: boolean;
}

export function meaningOf(query: string, names: Names, district: District | null): Meaning {
  const { kept, faults } = readKept(query);
  const filter = effectiveFilter(kept);
  return { asks: sentence(filter, names), faults, stands: district === null || namesStand(filter, district), hot: kept.hot !== null };
}

function addressOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Of a pasted address its query and fragment; null when it is no address of the desk. A short link is its code. */
export function partsOf(text: string): { query: string } | { code: string } | null {
  const pasted = text.trim();
  if (/^[?#]/.test(pasted)) return pasted.length > 1 ? { query: pasted } : null;
  const url = addressOf(pasted);
  if (!url) return null;
  const { protocol, pathname, search, hash, searchParams } = url;
  if (!/^https?:$/.test(protocol) || !["/", "/desk", "/planner"].includes(pathname)) return null;
  const code = searchParams.get("link");
  return code === null ? { query: search + hash } : { code };
}

/** The query to keep: spelt as the desk spells it, language and theme left out. One that cannot be read whole stays, to be named. */
export function tidied(query: string): string {
  const { kept, faults } = readKept(query);
  return faults.length ? query : keptQuery({ ...defaultView, ...kept }, kept.map !== null);
}

/** The query behind what was pasted; null when it is no address of the desk. @throws HttpError when a short link leads nowhere */
export async function queryFrom(text: string): Promise<string | null> {
  const parts = partsOf(text);
  if (parts === null) return null;
  return tidied("code" in parts ? (await askLink(parts.code)).query : parts.query);
}
