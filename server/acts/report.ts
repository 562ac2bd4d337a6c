/** 上报: somebody saw a problem; it gets its number, its zones by its place, and waits to be verified or filed, or was mended on the spot. */
import {
  accuracyField,
  agoField,
  type Body,
  type Field,
  flagField,
  idField,
  numberField,
  optional,
  refusedField,
  textField,
  timeField,
  uuidField,
  wordField,
} from "../ask/body.ts";
import { route } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import { ProblemDetail } from "../contract/problemSchemas.ts";
import { type ProblemSource, problemSources } from "../contract/vocabulary.ts";
import { detailOf } from "../log/detail.ts";
import { reportProblem } from "../log/report.ts";
import { may } from "./act.ts";
import { evidenceFields, needEvidence, photosField } from "./evidence.ts";

/** Problems of an import come by `npm run import`. */
const sources = (Object.keys(problemSources) as ProblemSource[]).filter((source) => source !== "import");

/** A telephone number; what is refused is not repeated in the answer. */
const phoneField: Field<string> = {
  schema: textField(5, 30, "Telephone number of whoever told of it.").schema,
  read(name, value) {
    if (typeof value === "string" && /^\+?[\d][\d ()-]{3,28}\d$/.test(value.trim())) return value.trim();
    throw new ParameterError(name, "…", { zh: "电话号码，如 0517-12345678", en: "a telephone number, such as 0517-12345678" });
  },
};

const fields = {
  clientId: optional(uuidField("Made by the page for this one report: sent again, it is the same problem and answered again.")),
  category: textField(1, 32, "Code of the minor category."),
  lon: numberField(-180, 180, "Longitude, degrees, EPSG:4326."),
  lat: numberField(-90, 90, "Latitude, degrees, EPSG:4326. A place outside the district is kept and marked."),
  accuracy_m: optional(accuracyField),
  title: optional(textField(1, 200, "In a few words; the category's name when left out.")),
  description: optional(textField(1, 4000, "What is to be seen.")),
  place: optional(textField(1, 200, "Where it is, in words.")),
  site: optional(idField("The evaluated site it belongs to.")),
  source: wordField(sources, "How it was found."),
  night: optional(flagField("It shows at night only.")),
  found: optional(timeField("When it was found; now when left out.")),
  ago_s: optional(agoField),
  ...evidenceFields,
  photosAfter: photosField,
  reporterName: optional(textField(1, 100, "Somebody from outside who told of it.")),
  reporterPhone: optional(phoneField),
  fixed: optional(flagField("It was mended on the spot: `photosAfter` shows it so.")),
};

/** What the fields do not say of each other by themselves. @throws ParameterError */
function refuseMixed(said: Body<typeof fields>): void {
  if (said.found !== null && said.ago_s !== null)
    throw refusedField("ago_s", said.ago_s, { zh: "found 与 ago_s 只填其一", en: "either found or ago_s, not both" });
  needEvidence(said);
  if (said.fixed) needEvidence({ photos: said.photosAfter, noPhoto: said.noPhoto }, "photosAfter");
  else if (said.photosAfter)
    throw refusedField("photosAfter", said.photosAfter, { zh: "仅 fixed 时填写", en: "nothing, unless it was mended on the spot (fixed)" });
}

export const reportAct = route({
  method: "POST",
  path: "/api/problems",
  question: "Reports a problem, or one that was mended on the spot.",
  may: may("report"),
  body: fields,
  answer: ProblemDetail,
  async handle({ caller, body, tx }) {
    refuseMixed(body);
    return tx("report", async (on) => {
      const id = await reportProblem(on, caller, { ...body, night: body.night === true, fixed: body.fixed === true });
      return detailOf(on, caller, id);
    });
  },
});
