/** A short link is opened: the page becomes what was shared, and its address the real one. */
import { askLink } from "../../api/desk.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { readView } from "../../state/view.ts";
import type { App } from "../run/app.ts";
import { untilReady } from "../run/boot.ts";
import { preferences } from "../run/preferences.ts";

/** Resolves when somebody is signed in. */
function signedIn({ store }: App): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const { me } = store.get();
      if (!me || me.kind === "nobody") return;
      leave();
      resolve();
    };
    const leave = store.subscribe(look);
    look();
  });
}

/** The query behind a code; who is not signed in is asked to, and then it is asked again. */
async function queryOf(app: App, code: string): Promise<string> {
  for (;;) {
    try {
      return (await untilReady(app, () => askLink(code))).query;
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 401) throw error;
      await signedIn(app);
    }
  }
}

/** Opens the link; a code that leads nowhere leaves the page as it opens by itself, and is said. Never throws. */
export async function openLink(app: App, code: string): Promise<void> {
  try {
    history.replaceState(null, "", location.pathname + (await queryOf(app, code)));
    const { view, faults } = readView(location.search, location.hash, preferences());
    app.store.set({ view, faults });
  } catch (error) {
    app.store.set({ faults: [{ parameter: "link", value: code, expected: wordsOf(error) }] });
  }
}
