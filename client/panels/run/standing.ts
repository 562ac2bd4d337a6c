/** Looking back: when the question is of a moment, or the time bar is open, what shows the past is fetched and told to follow. */
import { untilLoaded } from "../../api/chunk.ts";
import type { App } from "./app.ts";

export function followStanding(app: App): () => void {
  let wanted = false;
  const look = () => {
    const { view } = app.store.get();
    if (wanted || (view.filter.at === null && !view.time)) return;
    wanted = true;
    void untilLoaded(() => import("../time/looking.ts")).then(({ follow }) => {
      stop();
      stop = follow(app);
    });
  };
  let stop = app.store.subscribe(look);
  look();
  return () => stop();
}
