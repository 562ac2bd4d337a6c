/** The wall starts: settings from its own browser, its session, then everything that runs beside the picture. */
import { createRoot } from "react-dom/client";
import { installWorker } from "../api/keptPage.ts";
import { createStore } from "../state/store.ts";
import type { WallPage } from "./page.ts";
import { run } from "./run/run.ts";
import { takeToken } from "./run/session.ts";
import { Setting } from "./Setting.tsx";
import { readSettings, settingsKey } from "./settings.ts";
import { firstState } from "./state.ts";
import { WallContext } from "./useWall.ts";
import { Wall } from "./Wall.tsx";

export function start(place: HTMLElement): void {
  const page: WallPage = { store: createStore(firstState(readSettings(localStorage.getItem(settingsKey)))), map: { current: null } };
  // Before anything is drawn: it is to stay in no address.
  const fresh = takeToken(page);
  const setting = location.pathname === "/wall/setting";
  createRoot(place).render(<WallContext value={page}>{setting ? <Setting /> : <Wall />}</WallContext>);
  if (!setting) run(page, fresh);
  // After a power cut the screen may be up before the server is.
  if (import.meta.env.PROD) void installWorker("/wall-worker.js", "/wall");
}
