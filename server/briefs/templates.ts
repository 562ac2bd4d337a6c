/** Templates of documents: which there are, their files, a new one, which is used. Those of the program are always there. */
import { Type } from "typebox";
import { idField, optional, refusedField, textField, wordField } from "../ask/body.ts";
import type { Rows } from "../ask/check.ts";
import { type May, NotFound, type Parameter, Reply, type Route, route } from "../ask/route.ts";
import { mostTemplate_bytes } from "../contract/brief.ts";
import { BriefTemplate, BriefTemplates } from "../contract/briefSchemas.ts";
import { ParameterError, readId } from "../contract/parameter.ts";
import type { BriefTemplate as Template } from "../contract/types.ts";
import type { Queryable } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { kindTaken, kindWords } from "./asked.ts";
import { checkTemplate, ownTemplate } from "./docx/render.ts";
import { docx, docxHeaders } from "./make.ts";
import { ownName } from "./page.ts";

const readers: May = { who: ["leader", "dispatcher", "administrator", "auditor"], area: "none" };
const writers: May = { who: ["administrator"], area: "none" };

const columns = sql`t.id, t.kind, t.name, p.name as by, t.made_at as made, length(t.bytes) as bytes, t.used`;
type Stored = Omit<Template, "made"> & { made: Date };
const toTemplate = (row: Stored): Template => ({ ...row, made: row.made.toISOString() });

/** The program's own first, then the office's, the newest first. */
async function templatesOn(query: Rows): Promise<{ rows: Template[] }> {
  const found = await query<Stored>(
    "templates",
    sql`select ${columns} from brief_template t left join person p on p.id = t.made_by where t.removed_at is null order by t.id desc`,
  );
  const own = kindWords.map(async (kind): Promise<Template> => {
    const used = !found.some((row) => row.kind === kind && row.used);
    return { id: null, kind, name: ownName, by: null, made: null, bytes: (await ownTemplate(kind)).length, used };
  });
  return { rows: [...(await Promise.all(own)), ...found.map(toTemplate)] };
}
const inTx =
  (on: Queryable): Rows =>
  (_timer, statement) =>
    on.query(statement);
const none = () => new NotFound({ zh: "没有这个模板（可能已删除）", en: "There is no such template; it may have been removed." });

const templateList = route({
  path: "/api/briefTemplates",
  question: "Which templates of documents are there, and which are used?",
  may: readers,
  answer: BriefTemplates,
  handle: ({ rows }) => templatesOn(rows),
});

const templateTaken: Parameter<number | null> = {
  schema: Type.Integer({ minimum: 1, description: "Of an office's template; the program's own when left out." }),
  read(name, text) {
    const id = text === undefined || text === "" ? null : readId(text);
    if (id === undefined) throw new ParameterError(name, text ?? "", { zh: "模板编号", en: "the id of a template" });
    return id;
  },
};

const templateFile = route({
  path: "/api/briefTemplates/file.docx",
  question: "A template's file, to be edited in a word processor.",
  may: readers,
  takes: { kind: kindTaken, template: templateTaken },
  answer: Type.String(),
  media: docx,
  async handle({ rows, given: { kind, template: id } }) {
    if (id === null) return new Reply(200, docxHeaders(`template-${kind}`, `${ownName}-${kind}`), await ownTemplate(kind));
    const [row] = await rows<{ bytes: Buffer; name: string }>(
      "template",
      sql`select bytes, name from brief_template where id = ${id}::bigint and kind = ${kind}::text and removed_at is null`,
    );
    if (!row) throw none();
    return new Reply(200, docxHeaders(`template-${kind}-${id}`, row.name), row.bytes);
  },
});

const nameField = textField(1, 100, "What the office calls it.");
const nameTaken: Parameter<string> = { schema: nameField.schema, required: true, read: (name, text) => nameField.read(name, text) };

const templateAdd = route({
  method: "POST",
  path: "/api/briefTemplates",
  question: "A new template: a DOCX with named fields. Used from the moment somebody says so.",
  may: writers,
  takes: { kind: kindTaken, name: nameTaken },
  bytes: mostTemplate_bytes,
  answer: BriefTemplate,
  async handle({ bytes, given: { kind, name }, caller, tx, audit }) {
    const faults = await checkTemplate(bytes, kind);
    const said = (language: "zh" | "en") => faults.map((fault) => fault[language]).join(language === "zh" ? "；" : "; ");
    if (faults.length)
      throw refusedField("template", name, {
        zh: `可用的 DOCX 模板：${said("zh")}`,
        en: `a DOCX template that can be used: ${said("en")}`,
      });
    return tx("template", async (on) => {
      const [made] = (await on.query<Stored>(sql`with t as (insert into brief_template (kind, name, bytes, made_by)
          values (${kind}::text, ${name}::text, ${bytes}::bytea, ${caller.personId}::bigint) returning *)
        select ${columns} from t left join person p on p.id = t.made_by`)) as [Stored];
      await audit({ kind: "change", detail: { what: "briefTemplate", id: made.id, kind, name } }, on);
      return toTemplate(made);
    });
  },
});

const templateUse = route({
  method: "POST",
  path: "/api/briefTemplates/use",
  question: "New documents of a kind are made with this template from now on.",
  may: writers,
  body: { kind: wordField(kindWords, "The kind of document."), id: optional(idField("The template; null = the program's own.")) },
  answer: BriefTemplates,
  handle: ({ body: { kind, id }, tx, audit }) =>
    tx("template", async (on) => {
      // In order, so that two who choose at once never hold two for one kind.
      await on.query(sql`select from brief_template where kind = ${kind}::text order by id for update`);
      await on.query(sql`update brief_template set used = false where kind = ${kind}::text and used`);
      if (id !== null) {
        const now = await on.query(sql`update brief_template set used = true
          where id = ${id}::bigint and kind = ${kind}::text and removed_at is null returning id`);
        if (now.length === 0) throw none();
      }
      await audit({ kind: "change", detail: { what: "briefTemplateUsed", kind, id } }, on);
      return templatesOn(inTx(on));
    }),
});

/** What was issued with it keeps it: it is only offered no more. */
const templateRemove = route({
  method: "POST",
  path: "/api/briefTemplates/{id}/remove",
  question: "Takes a template away; where it was used, the program's own is used again.",
  may: writers,
  answer: BriefTemplates,
  handle: ({ id, tx, audit }) =>
    tx("template", async (on) => {
      const gone = await on.query(sql`update brief_template set removed_at = clock_timestamp(), used = false
        where id = ${id()}::bigint and removed_at is null returning id`);
      if (gone.length === 0) throw none();
      await audit({ kind: "change", detail: { what: "briefTemplateRemoved", id: id() } }, on);
      return templatesOn(inTx(on));
    }),
});

export const templateRoutes: readonly Route[] = [templateList, templateFile, templateAdd, templateUse, templateRemove];
