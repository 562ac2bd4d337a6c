/** "How was a file with these headings read last time?" Kept whenever one is loaded. */
import { Type } from "typebox";
import { type Parameter, route } from "../../ask/route.ts";
import { type ImportSpec, type ImportTarget, importTargets } from "../../contract/importing/importing.ts";
import { ImportMapping } from "../../contract/importSchemas.ts";
import { ParameterError } from "../../contract/parameter.ts";
import { sql } from "../../db/sql.ts";
import { mayImport } from "./batch.ts";

const targets = Object.keys(importTargets) as ImportTarget[];
const into: Parameter<ImportTarget> = {
  schema: Type.Enum(targets, { description: "What its rows become." }),
  required: true,
  read(name, text) {
    const found = targets.find((one) => one === text);
    if (found) return found;
    throw new ParameterError(name, text ?? "", { zh: `可取：${targets.join(", ")}`, en: `one of ${targets.join(", ")}` });
  },
};
const headings: Parameter<string> = {
  schema: Type.String({
    pattern: "^[0-9a-f]{64}$",
    description: "SHA-256 of the headings (headingsText in server/contract/importing/words.ts), hexadecimal.",
  }),
  required: true,
  read(name, text) {
    if (text && /^[0-9a-f]{64}$/.test(text)) return text;
    throw new ParameterError(name, text ?? "", { zh: "64 位十六进制的 SHA-256", en: "a SHA-256 of 64 hexadecimal digits" });
  },
};

export const importMapping = route({
  path: "/api/imports/mapping",
  question: "How was a file with these headings read last time?",
  may: mayImport,
  takes: { into, headings },
  answer: ImportMapping,
  async handle(ask) {
    const { given } = ask;
    const [kept] = await ask.rows<{ spec: ImportSpec; kept_at: Date }>(
      "importMapping",
      sql`select spec, kept_at from import_mapping where into_what = ${given.into}::text and headings = decode(${given.headings}::text, 'hex')`,
    );
    return { spec: kept?.spec ?? null, kept: kept?.kept_at.toISOString() ?? null };
  },
});
