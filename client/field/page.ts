/** The running page: its store, what it keeps, and the few ways to change what it shows. Knows no React. */
import type { Me } from "../../server/contract/types.ts";
import type { Word } from "../../server/contract/vocabulary.ts";
import { newId } from "../api/newId.ts";
import { createStore, type Store } from "../state/store.ts";
import { type Entry, newEntry } from "./entry.ts";
import { inMemory, type Keep } from "./keep.ts";
import { apply, onDark, type Preferences, preferences, rememberPreference } from "./prefer.ts";
import { type Draft, type FieldState, type Tab, tabs } from "./state.ts";

export interface Page {
  readonly store: Store<FieldState>;
  keep: Keep;
  /** Sends what waits. Set by whoever does it. */
  send(force: boolean): void;
}

export const emptyDraft = (): Draft => ({
  clientId: newId(),
  photos: [],
  fix: null,
  pin: null,
  category: null,
  description: "",
  place: "",
  source: "patrol",
  night: false,
  fixed: false,
  noPhoto: "",
  outsideOk: "",
});

function readAddress(): Pick<FieldState, "tab" | "open"> {
  const [name, id] = location.hash.slice(1).split("/");
  const tab = tabs.find((one) => one === name) ?? "report";
  return { tab, open: /^\d{1,15}$/.test(id ?? "") ? Number(id) : null };
}

const first = (): FieldState => {
  const { lang, theme, big } = preferences();
  return {
    ...readAddress(),
    ...{ lang: lang ?? "zh", theme, big, started: false, lasting: true, district: null, me: null, meKept: false },
    ...{ online: navigator.onLine, heardAt: 0, standing: { state: "asking" }, entries: [], draft: emptyDraft(), recent: [] },
    ...{ tasks: {}, details: new Map(), failure: null, toast: null },
  };
};

export function createPage(): Page {
  const page: Page = { store: createStore(first()), keep: inMemory(), send: () => {} };
  const show = () => {
    const { lang, theme, big } = page.store.get();
    apply(lang, theme, big);
  };
  page.store.subscribe(show);
  onDark(show);
  show();
  addEventListener("hashchange", () => page.store.set(readAddress()));
  return page;
}

/** Goes to a tab, or to a problem over it; the phone's back button leads back. */
export function goTo(tab: Tab, open: number | null = null): void {
  location.hash = open === null ? tab : `${tab}/${open}`;
}

export function prefer(page: Page, part: Partial<Preferences>): void {
  rememberPreference(part);
  const { lang, theme, big } = { ...page.store.get(), ...part };
  page.store.set({ theme, big, ...(lang && { lang }) });
}

export const toast = (page: Page, words: Word): void => page.store.set({ toast: words });

/** What is written is kept at once: the phone may put the page away at any moment. Photos by themselves: they are large, and change seldom. */
export function write(page: Page, part: Partial<Draft>): void {
  const draft = { ...page.store.get().draft, ...part };
  page.store.set({ draft });
  const { photos, ...rest } = draft;
  const keeping = [page.keep.write("draft", rest), part.photos && page.keep.write("draft/photos", photos)];
  Promise.all(keeping).catch((error: unknown) => notKept(page, error));
}

/** The report that was being written when the page was put away. */
export async function readDraft({ keep }: Page): Promise<Partial<Draft>> {
  const [rest, photos] = await Promise.all([keep.read<Omit<Draft, "photos">>("draft"), keep.read<Draft["photos"]>("draft/photos")]);
  return rest ? { ...rest, photos: photos ?? [] } : {};
}

/** Begins a new report. */
export const clearDraft = (page: Page): void => write(page, emptyDraft());

const notKept = (page: Page, error: unknown): void => {
  const reason = error instanceof Error ? error.message : String(error);
  toast(page, { zh: `这台手机存不下了：${reason}`, en: `This phone could not keep it: ${reason}` });
};

/** Reads what waits, as it is now. */
export async function readOutbox(page: Page): Promise<void> {
  page.store.set({ entries: await page.keep.outbox.all() });
}

type Made = Omit<Parameters<typeof newEntry>[0], "madeAt">;
/** Puts something into the outbox and has it sent. @returns whether it is kept */
export async function put(page: Page, made: Made): Promise<boolean> {
  const entry: Entry = newEntry({ ...made, madeAt: Date.now() }, page.store.get().me);
  try {
    await page.keep.outbox.add(entry);
  } catch (error) {
    notKept(page, error);
    return false;
  }
  await readOutbox(page);
  page.send(true);
  return true;
}

export async function discard(page: Page, clientId: string): Promise<void> {
  await page.keep.outbox.remove(clientId);
  await readOutbox(page);
}

/** True when what is kept of others must go: somebody else has signed in. */
export const isOther = (before: Me | null, now: Me): boolean => before !== null && before.person?.id !== now.person?.id;
