/** Puts a thing where the layout says. Styles set through the DOM are no markup: the page's policy lets them. */
import type { CSSProperties } from "react";
import type { Box } from "../layout.ts";

/** @param box CSS pixels of the wall */
export const place = (box: Box): CSSProperties => ({ position: "absolute", left: box.x, top: box.y, width: box.w, height: box.h });
