/** What waits on the phone to be sent, and what becomes of it. Pure. */
import type { PhotoKind } from "../../server/contract/officeWords.ts";
import type { CheckIn, Me, ProblemDetail } from "../../server/contract/types.ts";
import type { ProblemState, Word } from "../../server/contract/vocabulary.ts";
import { HttpError, wordsOf } from "../api/http.ts";

/** A position as a device told it; degrees of EPSG:4326. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number;
  /** ms since 1970, by the page's own clock. */
  readonly at: number;
}

/** A photo made ready, kept until it has arrived. */
export interface KeptPhoto {
  readonly clientId: string;
  readonly kind: PhotoKind;
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
  /** ms since 1970, by the page's own clock. */
  readonly takenAt: number;
  readonly place: { readonly lon: number; readonly lat: number; readonly accuracy_m: number } | null;
  /** The server's, once it has arrived whole. */
  readonly id: number | null;
}

type Answer =
  | { readonly what: "problem"; readonly id: number; readonly code: string; readonly title: string; readonly state: ProblemState }
  | { readonly what: "checkIn"; readonly checkIn: CheckIn };

export type EntryKind = "report" | "act" | "meToo" | "checkIn";

/** Something to be sent, once. */
export interface Entry {
  /** The server does what carries the same id once, however often it comes. */
  readonly clientId: string;
  readonly kind: EntryKind;
  /** Where it is posted. */
  readonly path: `/api/${string}`;
  /** What is said, but for clientId, ago_s and photos. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What it is, in words. */
  readonly title: Word;
  /** The problem that an act is done to. */
  readonly problem: number | null;
  /** Who made it: nobody else sends it. */
  readonly person: { readonly id: number; readonly name: string } | null;
  readonly photos: readonly KeptPhoto[];
  /** ms since 1970, by the page's own clock. */
  readonly madeAt: number;
  readonly state: "waiting" | "sending" | "sent" | "refused";
  readonly tries: number;
  /** Not tried before, ms since 1970. */
  readonly nextAt: number;
  /** Why it is not sent yet, or was refused. */
  readonly why: Word | null;
  /** What it waits for, when that is a person: anybody to sign in, or the one who made it. */
  readonly wants: "signIn" | "person" | null;
  readonly answer: Answer | null;
  readonly sentAt: number | null;
  /** What it was written in, to be opened again. */
  readonly draft: unknown;
}

type Made = Pick<Entry, "clientId" | "kind" | "path" | "body" | "title" | "problem" | "photos" | "madeAt" | "draft">;

/** A new entry, of whoever is signed in. */
export const newEntry = (made: Made, me: Pick<Me, "person"> | null): Entry => ({
  ...made,
  person: me?.person ? { id: me.person.id, name: me.person.name } : null,
  state: "waiting",
  tries: 0,
  nextAt: 0,
  why: null,
  wants: null,
  answer: null,
  sentAt: null,
});

const [first_ms, longest_ms] = [5000, 300_000];
/** How long to wait after so many tries in vain: 5 s, then twice as long each time, 5 min at most. */
export const backOff_ms = (tries: number): number => Math.min(longest_ms, first_ms * 2 ** Math.max(0, tries - 1));

/** Sent sent-ones are kept for a while, to be looked at. */
export const sentKept = 20;
/** Ids of what was sent longest ago, beyond those that are kept. */
export const outworn = (entries: readonly Entry[]): readonly string[] =>
  entries
    .filter((entry) => entry.state === "sent")
    .toSorted((a, b) => (b.sentAt ?? 0) - (a.sentAt ?? 0))
    .slice(sentKept)
    .map((entry) => entry.clientId);

/** In the order they were made. */
export const inOrder = (entries: readonly Entry[]): readonly Entry[] => entries.toSorted((a, b) => a.madeAt - b.madeAt);

