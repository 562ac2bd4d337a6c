/** What the wall says of itself to whoever looks at the document: attributes that its style, and checks from outside, go by. */
import type { WallPage } from "../page.ts";
import type { WallState } from "../state.ts";
import type { Timers } from "./timers.ts";

const marksOf = ({ phase, freshness, shown, tour, differences }: WallState): Readonly<Record<string, string | undefined>> => ({
  phase,
  freshness,
  scene: shown ? String(shown.index) : undefined,
  sceneKind: shown?.scene.kind,
  mode: tour.mode,
  differences: String(differences.length),
});

/** Keeps the document's attributes at what is so. */
export function mark({ store }: WallPage, timers: Timers): void {
  const { dataset } = document.documentElement;
  const write = () => {
    for (const [name, value] of Object.entries(marksOf(store.get()))) {
      if (value === undefined) delete dataset[name];
      else if (dataset[name] !== value) dataset[name] = value;
    }
  };
  write();
  timers.also(store.subscribe(write));
}
