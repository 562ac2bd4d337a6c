/** The running wall: its store, its map, and what scenes may do with it. Knows no React. */
import type { MapHandle } from "../map/handle.ts";
import type { Store } from "../state/store.ts";
import type { Shown, WallState } from "./state.ts";

export interface WallPage {
  readonly store: Store<WallState>;
  readonly map: { current: MapHandle | null };
}

/**
 * A scene is a file of wall/scenes. `enter` begins what it needs beside the map, under its kind in `asked`; what it returns ends it. It is
 * called again when `turn` moves while the scene stands, and must then keep the old answer until the new one is there.
 */
export interface SceneFile {
  /** Query of the desk's URL when the tour's own is empty. @param today yyyy-MM-dd by the district's clock */
  readonly query: (today: string) => string;
  /** Ids of client/map/stack.ts that are shown beside the ground (base layers, outline and names are always there). */
  readonly layers: readonly string[];
  enter?(page: WallPage, shown: Shown): () => void;
  /** True when it is known that there is nothing to show: the tour steps over it. */
  empty?(state: WallState): boolean;
  /** Its box beside the map. @param rows lines of text that fit */
  readonly Box: (props: { readonly rows: number; readonly shown: Shown }) => React.ReactNode;
}
