/** The photo with its covers on it: drawn, moved and sized with the pointer, or with the keys of the one that has the focus. */
import { useEffect, useRef, useState } from "react";
import type { Box, Photo } from "../../../server/contract/types.ts";
import { type Say, useSay } from "../useApp.ts";
import { type Corner, cornered, corners, grown, moved, type Point, spanned } from "./boxes.ts";
import { Picture } from "./Picture.tsx";
import type { Covers } from "./useCovers.ts";

/** What the pointer is doing: drawing a new box, moving one, or pulling its corner. */
type Drag =
  | { readonly kind: "new"; readonly from: Point }
  | { readonly kind: "move"; readonly i: number; readonly from: Point; readonly box: Box }
  | { readonly kind: "corner"; readonly i: number; readonly corner: Corner; readonly box: Box };

/** A key moves by so much of the picture; with Alt by a fifth of it. */
const step = 0.01;
const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const percent = (share: number) => Math.round(share * 1000) / 10;

/** Where a cover is, as it is said to who cannot see it. */
export const coverText = ({ x, y, w, h }: Box, i: number, say: Say) =>
  say.t("photos.coverAt", { i: i + 1, x: percent(x), y: percent(y), w: percent(w), h: percent(h) });

const drawnBox = (drag: Drag, to: Point): Box | null => {
  if (drag.kind === "new") return spanned(drag.from, to);
  if (drag.kind === "corner") return cornered(drag.box, drag.corner, to);
  return moved(drag.box, { x: to.x - drag.from.x, y: to.y - drag.from.y });
};

/** What a press begins: on a corner or a box that may be moved, or on the bare picture. */
function grasped(target: Element, at: Point, { boxes, fixed, full }: Covers): Drag | null {
  const i = Number(target.closest("[data-box]")?.getAttribute("data-box") ?? -1);
  const box = boxes[i];
  const corner = target.getAttribute("data-corner") as Corner | null;
  if (box && i < fixed) return null;
  if (box && corner) return { kind: "corner", i, corner, box };
  if (box) return { kind: "move", i, from: at, box };
  return full ? null : { kind: "new", from: at };
}

export function CoverFrame({ photo, covers, alt }: { photo: Photo; covers: Covers; alt: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const { drag, drawn, ...pointer } = useDrawing(frame, covers);
  const { boxes, chosen } = covers;
  // A box that was just added, or chosen by undoing, takes the keys.
  useEffect(() => {
    if (chosen !== null) frame.current?.querySelector<HTMLElement>(`[data-box="${chosen}"]`)?.focus({ preventScroll: true });
  }, [chosen]);
  // One that was removed had the focus: keys, undo among them, go on from the picture.
  useEffect(() => {
    if (document.activeElement === document.body) frame.current?.focus({ preventScroll: true });
  });
  const ratio = photo.width / photo.height;
  const shown = drag && drag.kind !== "new" && drawn ? boxes.with(drag.i, drawn) : boxes;
  return (
    <div className="photo-room">
      <div
        ref={frame}
        className="photo-frame cover-frame"
        tabIndex={-1}
        style={{ aspectRatio: ratio, width: `min(100cqw, ${100 * ratio}cqh)` }}
        {...pointer}
      >
        <Picture photo={photo} what="picture" alt={alt} />
        {shown.map((box, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place in the list
          <Cover key={i} box={box} i={i} covers={covers} />
        ))}
        {drag?.kind === "new" && drawn && <span className="cover-box drawing" style={styleOf(drawn)} />}
      </div>
    </div>
  );
}

/** The pointer's way over the picture; what it did is one step, taken when it is let go. */
function useDrawing(frame: React.RefObject<HTMLDivElement | null>, covers: Covers) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const [drawn, setDrawn] = useState<Box | null>(null);
  const at = (event: React.PointerEvent): Point => {
    const box = frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const end = () => {
    setDrag(null);
    setDrawn(null);
  };
  return {
    drag,
    drawn,
    onPointerDown(event: React.PointerEvent) {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      const begun = grasped(event.target, at(event), covers);
      frame.current?.setPointerCapture(event.pointerId);
      covers.choose(begun && begun.kind !== "new" ? begun.i : null);
      setDrag(begun);
      setDrawn(null);
    },
    onPointerMove(event: React.PointerEvent) {
      if (drag) setDrawn(drawnBox(drag, at(event)));
    },
    onPointerUp() {
      if (drag && drawn && drag.kind === "new") covers.add(drawn);
      else if (drag && drawn && drag.kind !== "new") covers.change(drag.i, drawn);
      end();
    },
    onPointerCancel: end,
  };
}

const styleOf = ({ x, y, w, h }: Box): React.CSSProperties => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${w * 100}%`,
  height: `${h * 100}%`,
});

function Cover({ box, i, covers }: { box: Box; i: number; covers: Covers }) {
  const say = useSay();
  const chosen = covers.chosen === i;
  const fixed = i < covers.fixed;
  const press = (event: React.KeyboardEvent) => {
    const to = arrows[event.key];
    const by = to && { x: to.x * step * (event.altKey ? 0.2 : 1), y: to.y * step * (event.altKey ? 0.2 : 1) };
    if (by) covers.change(i, event.shiftKey ? grown(box, by) : moved(box, by));
    else if (event.key === "Delete" || event.key === "Backspace") covers.remove(i);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      className={`cover-box${chosen ? " chosen" : ""}${fixed ? " fixed" : ""}`}
      data-box={i}
      aria-label={coverText(box, i, say)}
      aria-pressed={chosen}
      style={styleOf(box)}
      onFocus={() => covers.choose(i)}
      onKeyDown={press}
    >
      <span aria-hidden="true">{i + 1}</span>
      {chosen &&
        !fixed &&
        corners.map((corner) => <span key={corner} className={`cover-corner ${corner}`} data-corner={corner} aria-hidden="true" />)}
    </button>
  );
}
