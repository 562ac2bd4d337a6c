/** What another system sends of a problem: its fields, what is refused at once, and what is only held until somebody says what is meant. */
import { Type } from "typebox";
import { type Body, type Field, optional, refusedField, textField, timeField, wordField } from "../ask/body.ts";
import { degreeSystems } from "../contract/coordinates/systems.ts";
import { ParameterError } from "../contract/parameter.ts";
import { type ProblemSource, problemSources, type Word } from "../contract/vocabulary.ts";

/** Problems of an import come by `npm run import`. */
const sources = (Object.keys(problemSources) as ProblemSource[]).filter((source) => source !== "import");

/** A degree as it came: what is off the globe is held, not refused. */
const degreesField = (description: string): Field<number> => ({
  schema: Type.Number({ description }),
  read(name, value) {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw refusedField(name, value, { zh: "数（度），不加引号", en: "a number of degrees, without quotation marks" });
  },
});

/** Text that may be empty: systems send "" for what they do not have. */
const someText = (most: number, description: string): Field<string | null> => {
  const { schema, read } = textField(0, most, description);
  return { schema, read: (name, value) => read(name, value) || null };
};

/** As `someText`; what is refused is not repeated in the answer. */
const privateText = (most: number, description: string): Field<string | null> => {
  const { schema, read } = someText(most, description);
  return {
    schema,
    read(name, value) {
      try {
        return read(name, value);
      } catch (error) {
        throw error instanceof ParameterError ? new ParameterError(name, "…", error.expected) : error;
      }
    },
  };
};

export const sentFields = {
  externalId: textField(1, 100, "The sender's own number; sent again, it is the same."),
  category: optional(someText(100, "Code or name of a minor category; the sender's own word is held until somebody says what it is.")),
  lon: optional(degreesField("Longitude, degrees of the crs.")),
  lat: optional(degreesField("Latitude, degrees of the crs.")),
  crs: optional(wordField(degreeSystems, "Coordinate system of lon and lat: must be said with them, nothing is guessed.")),
  title: optional(someText(200, "In a few words; the category's name when left out.")),
  description: optional(someText(4000, "What is to be seen.")),
  place: optional(someText(200, "Where it is, in words.")),
  found: optional(timeField("When it was found; what lies ahead of the server's clock counts as now.")),
  source: optional(wordField(sources, "How it was found; 12345 when left out.")),
  reporterName: optional(privateText(100, "Who told of it: of 12345 and public reports only.")),
  reporterPhone: optional(privateText(30, "Their telephone number.")),
};
export type Sent = Body<typeof sentFields>;

const fromOutside: ReadonlySet<ProblemSource> = new Set(["12345", "public"]);
const expected = {
  crs: { zh: `给出 lon、lat 时须写明坐标系：${degreeSystems.join("、")}`, en: `with lon and lat one of ${degreeSystems.join(", ")}` },
  reporter: { zh: "仅 12345 热线和群众上报可填举报人", en: "of a 12345 or public report only" },
} as const satisfies Record<string, Word>;

export const sourceOf = ({ source }: Sent): ProblemSource => source ?? "12345";

/** What a sender has to put right for good: refused rather than held each time. @throws ParameterError */
export function refuseUnclear(sent: Sent): void {
  const { lon, lat, crs, reporterName, reporterPhone } = sent;
  if ((lon !== null || lat !== null) && crs === null) throw refusedField("crs", "", expected.crs);
  if (fromOutside.has(sourceOf(sent))) return;
  const named = reporterName !== null ? "reporterName" : reporterPhone !== null ? "reporterPhone" : null;
  if (named) throw refusedField(named, "…", expected.reporter);
}
