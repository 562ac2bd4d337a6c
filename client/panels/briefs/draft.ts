/** What an officer writes on a document before it is issued: kept in the browser, a draft for each kind. */
import { type BriefKind, type BriefWordField, type BriefWords, briefWordFields } from "../../../server/contract/brief.ts";

/** Only what was written over; the rest is as the server has it. */
export type Draft = Partial<BriefWords>;
export const wordFields = Object.keys(briefWordFields) as readonly BriefWordField[];
const keyOf = (kind: BriefKind) => `chuangtu.brief.${kind}`;

/** What of anything that was kept is a draft. */
export function readDraft(text: string | null): Draft {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([name, value]) => Object.hasOwn(briefWordFields, name) && typeof value === "string"),
    );
  } catch {
    return {};
  }
}

export function keptDraft(kind: BriefKind): Draft {
  try {
    return readDraft(localStorage.getItem(keyOf(kind)));
  } catch {
    // Storage is forbidden: nothing is kept.
    return {};
  }
}

/** False when the browser keeps nothing: the page then says so. */
export function keepDraft(kind: BriefKind, draft: Draft): boolean {
  try {
    if (Object.keys(draft).length) localStorage.setItem(keyOf(kind), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(kind));
    return true;
  } catch {
    return false;
  }
}

/** The draft with a field written; what is as the server has it is no draft. */
export function written(draft: Draft, field: BriefWordField, text: string, server: BriefWords): Draft {
  const { [field]: _before, ...rest } = draft;
  return text === server[field] ? rest : { ...rest, [field]: text };
}
