/**
 * One act to many problems, each by itself: a line for each as it is done, in the order given. Done in transactions of fifty, so
 * that progress is real; whoever goes away stops it between two of them, and what is done stays done.
 */
import { Readable } from "node:stream";
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
import { Conflict, Forbidden } from "../ask/caller.ts";
import { type Ask, NotFound, Reply, route } from "../ask/route.ts";
import { ParameterError } from "../contract/parameter.ts";
import { BulkLine } from "../contract/problemSchemas.ts";
import type { BulkLine as Line } from "../contract/types.ts";
import { type BulkAct, bulkActs, mostBulk, problemActs, type Word } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { needsNote, roleRefusal, rules } from "../life/rules.ts";
import { type Asked, type Outcome, perform, type Says } from "../log/perform.ts";
import { type Choice, prepareDispatch, terms } from "./dispatching.ts";
import { extendSays, oneOfBoth } from "./extend.ts";

/** Rows of one transaction. */
const together = 50;
const media = "application/x-ndjson";

const fields = {
  act: wordField(bulkActs, "What is done."),
  rows: listField(
    objectField({ id: idField("The problem."), version: numberField(1, 2 ** 31 - 1, "The version that was read.", true) }),
    1,
    mostBulk,
    "The problems, each once.",
  ),
  preview: optional(flagField("Nothing is done: each line says what would be.")),
  note: optional(textField(1, 1000, "The reason, or what is to be said.")),
  auto: optional(flagField("dispatch: each to its own responsible unit and that unit's contact, by its category's limit.")),
  unit: optional(idField("dispatch: the responsible unit, of all.")),
  person: optional(idField("dispatch: the responsible person, of all.")),
  ...terms,
};
type Said = Body<typeof fields>;
type BulkAsk = Pick<Ask, "caller" | "tx" | "audit"> & { readonly body: Said };

/** What each act takes beside its note. */
const takes: Readonly<Record<BulkAct, readonly (keyof Said)[]>> = {
  dispatch: ["auto", "unit", "person", "coop", "limit", "deadline", "reason"],
  extend: ["limit", "deadline"],
  press: [],
  return: [],
};

/** Refuses what no row could be done with. @throws ParameterError, Forbidden */
function checkWhole({ body, caller }: BulkAsk): void {
  const { act, rows, note } = body;
  const role = roleRefusal(act, caller.roles);
  if (role) throw new Forbidden(role);
  const { zh, en } = problemActs[act];
  for (const name of new Set(Object.values(takes).flat()))
    if (body[name] !== null && !takes[act].includes(name))
      throw refusedField(name, body[name], { zh: `“${zh}”没有这一项`, en: `nothing: "${en}" does not take it` });
  if (needsNote(act) && note === null) throw refusedField("note", undefined, { zh: "须说明理由", en: "a reason" });
  const twice = rows.findIndex(({ id }, i) => rows.findIndex((row) => row.id === id) < i);
  if (twice >= 0) throw refusedField(`rows[${twice}].id`, rows[twice]?.id, { zh: "每个问题只列一次", en: "each problem once" });
  if (act === "extend") oneOfBoth(body);
  if (act === "dispatch") choiceOf(body);
}

/** To whom, of a bulk dispatch. @throws ParameterError when it says both that each goes to its own and whom */
function choiceOf(said: Said): Choice | "auto" {
  const { auto, unit, person } = said;
  if (auto) {
    for (const name of ["unit", "person", "coop", "limit", "deadline", "reason"] as const)
      if (said[name] !== null) throw refusedField(name, said[name], { zh: "auto 时不填", en: "nothing, with auto" });
    return "auto";
  }
  if (unit === null) throw refusedField("unit", undefined, { zh: "责任单位编号，或 auto", en: "the id of a unit, or auto" });
  if (person === null) throw refusedField("person", undefined, { zh: "责任人编号，或 auto", en: "the id of a person, or auto" });
  return { ...said, unit, person };
}

async function saysOf(tx: Tx, said: Said, ids: readonly number[]): Promise<Says> {
  if (said.act === "dispatch") return prepareDispatch(tx, ids, choiceOf(said));
  if (said.act === "extend") return (held, ground) => extendSays(said, held, ground);
  return () => ({});
}

/** One transaction's rows, done or (previewed) only tried; refusals for want of a duty or an area are in the audit log either way. */
function some({ body, caller, tx, audit }: BulkAsk, asked: readonly Asked[]): Promise<Outcome[]> {
  return tx("bulk", async (on) => {
    const says = await saysOf(
      on,
      body,
      asked.map(({ id }) => id),
    );
    const noted: Says = (held, ground) => ({ note: body.note, ...says(held, ground) });
    const outcomes = await perform(on, caller, body.act, asked, noted, { dry: body.preview === true });
    for (const { error } of outcomes)
      if (error instanceof Forbidden) await audit({ kind: "refusal", problemId: error.problemId, detail: { why: error.why.zh } }, on);
    return outcomes;
  });
}

function whyNot(error: Error): Word {
  if (error instanceof Conflict || error instanceof Forbidden) return error.why;
  if (error instanceof NotFound) return error.what;
  if (error instanceof ParameterError) return error.expected;
  throw error;
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A refused row is told as it stands; one that the caller may not know of, not at all. */
function lineOf({ id, error, fold, held }: Outcome, done: number, of: number): Line {
  const now = fold ?? held?.fold ?? null;
  return {
    ...{ id, ok: error === null, why: error && whyNot(error) },
    ...{ state: now?.state ?? null, version: now?.version ?? null, unit: now?.unitId ?? null, person: now?.person ?? null },
    ...{ deadline: iso(now?.deadlineAt ?? null), done, of },
  };
}

/** The lines, a transaction's at a time. */
async function* lines(ask: BulkAsk): AsyncGenerator<string, void, void> {
  const { rows } = ask.body;
  for (let from = 0; from < rows.length; from += together) {
    const outcomes = await some(ask, rows.slice(from, from + together));
    yield outcomes.map((outcome, i) => `${JSON.stringify(lineOf(outcome, from + i + 1, rows.length))}\n`).join("");
  }
}

export const bulkAct = route({
  method: "POST",
  path: "/api/problems/bulk",
  question: "Does one act to many problems, each by itself, with a line for each.",
  may: { who: [...new Set(bulkActs.flatMap((act) => rules[act].roles))], area: "own" },
  body: fields,
  answer: BulkLine,
  media,
  async handle(ask) {
    checkWhole(ask);
    const all = lines(ask);
    // The first transaction before the answer begins: a database that cannot be reached is a 503, not a broken stream.
    const first = await all.next();
    async function* told() {
      if (!first.done) yield first.value;
      yield* all;
    }
    return new Reply(
      200,
      { "content-type": `${media}; charset=utf-8`, "cache-control": "no-store" },
      Readable.from(told(), { highWaterMark: 1 }),
    );
  },
});
