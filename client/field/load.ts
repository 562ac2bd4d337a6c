/** What the page reads: first what this phone kept, then the server; and again while it is looked at. */
import type { District, Me, ProblemDetail } from "../../server/contract/types.ts";
import { askDistrict } from "../api/district.ts";
import { HttpError, onBusy, onSignedOut, wordsOf } from "../api/http.ts";
import { askMe } from "../api/people.ts";
import { askProblem } from "../api/problems.ts";
import { askTasks } from "../api/street.ts";
import { openKeep } from "./keep.ts";
import { isOther, type Page, readDraft, readOutbox } from "./page.ts";
import { preferences } from "./prefer.ts";
import type { QueueName, Tasks } from "./state.ts";

const refresh_ms = 60_000;
/** Problems whose whole card is kept for when there is no network. */
const mostDetails = 40;

/** The server has answered. */
export const heard = (page: Page): void => page.store.set({ online: true, heardAt: Date.now(), failure: null });

/** It has not. */
export function missed(page: Page, error: unknown): void {
  if (error instanceof HttpError && error.status === 0) page.store.set({ online: false });
  // Nobody signed in is no failure: the page says so itself.
  else if (!(error instanceof HttpError && error.status === 401)) page.store.set({ failure: wordsOf(error) });
}

/** What this phone kept of the last time. */
export async function readKept(page: Page): Promise<void> {
  page.keep = await openKeep();
  const { keep } = page;
  const [district, me, draft, tasks, recent] = await Promise.all([
    keep.read<District>("district"),
    keep.read<Me>("me"),
    readDraft(page),
    keep.read<Tasks>("tasks"),
    keep.read<readonly string[]>("recent"),
  ]);
  page.store.set({
    ...{ lasting: keep.lasting, district: district ?? null, me: me ?? null, meKept: me !== undefined },
    ...{ tasks: tasks ?? {}, recent: recent ?? [] },
    draft: { ...page.store.get().draft, ...draft },
  });
  if (district && preferences().lang === null) page.store.set({ lang: district.language });
  await readOutbox(page);
  page.store.set({ started: true });
  // Asked for, not insisted upon: what waits should outlive a phone that runs short of space.
  void navigator.storage?.persist?.();
}

/** Somebody is signed in, or nobody: what was kept of another is forgotten, but for what waits to be sent. */
export async function becomes(page: Page, me: Me): Promise<void> {
  const other = isOther(page.store.get().me, me);
  page.store.set({ me, meKept: false, ...(other && { tasks: {}, details: new Map(), open: null }) });
  if (other) {
    await page.keep.forget("detail/");
    await page.keep.forget("tasks");
  }
  await page.keep.write("me", me);
  page.send(true);
  if (other) await loadTasks(page);
}

export async function loadMe(page: Page): Promise<unknown> {
  try {
    const me = await askMe();
    heard(page);
    await becomes(page, me);
    return null;
  } catch (error) {
    missed(page, error);
    return error;
  }
}

async function loadDistrict(page: Page): Promise<unknown> {
  try {
    const district = await askDistrict();
    heard(page);
    page.store.set({ district });
    if (preferences().lang === null) page.store.set({ lang: district.language });
    await page.keep.write("district", district);
    return null;
  } catch (error) {
    missed(page, error);
    return error;
  }
}

/** What each queue asks for, of this person; none for whom it is nothing. */
export function questionsOf(me: Me): Partial<Record<QueueName, [string, string][]>> {
  const holds = (role: Me["roles"][number]) => me.roles.includes(role);
  const working: [string, string] = ["status", "dispatched,handling,rework"];
  return {
    ...(holds("handler") && me.person && { mine: [working, ["person", String(me.person.id)]] }),
    ...(holds("handler") && me.unit !== null && { unit: [working, ["unit", String(me.unit)]] }),
    ...((holds("inspector") || holds("dispatcher")) && { recheck: [["status", "handed_back,rechecking"]] }),
  };
}

/** Fetches whole cards that are new, and forgets those that are no task any more. */
async function loadDetails(page: Page, tasks: Tasks): Promise<void> {
  const rows = Object.values(tasks).flatMap((queue) => queue?.rows ?? []);
  const wanted = new Map(rows.slice(0, mostDetails).map((row) => [row.id, row.version]));
  for (const [id, version] of wanted) {
    const kept = page.store.get().details.get(id) ?? (await page.keep.read<ProblemDetail>(`detail/${id}`));
    if (kept?.version === version) showDetail(page, kept);
    else await loadDetail(page, id);
    if (!page.store.get().online) return;
  }
}

function showDetail(page: Page, detail: ProblemDetail): void {
  const { details } = page.store.get();
  if (details.get(detail.id) !== detail) page.store.set({ details: new Map(details).set(detail.id, detail) });
}

/** @returns why it could not be read; null = it could */
export async function loadDetail(page: Page, id: number): Promise<unknown> {
  try {
    const detail = await askProblem(id);
    heard(page);
    showDetail(page, detail);
    await page.keep.write(`detail/${id}`, detail);
    return null;
  } catch (error) {
    missed(page, error);
    const kept = await page.keep.read<ProblemDetail>(`detail/${id}`);
    if (kept) showDetail(page, kept);
    return error;
  }
}

export async function loadTasks(page: Page): Promise<void> {
  const { me } = page.store.get();
  if (!me || me.kind === "nobody") return;
  try {
    const asked = Object.entries(questionsOf(me)) as [QueueName, [string, string][]][];
    const answers = await Promise.all(
      asked.map(async ([name, pairs]) => {
        const { rows, total, clock } = await askTasks(pairs);
        return [name, { rows, total, clock }] as const;
      }),
    );
    heard(page);
    const tasks: Tasks = Object.fromEntries(answers);
    page.store.set({ tasks });
    await page.keep.write("tasks", tasks);
    await loadDetails(page, tasks);
  } catch (error) {
    missed(page, error);
  }
}

/** The server is starting, or busy: not long to wait. */
const soon_ms = 5000;

/** Asks everything once; a server that is not ready yet is asked again soon. */
export async function loadAll(page: Page): Promise<void> {
  const errors = await Promise.all([loadMe(page), loadDistrict(page)]);
  if (errors.some((error) => error instanceof HttpError && error.mayPass && error.status > 0))
    setTimeout(() => void loadAll(page), soon_ms);
  else await loadTasks(page);
}

/** Asks again: when the page is looked at, each minute while it is, when the network is back. */
export function keepFresh(page: Page): void {
  const again = () => void (document.hidden || loadTasks(page));
  setInterval(again, refresh_ms);
  document.addEventListener("visibilitychange", again);
  addEventListener("online", () => {
    page.store.set({ online: true });
    void loadAll(page);
  });
  addEventListener("offline", () => page.store.set({ online: false }));
  onBusy((failure) => page.store.set({ failure }));
  onSignedOut(() => {
    const { me } = page.store.get();
    if (me && me.kind !== "nobody") void loadMe(page);
  });
}
