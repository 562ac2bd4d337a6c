/** What a person has filled in for an act, and what of it is sent: each act has its own few fields. Pure. */
import type { Limit, ProblemDetail, Responsibility } from "../../../server/contract/types.ts";
import type { PersonAct, Word } from "../../../server/contract/vocabulary.ts";
import { type LimitUnit, limitUnits } from "../../../server/contract/vocabulary.ts";
import { words } from "../../look/words.ts";
import { timeText, unixAt } from "../../state/calendar.ts";
import { readPosition } from "../times.ts";

export type FieldName = "note" | "unit" | "person" | "coop" | "limit" | "deadline" | "until" | "overruled" | "photos" | "noPhoto" | "place";

/** Everything any form holds; each act reads its own part. Empty text = not given. */
export interface Draft {
  readonly note: string;
  readonly unit: number | null;
  readonly person: number | null;
  readonly coop: number | null;
  /** How the time is given: a limit counted by the calendar, or a moment. */
  readonly term: "limit" | "deadline";
  readonly amount: string;
  readonly amountUnit: LimitUnit;
  /** A day and a time of the district's clock. */
  readonly day: string;
  readonly time: string;
  readonly overruled: string;
  /** Photos that have arrived. */
  readonly photos: readonly number[];
  readonly noPhoto: string;
  /** "lon,lat" as typed. */
  readonly place: string;
}
export type Faults = Partial<Record<FieldName, Word>>;

/** The fields of each act, in the order they are asked. */
export const fieldsOf: Readonly<Record<PersonAct, readonly FieldName[]>> = {
  verify: ["note", "place"],
  file: ["note"],
  reject: ["note"],
  dispatch: ["unit", "person", "coop", "limit", "overruled", "note"],
  accept: ["note"],
  return: ["note", "photos"],
  suspend: ["until", "note"],
  resume: ["note"],
  extend: ["limit", "note"],
  hand_back: ["note", "photos", "noPhoto", "place"],
  recheck: ["note", "photos", "place"],
  rework: ["note", "photos", "place"],
  close: ["photos", "noPhoto", "note", "place"],
  fix_on_spot: ["photos", "noPhoto", "note", "place"],
  supervise: ["note"],
  press: ["note"],
  appeal: ["note"],
  uphold: ["note"],
  dismiss: ["note"],
  me_too: ["photos", "note", "place"],
  undo: [],
};

const usualDays = { suspend: 30, extend: 3 } as const;
const endOfWork = "18:00";

/** A form before anything is typed. @param clock the district's time in unix seconds */
export function blank(act: PersonAct, problem: Pick<ProblemDetail, "limit"> | null, clock: number, timeZone: string): Draft {
  const days = act === "suspend" ? usualDays.suspend : usualDays.extend;
  return {
    note: "",
    unit: null,
    person: null,
    coop: null,
    term: "limit",
    amount: act === "extend" ? String(problem?.limit?.value ?? 1) : "",
    amountUnit: problem?.limit?.unit ?? "d",
    day: timeText(clock + days * 86_400, timeZone).slice(0, 10),
    time: endOfWork,
    overruled: "",
    photos: [],
    noPhoto: "",
    place: "",
  };
}

/** The form of a dispatch with what was found responsible put in, where nothing has been chosen yet. */
export function prefilled(draft: Draft, found: Responsibility): Draft {
  return {
    ...draft,
    unit: draft.unit ?? found.unit,
    person: draft.person ?? (draft.unit === null ? (found.person?.id ?? null) : null),
    coop: draft.coop ?? found.coop,
    ...(draft.amount === "" && found.limit ? { amount: String(found.limit.value), amountUnit: found.limit.unit } : {}),
  };
}

export function limitOf(draft: Draft): Limit | null {
  const value = Number(draft.amount);
  const fits = draft.amount.trim() !== "" && value >= 0.25 && value <= 10_000;
  return fits && Object.hasOwn(limitUnits, draft.amountUnit) ? { value, unit: draft.amountUnit } : null;
}

/** RFC 3339 of the day and time typed; null when they are none. */
export function momentOf(draft: Pick<Draft, "day" | "time">, timeZone: string): string | null {
  const time = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(draft.time.trim());
  if (!time || !/^\d{4}-\d\d-\d\d$/.test(draft.day)) return null;
  const unix = unixAt(draft.day, `${time[1]?.padStart(2, "0")}:${time[2]}`, timeZone);
  return Number.isFinite(unix) ? new Date(unix * 1000).toISOString() : null;
}

/** True when a dispatch goes to another than the one found responsible (or to somebody where nobody was), or with another limit: a reason is then due. */
export function overrules(draft: Draft, found: Responsibility | null): boolean {
  if (!found) return false;
  const otherUnit = draft.unit !== null && draft.unit !== found.unit;
  if (draft.term === "deadline") return found.limit !== null || otherUnit;
  const limit = limitOf(draft);
  const otherLimit = found.limit !== null && limit !== null && (limit.value !== found.limit.value || limit.unit !== found.limit.unit);
  return otherUnit || otherLimit;
}

