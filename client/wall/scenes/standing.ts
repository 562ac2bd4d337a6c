/** What scenes share: whether one still stands, and which question it asks. */
import { type Filter, formatFilter } from "../../../server/contract/filter.ts";
import { type MapView, queryOf } from "../../state/view.ts";
import type { WallPage } from "../page.ts";
import type { Asked, Shown } from "../state.ts";
import type { Size } from "./camera.ts";

/** Says which question a filter is. */
export const textOf = (filter: Filter): string => queryOf(formatFilter(filter));

/** The scene as it is shown now, when it is still this one. */
export function standing(page: WallPage, { index, scene }: Shown): Shown | null {
  const { shown } = page.store.get();
  return shown?.index === index && shown.scene.kind === scene.kind && shown.scene.query === scene.query ? shown : null;
}

/** Changes what is shown, unless another scene has come. @returns false when it has */
export function changeShown(page: WallPage, shown: Shown, part: Partial<Shown>): boolean {
  const now = standing(page, shown);
  if (now) page.store.set({ shown: { ...now, ...part } });
  return now !== null;
}

/** Cameras that scenes chose themselves; every other one is the question's own, and stays. */
const chosen = new WeakSet<MapView>();

/** The map's picture, and what the layout says is covered of it. */
export function mapSize(): Size {
  const map = document.querySelector<HTMLElement>(".map-root");
  if (!map) return { width: 900, height: 600 };
  const style = getComputedStyle(map);
  const covered = (name: string) => Number.parseFloat(style.getPropertyValue(name)) || 0;
  const size = { width: map.clientWidth || 900, height: map.clientHeight || 600 };
  return { ...size, top: covered("--map-clear-top"), bottom: covered("--map-clear-bottom") };
}

/** Changes what is shown, and goes where the scene wants to be seen from; a camera that is there already is left alone. */
export function aim(page: WallPage, shown: Shown, camera: MapView | null, part: Partial<Shown> = {}): void {
  const was = standing(page, shown)?.camera ?? null;
  const own = was !== null && !chosen.has(was);
  const same = was?.lon === camera?.lon && was?.lat === camera?.lat && was?.zoom === camera?.zoom;
  if (camera) chosen.add(camera);
  changeShown(page, shown, { ...part, camera: own || same || !camera ? was : camera });
}

/** Seconds for which a known emptiness is believed; then the scene is entered again, and asks. */
const believed_s = 600;

/** True when the last answer is of late and there is nothing in it. */
export function knownEmpty<T>(asked: Asked<unknown> | undefined, now: number, isEmpty: (value: T) => boolean): boolean {
  return asked?.state === "there" && now - asked.at < believed_s && isEmpty(asked.value as T);
}
