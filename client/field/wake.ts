/** When what waits is sent: at once, when the network comes back, when the page is looked at, and after a pause that grows. */
import { deliver, onChangedElsewhere } from "./deliver.ts";
import { backOff_ms } from "./entry.ts";
import { heard, missed } from "./load.ts";
import { type Page, readOutbox } from "./page.ts";

/** Another page, or the worker, is at it: look again then. */
const busy_ms = 5000;

interface Syncing extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** Asks the browser to wake the worker when there is a network again, even when this page is closed by then. */
async function askWaking(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration("/field")) as Syncing | undefined;
  await registration?.sync?.register("outbox");
}

/** From now on what waits is sent. */
export function followOutbox(page: Page, sent: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let misses = 0;
  const changed = () => void readOutbox(page);

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(false), ms);
  };
  /** Nobody could even be asked who is signed in. */
  const wait = () => {
    misses += 1;
    later(backOff_ms(misses));
    askWaking().catch(() => {
      // Not every browser wakes its worker: the page does it when it is opened again.
    });
  };
  const run = async (force: boolean) => {
    if (running) {
      again ||= force;
      return;
    }
    running = true;
    const before = page.store.get().entries.filter(({ state }) => state === "sent").length;
    try {
      const waited = page.store.get().entries.some(({ state }) => state === "waiting");
      const next = await deliver(page.keep, force, changed);
      misses = 0;
      if (waited && next !== "busy") heard(page);
      if (next !== null) later(next === "busy" ? busy_ms : Math.max(1000, next));
    } catch (error) {
      missed(page, error);
      wait();
    }
    running = false;
    await readOutbox(page);
    if (page.store.get().entries.filter(({ state }) => state === "sent").length > before) sent();
    if (again) {
      again = false;
      void run(true);
    }
  };
  page.send = (force) => void run(force);
  addEventListener("online", () => void run(true));
  document.addEventListener("visibilitychange", () => void (document.hidden || run(false)));
  onChangedElsewhere(changed);
  void run(true);
}
