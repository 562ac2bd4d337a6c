/** What can be done with saved views: opened, kept, made what one looks at now. */
import type { SavedView } from "../../../server/contract/types.ts";
import * as desk from "../../api/desk.ts";
import { viewsWords } from "../../look/words/views.ts";
import { fill } from "../../look/words.ts";
import { askedBy, keptQuery, readKept } from "../../state/keptView.ts";
import { type App, goTo, setFilter, toast } from "../run/app.ts";

/** A view that was opened, and what it asked then. */
export interface Opened {
  readonly id: number;
  readonly name: string;
  readonly asked: string;
}
export const openedOf = ({ id, name, query }: SavedView): Opened => ({ id, name, asked: askedBy(readKept(query).kept) });

export const tell = (app: App, key: keyof typeof viewsWords, name: string): void =>
  toast(app, { zh: fill(viewsWords[key].zh, { name }), en: fill(viewsWords[key].en, { name }) });

/** The page asks what the view asks; the camera goes where it was kept with it. */
export function openView(app: App, view: SavedView): Opened {
  const { kept, faults } = readKept(view.query);
  const { filter, map, ...rest } = kept;
  setFilter(app, filter, map ? { ...rest, map } : rest);
  if (map) goTo(app, map);
  if (faults.length) {
    app.store.set({ faults });
    tell(app, "views.partly", view.name);
  }
  return openedOf(view);
}

/** True when the camera was kept with it. */
export const hasCamera = ({ query }: Pick<SavedView, "query">): boolean => readKept(query).kept.map !== null;

/** Keeps the present view. @throws HttpError */
export async function keepView(app: App, { name, share, camera }: Pick<SavedView, "name" | "share"> & { camera: boolean }) {
  const view = await desk.addView({ name, share, query: keptQuery(app.store.get().view, camera) });
  tell(app, "views.saved", view.name);
  return view;
}

/** @throws HttpError */
export async function updateView(app: App, view: SavedView): Promise<SavedView> {
  const next = await desk.changeView(view.id, { query: keptQuery(app.store.get().view, hasCamera(view)) });
  tell(app, "views.updated", next.name);
  return next;
}

/** @throws HttpError */
export async function editView(app: App, { id }: SavedView, part: Pick<SavedView, "name" | "share">): Promise<SavedView> {
  const next = await desk.changeView(id, part);
  tell(app, "views.changed", next.name);
  return next;
}

/** @throws HttpError */
export async function dropView(app: App, { id, name }: SavedView): Promise<void> {
  await desk.removeView(id);
  tell(app, "views.removed", name);
}
