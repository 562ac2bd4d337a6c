/** Who looks: a wall by its token, or whoever is signed in in this browser. Nobody is asked anything. */
import type { Me } from "../../../server/contract/types.ts";
import { HttpError, wordsOf } from "../../api/http.ts";
import { askMe } from "../../api/people.ts";
import { signInWall } from "../../api/wall.ts";
import type { WallPage } from "../page.ts";
import { settingsKey } from "../settings.ts";
import type { WallState } from "../state.ts";
import { forgetPicture } from "./lastPicture.ts";
import { spread, type Timers } from "./timers.ts";

/** Between two tries to reach the server. */
export const away_ms = () => spread(1_000, 4_000);
/** Somebody may sign in in this browser, or the device be let in again. */
const shut_ms = () => spread(20_000, 40_000);

/** The token in an address's fragment, when one is there. */
export const tokenOf = (hash: string): string | null => new URLSearchParams(hash.replace(/^#/, "")).get("token") || null;

/** Keeps the token of the address among the settings, and takes it out of the address at once: it stays in no history. */
export function takeToken({ store }: WallPage): boolean {
  const token = tokenOf(location.hash);
  if (token === null) return false;
  history.replaceState(null, "", location.pathname + location.search);
  const settings = { ...store.get().settings, token };
  store.set({ settings });
  try {
    localStorage.setItem(settingsKey, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing knows it until it is closed.
  }
  return true;
}

/** The server said no to the token, and means it. What a proxy answers while the server is away is no such word. */
const isRefusal = (error: unknown) => error instanceof HttpError && [400, 401, 403, 422].includes(error.status);

/** Nothing of the district is left on the page, nor its last picture. */
function shut({ store }: WallPage, forget: () => void, told: Pick<WallState, "phase" | "reason">): void {
  forgetPicture();
  forget();
  store.set(told);
}

/** Who this is; null = nobody is signed in, and there is no token. @throws HttpError when the server cannot say, or refuses the token */
async function whoLooks(page: WallPage, fresh: boolean): Promise<Me | null> {
  const { token } = page.store.get().settings;
  const me = token !== null && fresh ? null : await askMe();
  if (me && (me.kind === "device" || (token === null && me.kind !== "nobody"))) return me;
  if (token !== null) return signInWall(token);
  return null;
}

/**
 * Finds out who looks, as long as it takes.
 * @param fresh a token has just been given: it goes before any session
 * @param forget drops everything that is known: nobody may look
 */
export async function findOut(page: WallPage, timers: Timers, fresh: boolean, forget: () => void): Promise<Me> {
  for (;;) {
    try {
      const me = await whoLooks(page, fresh);
      if (me) return me;
      shut(page, forget, { phase: "no_token", reason: null });
      await timers.pause(shut_ms());
    } catch (error) {
      if (isRefusal(error)) shut(page, forget, { phase: "refused", reason: wordsOf(error) });
      else if (page.store.get().phase !== "ready") page.store.set({ phase: "waiting", reason: wordsOf(error) });
      await timers.pause(isRefusal(error) ? shut_ms() : away_ms());
    }
  }
}
