/** What the pointer is over, in five lines at most, as the thing's own layer describes it. */
import { useLayoutEffect, useRef } from "react";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { stack } from "../../map/stack.ts";
import type { AppState } from "../../state/app.ts";
import { beyond } from "../../state/beyond.ts";
import { shownClock, shownProblems } from "../../state/shown.ts";
import { bookOf } from "../names.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { FarProblem } from "./FarProblem.tsx";

const hoveredOf = (state: AppState) => state.hovered;
const pointerOf = (state: AppState) => state.pointer;
const most = 5;
const gap = 14;

export function Tooltip() {
  const app = useApp();
  const thing = usePart(hoveredOf);
  const pointer = usePart(pointerOf);
  const book = usePart(bookOf);
  const state = app.store.get();
  const { district } = state;
  const problems = shownProblems(state);
  const data = { ...state.data, ...(problems && { problems }) };
  if (!thing || !pointer || !district) return null;
  const units = new Map(district.units.map((unit) => [unit.id, unit.shortName || unit.name]));
  const context = { data, clock: shownClock(state), units, categories: book.categories, timeZone: district.timeZone };
  const lines = stack.map((layer) => layer.describe?.(thing, context)).find((found) => found);
  const show = (lines: readonly Word[]) => <Box lines={lines} pointer={pointer} />;
  if (lines) return show(lines);
  return thing.kind === "problem" && beyond(state) ? <FarProblem id={thing.id} context={context} show={show} /> : null;
}

interface BoxProps {
  readonly lines: readonly Word[];
  readonly pointer: NonNullable<AppState["pointer"]>;
}

/** Beside the pointer, whenever its lines come: those of a problem that no column holds are asked for first. */
function Box({ lines, pointer }: BoxProps) {
  const say = useSay();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const it = box.current;
    if (!it) return;
    const left = pointer.x + gap + it.offsetWidth > innerWidth ? pointer.x - gap - it.offsetWidth : pointer.x + gap;
    const top = pointer.y + gap + it.offsetHeight > innerHeight ? pointer.y - gap - it.offsetHeight : pointer.y + gap;
    it.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  });
  return (
    <div className="tooltip" ref={box} role="tooltip">
      {lines.slice(0, most).map((line, i) => (
        <p key={line.zh + line.en} className={i === 0 ? "first" : undefined}>
          {say.of(line)}
        </p>
      ))}
    </div>
  );
}
