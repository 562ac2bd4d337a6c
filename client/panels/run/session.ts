/** Who is signed in: asked at the start, asked for again when the server no longer knows, and what follows when it is somebody else. A busy server is spoken of here too. */
import type { Me } from "../../../server/contract/types.ts";
import { onBusy, onSignedOut } from "../../api/http.ts";
import { askMe, signOut } from "../../api/people.ts";
import type { App } from "./app.ts";
import { untilReady } from "./boot.ts";

/** What a face asks anew when somebody else has signed in. */
let askAnew: () => void = () => {};

/** Loads who this is, and from now on shows the sign-in when an answer says that nobody is. */
export function followSession(app: App, again: () => void): void {
  askAnew = again;
  onSignedOut(() => {
    const { me } = app.store.get();
    if (me && me.kind !== "nobody") app.store.set({ me: { ...me, kind: "nobody" } });
    else if (!me) void loadMe(app);
  });
  onBusy((toast) => app.store.set({ toast: { ...toast } }));
  void loadMe(app);
}

export async function loadMe(app: App): Promise<void> {
  try {
    app.store.set({ me: await untilReady(app, askMe) });
  } catch {
    // Without it the page shows what it may; every act is refused by the server with its reason.
  }
}

/** Somebody has signed in. The same person goes on where they were; for another the page's data is asked anew. */
export function becomes(app: App, me: Me): void {
  const before = app.store.get().me;
  const same = before?.person !== null && before?.person?.id === me.person?.id && app.store.get().boot.state === "ready";
  app.store.set({ me });
  if (!same) askAnew();
}

const listPrefix = "chuangtu.shortlist.";
/** Where this browser keeps the shortlist of whoever is signed in. */
export const listKey = (me: Me): string => listPrefix + (me.person?.id ?? me.kind);

/** Who sits down here next must not find what the last one meant to visit. */
function forgetShortlists(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(listPrefix)) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Ends the session; the page goes back to its first address, since another may sit down here. */
export async function leaveSession(): Promise<void> {
  await signOut();
  forgetShortlists();
  location.assign("/");
}
