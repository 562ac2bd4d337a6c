/** How a document is asked for: by a URL's parameters, or by a body. */
import { Type } from "typebox";
import { type Body, dayField, type Field, objectField, optional, textField, wordField } from "../ask/body.ts";
import type { May, Parameter } from "../ask/route.ts";
import { type BriefKind, type BriefWords, briefKinds, briefWordFields } from "../contract/brief.ts";
import { type Filter, filterParameters, parseFilter } from "../contract/filter.ts";
import { ParameterError } from "../contract/parameter.ts";
import type { Wanted } from "./frame.ts";

/** Who reads documents, and who issues them. */
export const mayRead: May = { who: ["leader", "dispatcher", "administrator", "auditor"], area: "own" };
export const mayIssue: May = { who: ["dispatcher", "administrator"], area: "own" };

export const kindWords = Object.keys(briefKinds) as BriefKind[];
const expectedKind = { zh: `可取：${kindWords.join(", ")}`, en: `one of ${kindWords.join(", ")}` };
/** The kind of document; required. */
export const kindTaken: Parameter<BriefKind> = {
  schema: Type.Enum([...kindWords], { description: "The kind of document." }),
  required: true,
  read(name, text = "") {
    const kind = kindWords.find((one) => one === text);
    if (kind) return kind;
    throw new ParameterError(name, text, expectedKind);
  },
};

const field = dayField("yyyy-MM-dd, a day of the district's calendar.");
const dayTaken = (description: string): Parameter<string | null> => ({
  schema: Type.String({ format: "date", description }),
  read: (name, text) => (text === undefined ? null : field.read(name, text)),
});
export const briefTakes = {
  kind: kindTaken,
  day: dayTaken(
    "Of a daily: its day, yesterday when left out. Of a weekly: any day of its week (Monday to Sunday), last week when left out.",
  ),
  from: dayTaken("Of a notice: its first day; the last seven days that are over when both are left out."),
  to: dayTaken("Of a notice: its last day."),
};

const longest: Readonly<Record<keyof BriefWords, number>> = { number: 60, issuer: 100, to: 300, opening: 4000, demands: 8000, copies: 300 };
const wordsFields = Object.fromEntries(
  Object.entries(briefWordFields).map(([name, { en }]) => [name, optional(textField(0, longest[name as keyof BriefWords], `${en}.`))]),
) as Record<keyof BriefWords, Field<string | null>>;

const filterText = textField(0, 8000, "The filter that a notice or a slip is narrowed to, as a URL's parameters.");
const expectedQuery = { zh: `筛选参数：${filterParameters.join(", ")}`, en: `a filter's parameters: ${filterParameters.join(", ")}` };
/** A filter as a URL's parameters; what is not the filter's is refused. */
const filterField: Field<Filter> = {
  schema: filterText.schema,
  read(name, value) {
    const pairs = new URLSearchParams(filterText.read(name, value));
    const stranger = [...pairs.keys()].find((key) => !(filterParameters as readonly string[]).includes(key));
    if (stranger !== undefined) throw new ParameterError(`${name}.${stranger.slice(0, 60)}`, pairs.get(stranger) ?? "", expectedQuery);
    return parseFilter(pairs);
  },
};

export const briefBody = {
  kind: wordField(kindWords, "The kind of document."),
  day: optional(field),
  from: optional(field),
  to: optional(field),
  query: optional(filterField),
  words: optional(objectField(wordsFields)),
};

/** What a body asks for. @param none a filter that asks nothing */
export const wantedBy = ({ kind, day, from, to, query }: Body<typeof briefBody>, none: Filter): Wanted => ({
  kind,
  days: { day, from, to },
  filter: query ?? none,
});

/** The officer's words over the server's own. */
export function wordsOver(own: BriefWords, said: Body<typeof briefBody>["words"]): BriefWords {
  const over = Object.entries(said ?? {}).filter(([, text]) => text !== null);
  return { ...own, ...(Object.fromEntries(over) as Partial<BriefWords>) };
}
