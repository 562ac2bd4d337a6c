/** "From now on these are the duties, and this is asked." Roles and texts whole, as seen in a version. */
import {
  type Body,
  flagField,
  idField,
  listField,
  numberField,
  objectField,
  optional,
  refusedField,
  textField,
  wordField,
} from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { moved } from "../ask/revision.ts";
import { route } from "../ask/route.ts";
import { type HandbookClass, handbookClasses, handbookSubjects, mostLines, mostRoles } from "../contract/handbook.ts";
import { HandbookRules } from "../contract/handbookSchemas.ts";
import type { HandbookRules as Rules } from "../contract/types.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { loadRules } from "./kept.ts";
import { writers } from "./reading.ts";
import { writeRoles, writeTexts } from "./rulesWrite.ts";

const code = textField(1, 32, "Small letters, digits and _; it never changes.");
const codeField: typeof code = {
  ...code,
  read(name, value) {
    const text = code.read(name, value);
    if (/^[a-z0-9_]+$/.test(text)) return text;
    throw refusedField(name, value, { zh: "小写字母、数字和下划线", en: "small letters, digits and _" });
  },
};
const sentence = objectField({ zh: textField(1, 300, "In Chinese."), en: textField(1, 300, "In English.") });
const passage = objectField({ zh: textField(0, 1000, "In Chinese; may be empty."), en: textField(0, 1000, "In English; may be empty.") });
const lines = (description: string) => listField(sentence, 0, mostLines, description);

const roleField = objectField({
  code: codeField,
  name: objectField({ zh: textField(1, 20, "In Chinese."), en: textField(1, 40, "In English.") }),
  applies: listField(wordField(Object.keys(handbookClasses) as HandbookClass[], "A class of target."), 1, 10, "What it is held of."),
  level: optional(numberField(1, 3, "Of a chief: at which level.", true)),
  needed: flagField("A target without one is a gap."),
  registered: flagField("The person on the target's own record counts while nobody is entered."),
  duties: lines("What its holder does."),
});
const textFields = objectField({
  about: wordField(handbookSubjects, "A class of target or a site type."),
  checklist: lines("What is looked at."),
  standard: passage,
  reward: passage,
});
const fields = {
  version: idField("The version that was seen."),
  roles: listField(roleField, 1, mostRoles, "All of them, in their order; who is missing is retired."),
  texts: listField(textFields, 0, handbookSubjects.length, "All of them."),
};
type Given = Body<typeof fields>;

function refuseTwice(name: string, codes: readonly string[]): void {
  const i = codes.findIndex((one, n) => codes.indexOf(one) !== n);
  if (i >= 0) throw refusedField(`${name}[${i}]`, codes[i], { zh: "不能重复", en: "given once" });
}

/** @throws ParameterError */
function refuseRepeated({ roles, texts }: Given): void {
  refuseTwice(
    "roles",
    roles.map((role) => role.code),
  );
  refuseTwice(
    "texts",
    texts.map((text) => text.about),
  );
}

/** @throws Conflict when somebody else was first */
async function refuseOutdated(tx: Tx, version: number): Promise<Rules> {
  await tx.query(sql`select from handbook_rule for update`);
  const before = await loadRules((statement) => tx.query(statement));
  if (before.version === version) return before;
  const { by, changed } = before;
  throw new Conflict(
    {
      zh: `${by ?? "别人"}已改到第 ${before.version} 版：请重新打开后再改`,
      en: `${by ?? "Somebody"} has changed the rules to version ${before.version} meanwhile: open them again.`,
    },
    { version: before.version, by, changed },
  );
}

async function write(tx: Tx, { personId }: Caller, { roles, texts }: Given): Promise<Rules> {
  await writeRoles(
    tx,
    roles.map((role) => ({ ...role, applies: [...new Set(role.applies)], duties: [...role.duties] })),
  );
  await writeTexts(tx, texts as Rules["texts"]);
  await tx.query(sql`update handbook_rule set version = version + 1, changed_by = ${personId}::bigint, changed_at = now()`);
  return loadRules((statement) => tx.query(statement));
}

/** Codes of what is another, new, or gone. */
function differing<T>(before: readonly T[], after: readonly T[], codeOf: (one: T) => string): string[] {
  const was = new Map(before.map((one) => [codeOf(one), JSON.stringify(one)]));
  const changed = after.filter((one) => was.get(codeOf(one)) !== JSON.stringify(one)).map(codeOf);
  const gone = before.map(codeOf).filter((one) => !after.some((other) => codeOf(other) === one));
  return [...changed, ...gone];
}

export const handbookRulesChange = route({
  method: "POST",
  path: "/api/handbook/rules",
  question: "Keeps the handbook's roles and texts, whole, as they were seen in a version and changed.",
  may: writers,
  body: fields,
  answer: HandbookRules,
  async handle({ body, caller, tx, audit }) {
    refuseRepeated(body);
    return tx("rules", async (on) => {
      const before = await refuseOutdated(on, body.version);
      const after = await write(on, caller, body);
      const roles = differing(before.roles, after.roles, (role) => role.code);
      const texts = differing(before.texts, after.texts, (text) => text.about);
      await audit({ kind: "change", detail: { what: "handbookRules", version: after.version, roles, texts } }, on);
      await on.query(moved("handbook"));
      return after;
    });
  },
});