/** How many wait (or are on their way), and how many were refused. */
export function countOf(entries: readonly Entry[]): { readonly waiting: number; readonly refused: number } {
  const of = (state: Entry["state"]) => entries.filter((entry) => entry.state === state).length;
  return { waiting: of("waiting") + of("sending"), refused: of("refused") };
}

const longestAgo_s = 30 * 86_400;
/** Kinds that are told how long ago they were made; of an act the server's own time counts. */
const dated: ReadonlySet<EntryKind> = new Set(["report", "checkIn"]);

/** The body as it is posted now: how long ago it was made, by this phone's own count; the phone's clock itself is not believed. */
export function postedBody(entry: Entry, now: number): Record<string, unknown> {
  const ago_s = Math.min(longestAgo_s, Math.max(0, Math.round((now - entry.madeAt) / 1000)));
  const arrived = (after: boolean) =>
    entry.photos.flatMap(({ id, kind }) => (id !== null && (entry.kind === "report" && kind === "after") === after ? [id] : []));
  const [photos, photosAfter] = [arrived(false), arrived(true)];
  return {
    ...entry.body,
    clientId: entry.clientId,
    ...(dated.has(entry.kind) && { ago_s }),
    ...(photos.length > 0 && { photos }),
    ...(photosAfter.length > 0 && { photosAfter }),
  };
}

/**
 * True when the failure says nothing of what was sent: it may be taken another time. An answer that broke off, or that somebody on the way
 * gave in the server's place, is no HttpError and says nothing either.
 */
const mayPass = (error: unknown): boolean =>
  !(error instanceof HttpError) || error.mayPass || error.status >= 500 || error.status === 408 || error.status === 425;

/** True when the server no longer has a photo that had arrived: what nobody named for long is thrown away there. */
const lostPhotos = (entry: Entry, error: HttpError): boolean =>
  error.status === 400 &&
  (error.document.parameter ?? "").startsWith("photos") &&
  entry.tries > 0 &&
  entry.photos.some(({ id }) => id !== null);

/** The entry after a try that failed. */
export function failed(entry: Entry, error: unknown, now: number): Entry {
  const tries = entry.tries + 1;
  const later = { ...entry, tries, state: "waiting" as const, nextAt: now + backOff_ms(tries), why: wordsOf(error) };
  if (mayPass(error)) return later;
  if (error instanceof HttpError && error.status === 401) return { ...entry, state: "waiting", wants: "signIn", why: null };
  if (error instanceof HttpError && lostPhotos(entry, error))
    return { ...later, photos: entry.photos.map((photo) => ({ ...photo, id: null })) };
  return { ...entry, tries, state: "refused", why: wordsOf(error) };
}

const isCheckIn = (kind: EntryKind, _raw: unknown): _raw is CheckIn => kind === "checkIn";

/** What the server answered, as much of it as is kept. */
export function answerOf(kind: EntryKind, raw: unknown): Answer {
  if (isCheckIn(kind, raw)) return { what: "checkIn", checkIn: raw };
  const { id, code, title, state } = raw as ProblemDetail;
  return { what: "problem", id, code, title, state };
}

/** The entry once it is answered: its photos are the server's now. */
export const delivered = (entry: Entry, raw: unknown, now: number): Entry => ({
  ...entry,
  state: "sent",
  why: null,
  wants: null,
  answer: answerOf(entry.kind, raw),
  sentAt: now,
  photos: [],
  draft: null,
});

/**
 * An act that was made before this one was answered, on the same problem and with the version that this one had: it knew of it, so it goes
 * on from what it led to. Others are left as they are.
 */
export function goesOn(entry: Entry, sent: Entry, raw: unknown): Entry {
  const version = (raw as Partial<ProblemDetail>).version;
  const same = entry.kind === "act" && sent.kind === "act" && entry.problem === sent.problem && entry.state !== "sent";
  const after = entry.madeAt >= sent.madeAt && entry.clientId !== sent.clientId && entry.body.version === sent.body.version;
  return same && after && version !== undefined ? { ...entry, body: { ...entry.body, version } } : entry;
}
