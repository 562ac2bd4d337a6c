/** What runs beside the picture: session, layers, changes, the tour, figures, alarms, the minute's check, the desk's orders. */
import type { WallPage } from "../page.ts";

export function run(_page: WallPage): void {}
