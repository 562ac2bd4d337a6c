/** Sends what waits, one after another: its photos first, then itself. Knows no page: it runs in the page and in its worker. */
import type { CheckIn, ProblemDetail } from "../../server/contract/types.ts";
import { HttpError } from "../api/http.ts";
import { delivered, type Entry, failed, goesOn, inOrder, type KeptPhoto, outworn } from "./entry.ts";

/** Where entries are kept. */
export interface Outbox {
  all(): Promise<readonly Entry[]>;
  /** Changes an entry that is still there, in one step. @returns it as it is then; null = it is gone */
  change(clientId: string, how: (entry: Entry) => Entry): Promise<Entry | null>;
  remove(clientId: string): Promise<void>;
}

/** The way to the server. */
export interface Delivery {
  /** Id of who is signed in; null = nobody. @throws HttpError */
  whoami(): Promise<number | null>;
  /** Sends a photo; begun again it goes on. @returns the server's id @throws HttpError */
  photo(photo: KeptPhoto): Promise<number>;
  /** @throws HttpError */
  post(entry: Entry, now: number): Promise<ProblemDetail | CheckIn>;
  /** ms since 1970 */
  now(): number;
  /** Something is not as it was. */
  changed(): void;
}

/** Sends an entry's photos that have not arrived, noting each as it does. */
async function sendPhotos(outbox: Outbox, delivery: Delivery, entry: Entry): Promise<Entry> {
  let now = entry;
  for (const photo of entry.photos) {
    if (photo.id !== null) continue;
    const id = await delivery.photo(photo);
    const arrived = (one: KeptPhoto) => (one.clientId === photo.clientId ? { ...one, id } : one);
    now = (await outbox.change(entry.clientId, (kept) => ({ ...kept, photos: kept.photos.map(arrived) }))) ?? now;
    delivery.changed();
  }
  return now;
}

/** @returns what went wrong; null = it is sent, or gone */
async function sendOne(outbox: Outbox, delivery: Delivery, clientId: string): Promise<unknown> {
  const entry = await outbox.change(clientId, (kept) => ({ ...kept, state: "sending", wants: null, why: null }));
  if (!entry) return null;
  delivery.changed();
  try {
    const whole = await sendPhotos(outbox, delivery, entry);
    const raw = await delivery.post(whole, delivery.now());
    await outbox.change(clientId, (kept) => delivered(kept, raw, delivery.now()));
    for (const other of await outbox.all()) {
      if (goesOn(other, entry, raw) !== other) await outbox.change(other.clientId, (kept) => goesOn(kept, entry, raw));
    }
    return null;
  } catch (error) {
    await outbox.change(clientId, (kept) => failed(kept, error, delivery.now()));
    return error;
  } finally {
    delivery.changed();
  }
}

/** The network or the server is not there: what comes next would fail as well. */
const isCut = (error: unknown): boolean => error instanceof HttpError && (error.mayPass || error.status === 401);

/** What was cut off in the middle waits again; what is not this person's waits for theirs. */
async function settle(outbox: Outbox, entries: readonly Entry[], person: number | null): Promise<readonly Entry[]> {
  const settled: Entry[] = [];
  for (const entry of entries) {
    const wants = person === null ? "signIn" : entry.person !== null && entry.person.id !== person ? "person" : null;
    if (entry.state === "waiting" && entry.wants === wants) settled.push(entry);
    else {
      const changed = await outbox.change(entry.clientId, (kept) => (kept.state === "sent" ? kept : { ...kept, state: "waiting", wants }));
      if (changed) settled.push(changed);
    }
  }
  return settled;
}

async function clear(outbox: Outbox): Promise<void> {
  for (const clientId of outworn(await outbox.all())) await outbox.remove(clientId);
}

/**
 * Sends everything that waits and whose time has come. Only one may run at a time.
 * @param force what is to be tried later is tried now
 * @returns ms until something is to be tried again; null = nothing waits that time alone would help
 */
export async function sendWaiting(outbox: Outbox, delivery: Delivery, force: boolean): Promise<number | null> {
  const open = (list: readonly Entry[]) => inOrder(list.filter(({ state }) => state === "waiting" || state === "sending"));
  const waiting = open(await outbox.all());
  if (waiting.length === 0) return null;
  const entries = await settle(outbox, waiting, await delivery.whoami());
  delivery.changed();
  for (const entry of entries) {
    if (entry.wants !== null || (!force && entry.nextAt > delivery.now())) continue;
    if (isCut(await sendOne(outbox, delivery, entry.clientId))) break;
  }
  await clear(outbox);
  const left = open(await outbox.all()).filter(({ wants }) => wants === null);
  delivery.changed();
  return left.length === 0 ? null : Math.max(0, Math.min(...left.map(({ nextAt }) => nextAt)) - delivery.now());
}