export interface Ground {
  readonly timeZone: string;
  /** unix seconds */
  readonly clock: number;
  readonly needsNote: boolean;
  readonly found: Responsibility | null;
  /** The repair has its photo already: none need be given again. */
  readonly shown?: boolean;
}

type Body = Record<string, unknown>;

/** Each field read into the body, or its fault. */
const readers: Readonly<Record<FieldName, (draft: Draft, ground: Ground, body: Body) => Word | null>> = {
  note({ note }, { needsNote }, body) {
    if (note.trim()) body.note = note.trim();
    return needsNote && !note.trim() ? words["acts.noteNeeded"] : null;
  },
  unit({ unit }, _ground, body) {
    body.unit = unit;
    return unit === null ? words["acts.unitNeeded"] : null;
  },
  person({ person }, _ground, body) {
    body.person = person;
    return person === null ? words["acts.personNeeded"] : null;
  },
  coop({ coop, unit }, _ground, body) {
    if (coop !== null) body.coop = coop;
    return coop !== null && coop === unit ? words["acts.coopSame"] : null;
  },
  limit(draft, ground, body) {
    if (draft.term === "deadline") return readMoment(draft, ground, body, "deadline");
    body.limit = limitOf(draft);
    return body.limit === null ? words["acts.limitNeeded"] : null;
  },
  deadline: () => null,
  until: (draft, ground, body) => readMoment(draft, ground, body, "until"),
  overruled(draft, { found }, body) {
    if (draft.overruled.trim()) body.reason = draft.overruled.trim();
    return overrules(draft, found) && !draft.overruled.trim() ? words["acts.overruledNeeded"] : null;
  },
  photos({ photos }, _ground, body) {
    if (photos.length) body.photos = [...photos];
    return null;
  },
  noPhoto({ noPhoto, photos }, { shown = false }, body) {
    if (noPhoto.trim()) body.noPhoto = noPhoto.trim();
    return noPhoto.trim() || photos.length || shown ? null : words["acts.noPhotoNeeded"];
  },
  place({ place }, _ground, body) {
    if (!place.trim()) return null;
    const at = readPosition(place);
    if (at) body.place = { lon: at[0], lat: at[1] };
    return at ? null : words["acts.placeBad"];
  },
};

function readMoment(draft: Draft, { timeZone, clock }: Ground, body: Body, name: "deadline" | "until"): Word | null {
  const at = momentOf(draft, timeZone);
  body[name] = at;
  if (at === null) return words["acts.timeBad"];
  return Date.parse(at) / 1000 > clock ? null : words["acts.timePast"];
}

/** What is sent of a form beside its version, and what must be put right first. */
export function bodyOf(act: PersonAct, draft: Draft, ground: Ground): { body: Body; faults: Faults } {
  const body: Body = {};
  const faults: Faults = {};
  for (const name of fieldsOf[act]) {
    const fault = readers[name](draft, ground, body);
    if (fault) faults[name] = fault;
  }
  return { body, faults };
}

/** The field of the form that a refused parameter of the body belongs to; null = none of them. */
export function fieldOf(act: PersonAct, parameter: string | undefined): FieldName | null {
  const name = parameter?.split(/[.[]/)[0] ?? "";
  const shown: Readonly<Record<string, string>> = { deadline: "limit", reason: "overruled" };
  const wanted = fieldsOf[act].some((field) => field === name) ? name : (shown[name] ?? "");
  return fieldsOf[act].find((field) => field === wanted) ?? null;
}

/** True when the repair that stands is shown by a photo, as a close asks for one: given when it was last handed back, or since. */
export function repairShown({ history, photos }: Pick<ProblemDetail, "history" | "photos">): boolean {
  const log = history.filter(({ act, undone }) => act !== "undo" && !undone);
  const from = log.findLastIndex(({ act }) => act === "hand_back");
  const named = new Set(from < 0 ? [] : log.slice(from).flatMap((event) => event.photos));
  return photos.some(({ id, kind, withdrawn }) => kind === "after" && !withdrawn && named.has(id));
}

/** Acts in the order they come to mind: the first one allowed is the main one. */
const firstOf: readonly PersonAct[] = [
  ...(["uphold", "dispatch", "accept", "resume", "hand_back", "close", "recheck", "file", "verify"] as const),
  ...(["fix_on_spot", "supervise", "press", "rework", "return", "extend", "suspend", "appeal", "dismiss", "reject", "me_too"] as const),
];

/** Acts sorted for the bar: what can be done, the main one first (undo by itself), and what cannot, each with its reason. */
export function offered(acts: ProblemDetail["acts"]): { can: ProblemDetail["acts"]; cannot: ProblemDetail["acts"]; undo: boolean } {
  const rank = ({ act }: { act: string }) => {
    const at = (firstOf as readonly string[]).indexOf(act);
    return at < 0 ? firstOf.length : at;
  };
  const others = acts.filter(({ act }) => act !== "undo");
  return {
    can: others.filter(({ allowed }) => allowed).toSorted((a, b) => rank(a) - rank(b)),
    cannot: others.filter(({ allowed }) => !allowed),
    undo: acts.some(({ act, allowed }) => act === "undo" && allowed),
  };
}
