/** One drawing from its tool's press to its shape: hears of clicks, strokes and keys, tells what to paint, knows no map. */
import type { Position, Shape } from "../../server/contract/draw.ts";
import type { DrawKind } from "../state/app.ts";
import * as drafts from "./draft.ts";

type Refusal = Extract<drafts.Finished, { refused: unknown }>["refused"];

interface SessionEvents {
  /** The draft changed: paint it and say its measure. */
  changed(draft: drafts.Draft): void;
  /** The drawing is over, with its shape or without; `note`: something to be said of it. */
  ended(shape: Shape | null, note?: "crosses" | null): void;
  /** It was to end and cannot: it goes on, and why is said. */
  refused?(why: Refusal): void;
  /** Metres the eye can tell apart now. */
  grain_m?(): number;
}

export class DrawSession {
  private draft: drafts.Draft;
  private over = false;
  private readonly events: SessionEvents;

  constructor(tool: DrawKind, events: SessionEvents) {
    this.draft = drafts.begin(tool);
    this.events = events;
    events.changed(this.draft);
  }

  get tool(): DrawKind {
    return this.draft.tool;
  }

  /** A vertex by click, tap or typed coordinates. A point is done with its first, a rectangle with its second corner. */
  add(position: Position): void {
    this.become(drafts.add(this.draft, position));
    if (drafts.isFull(this.draft)) this.finish();
  }

  move(cursor: Position | null): void {
    if (this.draft.kind !== "point") this.become(drafts.point(this.draft, cursor));
  }

  /** Begins anew with the same tool. */
  clear(): void {
    this.become(drafts.begin(this.draft.tool));
  }

  /** Double click, Enter, or a stroke's end: ends where there is a shape, and else says why there is none. */
  finish(): void {
    if (this.over) return;
    const made = drafts.finish(this.draft, this.events.grain_m?.());
    if ("shape" in made) {
      this.end(made.shape, made.note);
      return;
    }
    // What has no area has to be drawn again; what is too little goes on.
    if (made.refused === "noArea" || drafts.isFull(this.draft)) this.clear();
    this.events.refused?.(made.refused);
  }

  cancel(): void {
    this.end(null);
  }

  /** True when the key was the drawing's. */
  key(name: string): boolean {
    if (name === "Escape") this.cancel();
    else if (name === "Enter") this.finish();
    else if (name === "Backspace" || name === "Delete") this.become(drafts.back(this.draft));
    else return false;
    return true;
  }

  private become(draft: drafts.Draft): void {
    if (this.over || draft === this.draft) return;
    this.draft = draft;
    this.events.changed(draft);
  }

  private end(shape: Shape | null, note: "crosses" | null = null): void {
    if (this.over) return;
    this.over = true;
    this.events.ended(shape, note);
  }
}
