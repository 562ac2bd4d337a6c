/** A handle on a line of time: dragged, or moved by the arrows; it says where it stands. */
import { useRef } from "react";

interface Props {
  readonly className: string;
  /** Share of the width, 0 to 1. */
  readonly at: number;
  readonly label: string;
  /** Its place as a number and as words. */
  readonly now: number;
  readonly min: number;
  readonly max: number;
  readonly text: string;
  readonly children?: React.ReactNode;
  /** Arrows: one step either way; with Shift, or Page keys, a large one. */
  step(by: 1 | -1, large: boolean): void;
  end(which: "first" | "last"): void;
  /** Dragged to a share of the width. */
  drag(share: number): void;
  /** Let go, or the key has been up for a moment. */
  done(): void;
}

/** Keys that come after one another are one wish. */
const settle_ms = 500;

/** Where a pointer is on the line that holds the element, as a share of its width. */
export function shareAt(line: Element | null, x: number): number {
  const box = line?.getBoundingClientRect();
  return box?.width ? Math.max(0, Math.min(1, (x - box.left) / box.width)) : 0;
}

export function Handle(props: Props) {
  const { className, at, label, now, min, max, text, children, step, end, drag, done } = props;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(done);
  latest.current = done;
  const soon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), settle_ms);
  };
  const press = (event: React.KeyboardEvent) => {
    const way = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 }[event.key] as 1 | -1 | undefined;
    if (way) step(way, event.shiftKey || event.key.startsWith("Page"));
    else if (event.key === "Home" || event.key === "End") end(event.key === "Home" ? "first" : "last");
    else return;
    event.preventDefault();
    soon();
  };
  return (
    <div
      className={className}
      style={{ left: `${at * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={now}
      aria-valuetext={text}
      title={text}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(shareAt(event.currentTarget.parentElement, event.clientX));
      }}
      onPointerUp={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) done();
      }}
    >
      {children}
    </div>
  );
}
