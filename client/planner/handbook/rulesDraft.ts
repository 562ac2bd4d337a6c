/** Roles and texts as they are typed: lines in two boxes, one for each language. Pure. */
import type { HandbookRole, HandbookRules, HandbookText } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";

export interface Typed {
  readonly zh: string;
  readonly en: string;
}
export type RoleDraft = Omit<HandbookRole, "duties"> & { readonly duties: Typed };
export type TextDraft = Omit<HandbookText, "checklist"> & { readonly checklist: Typed };
export interface RulesDraft {
  readonly roles: readonly RoleDraft[];
  readonly texts: readonly TextDraft[];
}

const typed = (lines: readonly Word[]): Typed => ({
  zh: lines.map(({ zh }) => zh).join("\n"),
  en: lines.map(({ en }) => en).join("\n"),
});
const linesIn = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
/** How many lines each language has. */
export const counted = ({ zh, en }: Typed): readonly [zh: number, en: number] => [linesIn(zh).length, linesIn(en).length];
export const isPaired = (text: Typed): boolean => counted(text)[0] === counted(text)[1];

function words({ zh, en }: Typed): Word[] {
  const english = linesIn(en);
  return linesIn(zh).map((line, i) => ({ zh: line, en: english[i] ?? "" }));
}

export const draftOf = ({ roles, texts }: Pick<HandbookRules, "roles" | "texts">): RulesDraft => ({
  roles: roles.map((role) => ({ ...role, duties: typed(role.duties) })),
  texts: texts.map((text) => ({ ...text, checklist: typed(text.checklist) })),
});

export const rulesOf = ({ roles, texts }: RulesDraft): Pick<HandbookRules, "roles" | "texts"> => ({
  roles: roles.map((role) => ({ ...role, duties: words(role.duties) })),
  texts: texts.map((text) => ({ ...text, checklist: words(text.checklist) })),
});

/** Every line has its other language, and every role a name. */
export const canSave = ({ roles, texts }: RulesDraft): boolean =>
  roles.every(({ name, duties, applies }) => name.zh.trim() && name.en.trim() && applies.length > 0 && isPaired(duties)) &&
  texts.every(({ checklist }) => isPaired(checklist));

/** A code nobody has yet. */
export function freshCode(roles: readonly Pick<HandbookRole, "code">[]): string {
  for (let n = roles.length + 1; ; n++) if (!roles.some(({ code }) => code === `role_${n}`)) return `role_${n}`;
}
