/** What the desk says to whoever stands before the wall: large, over the map's middle, gone by itself. */
import type { Box } from "../layout.ts";
import type { WallState } from "../state.ts";
import { usePart, useSay } from "../useWall.ts";
import { place } from "./place.ts";

const orderOf = (state: WallState) => state.order;

/** The shorter, the larger. A Latin letter is about half as wide as a Han character. */
export function messageSize(text: string): "large" | "middle" | "small" {
  const width = [...text].reduce((sum, one) => sum + (one > "\u2e80" ? 1 : 0.55), 0);
  return width <= 16 ? "large" : width <= 60 ? "middle" : "small";
}

export function Message({ box }: { box: Box }) {
  const say = useSay();
  const order = usePart(orderOf);
  if (order?.kind !== "message" || !order.message) return null;
  return (
    <section className="wall-message" style={place(box)} role="status">
      <div>
        <h2>{say.t("wall.notice")}</h2>
        <p className={messageSize(order.message)}>{order.message}</p>
      </div>
    </section>
  );
}
