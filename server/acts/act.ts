/** What all acts on a problem have in common: who may, what every body says, and how one is done and answered. */
import { type Body, numberField, optional, placeField, textField } from "../ask/body.ts";
import { Conflict } from "../ask/caller.ts";
import type { Ask, May } from "../ask/route.ts";
import type { ProblemDetail } from "../contract/types.ts";
import type { PersonAct } from "../contract/vocabulary.ts";
import type { Tx } from "../db/db.ts";
import { dueOf } from "../life/due.ts";
import { bareEvent, type LogEvent } from "../life/fold.ts";
import { rules } from "../life/rules.ts";
import { NoWorkTime } from "../life/workTime.ts";
import { detailOf } from "../log/detail.ts";
import { type Ground, perform, type Says } from "../log/perform.ts";
import type { Held } from "../log/problem.ts";

/** Who may do an act, each in their own area. */
export const may = (act: PersonAct | "report"): May => ({ who: rules[act].roles, area: "own" });

const placeOfActor = {
  version: numberField(1, 2 ** 31 - 1, "The version that was read; another one is refused.", true),
  place: optional(placeField),
};
const note = textField(1, 1000, "The reason, or what is to be said.");

/** The fields of an act: the version the actor saw, where they stood, and a note where the rules ask for one (`noted`) or not (`said`). */
export const noted = { ...placeOfActor, note };
export const said = { ...placeOfActor, note: optional(note) };

/** Why there is no photo: until photos can be given, it must be said. */
export const noPhotoField = textField(1, 500, "Why there is no photo.");

const nothing: Says = () => ({});

type ActAsk = Pick<Ask, "caller" | "id" | "tx"> & { readonly body: Body<typeof said> };

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
    const says = await prepare(tx, id);
    const [outcome] = await perform(tx, caller, act, [{ id, version: body.version }], (held, ground) => ({
      note: body.note,
      place: body.place,
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
