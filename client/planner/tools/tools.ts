/** Every tool: one list, in the order of the keys 1–7. */
import type { Word } from "../../../server/contract/vocabulary.ts";
import { brush } from "./brush.ts";
import { cut } from "./cut.ts";
import { rectangle } from "./rectangle.ts";
import { reroute } from "./reroute.ts";
import { ring } from "./ring.ts";
import { select } from "./select.ts";
import type { Tool, ToolId } from "./tool.ts";
import { vertices } from "./vertices.ts";

export const tools: Readonly<Record<ToolId, Tool<unknown>>> = { select, cut, vertices, brush, rectangle, reroute, ring };

export interface ToolLook {
  /** Path in a box of 24 × 24, filled. */
  readonly icon: string;
  readonly word: Word;
  /** What it does, for a tip. */
  readonly tip: Word;
  /** The letter beside its number. */
  readonly key: string | null;
}
export const toolLooks: Readonly<Record<ToolId, ToolLook>> = {
  select: {
    icon: "M5 2.5v17.2l4.3-4.1 2.7 6 2.7-1.2-2.7-5.9h6z",
    word: { zh: "选择", en: "Select" },
    tip: {
      zh: "点击选责任区，Shift 加选，Alt 选单块，双击选同一上级的全部",
      en: "click a zone, Shift adds, Alt picks a piece, a double click takes all under the same zone",
    },
    key: null,
  },
  cut: {
    icon: "M3 4h8v2H5v12h6v2H3zM13 4h8v16h-8v-2h6V6h-6zM11 2h2v3h-2zM11 7h2v4h-2zM11 13h2v4h-2zM11 19h2v3h-2z",
    word: { zh: "切分", en: "Split" },
    tip: { zh: "从边界到边界画线，一分为二；F 沿路沿河", en: "a line from border to border; F follows roads and rivers" },
    key: "X",
  },
  vertices: {
    icon: "M3 16.5h5.5V22H3zM15.5 2H21v5.500h-5.500zM9.200 13.400l5-5 1.400 1.400-5 5z",
    word: { zh: "移动边界", en: "Move borders" },
    tip: { zh: "拖顶点或边，两侧同时移动", en: "drag a vertex or an edge; both sides move" },
    key: "V",
  },
  brush: {
    icon: "M20.700 3.300a1.800 1.800 0 0 0-2.600 0L9 12.400l2.600 2.600 9.100-9.100a1.800 1.800 0 0 0 0-2.600zM7.600 13.800c-2 0-3.300 1.400-3.300 3.300 0 1.500-.900 2.200-2 2.500 1 1.300 2.600 1.900 4.300 1.900 2.600 0 4.500-1.700 4.500-4.300z",
    word: { zh: "刷涂", en: "Paint" },
    tip: { zh: "把刷到的单元划入目标区；+ − 改大小", en: "paints what it meets into the target; + and − change its size" },
    key: "B",
  },
  rectangle: {
    icon: "M3 5h18v14H3zm2 2v10h14V7z",
    word: { zh: "框选划入", en: "Rectangle" },
    tip: { zh: "框内的单元划入目标区", en: "what lies within goes into the target" },
    key: "R",
  },
  reroute: {
    icon: "M4 20V4h2v5c0 2 1 3 3 3h6c3 0 5 2 5 5v3h-2v-3c0-2-1-3-3-3H9c-1.200 0-2.200-.300-3-.900V20zM16 4h4v4h-4z",
    word: { zh: "改走向", en: "Reroute" },
    tip: { zh: "给一段边界画新的走向", en: "draws a new course for a stretch of border" },
    key: "G",
  },
  ring: {
    icon: "M12 2.500 21 9l-3.400 11.500H6.400L3 9zm0 2.500L5.300 9.800 7.900 18.500h8.200l2.600-8.700z",
    word: { zh: "圈地", en: "Draw inside" },
    tip: { zh: "在责任区里圈出一块新的；Shift 画直角", en: "draws a new area inside a zone; Shift keeps right angles" },
    key: "O",
  },
};
