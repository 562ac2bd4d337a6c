/** What all acts on a problem have in common: who may, what every body says, and how one is done and answered. */
import { type Body, numberField, optional, placeField, textField, uuidField } from "../ask/body.ts";
import { type Caller, Conflict } from "../ask/caller.ts";
import { holdClientId, usedOtherwise } from "../ask/once.ts";
import { anyEvent } from "../ask/past.ts";
import type { Ask, May } from "../ask/route.ts";
import type { ProblemDetail } from "../contract/types.ts";
import type { PersonAct } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import { dueOf } from "../life/due.ts";
import { bareEvent, type LogEvent } from "../life/fold.ts";
import { rules } from "../life/rules.ts";
import { NoWorkTime } from "../life/workTime.ts";
import { detailOf } from "../log/detail.ts";
import { type Ground, perform, type Says } from "../log/perform.ts";
import type { Held } from "../log/problem.ts";

/** Who may do an act, each in their own area. */
export const may = (act: PersonAct | "report"): May => ({ who: rules[act].roles, area: "own" });

export const versionField = numberField(1, 2 ** 31 - 1, "The version that was read; another one is refused.", true);
const placeOfActor = {
  version: versionField,
  place: optional(placeField),
  clientId: optional(uuidField("Made by the page for this one act: sent again, it is done once and answered again.")),
};
const note = textField(1, 1000, "The reason, or what is to be said.");

/** The fields of an act: the version the actor saw, where they stood, and a note where the rules ask for one (`noted`) or not (`said`). */
export const noted = { ...placeOfActor, note };
export const said = { ...placeOfActor, note: optional(note) };

const nothing: Says = () => ({});

type ActBody = Omit<Body<typeof said>, "version"> & { readonly version: number | null };
type ActAsk = Pick<Ask, "caller" | "id" | "tx"> & { readonly body: ActBody };

interface Done {
  readonly id: number;
  readonly act: string;
  readonly actor: number | null;
}

/** True when this very act was done before. @throws Conflict when its id was used for something else */
async function doneBefore(tx: Tx, caller: Caller, act: PersonAct, id: number, clientId: string): Promise<boolean> {
  await holdClientId(tx, clientId);
  const [done] = await tx.query<Done>(
    sql`select e.problem_id as id, e.act, e.actor_id as actor from act_key k join ${anyEvent} e on e.problem_id = k.problem_id and e.client_id = k.client_id
      where k.client_id = ${clientId}::uuid`,
  );
  if (done && (done.id !== id || done.act !== act || done.actor !== caller.personId)) throw new Conflict(usedOtherwise);
  return done !== undefined;
}

/**
 * Does one act to the problem of the path, and answers the problem as it stands after.
 * @param says what it says beside the note and the place
 * @throws NotFound, Forbidden, Conflict, ParameterError
 */
export const doAct = (ask: ActAsk, act: PersonAct, says: Says = nothing): Promise<ProblemDetail> => doPrepared(ask, act, async () => says);

/** As `doAct`, of an act that has to look something up before it knows what it says. */
export function doPrepared(ask: ActAsk, act: PersonAct, prepare: (tx: Tx, id: number) => Promise<Says>): Promise<ProblemDetail> {
  const { caller, body } = ask;
  const id = ask.id();
  return ask.tx(act, async (tx) => {
    const { clientId, note, place, version } = body;
    if (clientId !== null && (await doneBefore(tx, caller, act, id, clientId))) return detailOf(tx, caller, id);
    const says = await prepare(tx, id);
    const [outcome] = await perform(tx, caller, act, [{ id, version }], (held, ground) => ({
      ...{ note, place, clientId },
      ...says(held, ground),
    }));
    if (outcome?.error) throw outcome.error;
    // In the same transaction: what is answered is what this act led to, and it was done if and only if it is answered.
    return detailOf(tx, caller, id);
  });
}

/** The deadline with one more event in the log. @throws Conflict when the calendar has no work time to count */
export function dueWith({ events }: Held, { now, calendar }: Ground, event: Pick<LogEvent, "act"> & Partial<LogEvent>): number | null {
  try {
    return dueOf([...events, { ...bareEvent, at: now, ...event }], calendar);
  } catch (error) {
    throw error instanceof NoWorkTime ? new Conflict(error.why) : error;
  }
}
