/** A wall's page without a browser, on a scene: for scenes that ask, and for boxes drawn to text. */
import { renderToStaticMarkup } from "react-dom/server";
import { createStore } from "../../../client/state/store.ts";
import { readView } from "../../../client/state/view.ts";
import type { WallPage } from "../../../client/wall/page.ts";
import { scenes } from "../../../client/wall/scenes.ts";
import { usualSettings } from "../../../client/wall/settings.ts";
import { type Asked, firstState, type Shown, type WallState } from "../../../client/wall/state.ts";
import { WallContext } from "../../../client/wall/useWall.ts";
import type { District } from "../../../server/contract/types.ts";
import type { SceneKind } from "../../../server/contract/wall.ts";
import { district as plain } from "./columns.ts";

export const clock = "2026-11-21T10:00:00Z";
export const now = Date.parse(clock) / 1000;

export const district: District = {
  ...plain,
  clock,
  zones: [
    { id: 1, level: 1, name: "云门街道", parent: null },
    { id: 2, level: 2, name: "文澜社区", parent: 1 },
    { id: 3, level: 3, name: "网格03", parent: 2 },
  ],
  siteCounts: { market: 24, river: 65, back_alley: 366 },
};

export function shownOf(kind: SceneKind, part: Partial<Shown> = {}, seconds = 25): Shown {
  const file = scenes[kind];
  return {
    ...{ index: 3, scene: { kind, title: null, seconds, query: "" }, filter: readView(file.query("2026-11-21") || "#all", "").view.filter },
    ...{ layers: new Set(file.layers), camera: null, mask: null, total: null, fault: null, hot: null, stood: null },
    ...part,
  };
}

export function wallAt(kind: SceneKind, part: Partial<WallState> = {}): { page: WallPage; shown: Shown } {
  const shown = shownOf(kind);
  const page: WallPage = {
    store: createStore<WallState>({ ...firstState(usualSettings), phase: "ready", district, now, shown, ...part }),
    map: { current: null },
  };
  return { page, shown };
}

/** What a box says, without its markup. */
export function boxText(kind: SceneKind, asked: Asked<unknown>, rows = 20, part: Partial<WallState> = {}): string {
  const { page, shown } = wallAt(kind, { asked: { [kind]: asked }, ...part });
  const { Box } = scenes[kind];
  const html = renderToStaticMarkup(
    <WallContext value={page}>
      <Box rows={rows} shown={page.store.get().shown ?? shown} />
    </WallContext>,
  );
  return html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

export const there = <T,>(value: T): Asked<T> => ({ state: "there", value, at: now });
export const failed: Asked<never> = { state: "failed", failure: { zh: "连不上服务器。", en: "The server cannot be reached." } };
