/** The field page's worker: the page starts from what it kept, and what waits is sent when the browser wakes it. */
import { keepPage } from "../api/keptPage.ts";
import { deliver } from "./deliver.ts";
import { openKeep } from "./keep.ts";

/** Put in by the build: addresses of the page's files, and a name for this set of them. */
declare const __files__: readonly string[];
declare const __version__: string;

interface Syncing extends Event {
  readonly tag: string;
  waitUntil(work: Promise<unknown>): void;
}

async function send(): Promise<void> {
  const next = await deliver(await openKeep(), true, () => {});
  // The browser tries again later when this fails.
  if (next !== null) throw new Error("something still waits");
}

keepPage({ page: "/field", files: __files__, version: __version__ });
addEventListener("sync", (event) => {
  const { tag } = event as Syncing;
  if (tag === "outbox") (event as Syncing).waitUntil(send());
});
