/** Places with a name are asked for when something first names one, and again when they change. */
import { askShapes } from "../../api/shapes.ts";
import { namesShapes } from "../../state/named.ts";
import { effectiveFilter } from "../../state/view.ts";
import type { App } from "./app.ts";

let asking: Promise<void> | null = null;

/** Asks for them; what was there stays when the answer fails. @throws HttpError */
export async function loadShapes(app: App): Promise<void> {
  asking ??= askShapes()
    .then(({ rows }) => app.store.set({ shapes: rows }))
    .finally(() => {
      asking = null;
    });
  return asking;
}

/** As soon as the filter names a shape; a failure is the chip's, which then shows the number, and is tried with the next filter. */
export function followShapes(app: App): () => void {
  let last: unknown = null;
  const look = () => {
    const { view, shapes } = app.store.get();
    if (view.filter === last || shapes !== null) return;
    last = view.filter;
    if (namesShapes(effectiveFilter(view))) loadShapes(app).catch(() => {});
  };
  look();
  return app.store.subscribe(look);
}
