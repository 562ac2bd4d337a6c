/** One drawing from its tool's press to its shape: hears of clicks and keys, tells what to paint, knows no map. */
import { maxVertices, type Position, type Shape } from "../../server/contract/draw.ts";
import * as drafts from "./draft.ts";

interface SessionEvents {
  /** The draft changed: paint it and say its measure. */
  changed(draft: drafts.Draft): void;
  /** The drawing is over, with its shape or without. */
  ended(shape: Shape | null): void;
}

export class DrawSession {
  private draft: drafts.Draft;
  private over = false;
  private readonly events: SessionEvents;

  constructor(kind: Shape["kind"], events: SessionEvents) {
    this.draft = drafts.begin(kind);
    this.events = events;
    events.changed(this.draft);
  }

  /** A vertex by click, tap or typed coordinates. A point is done with its first. */
  add(position: Position): void {
    this.become(drafts.add(this.draft, position));
    if (this.draft.kind === "point" || this.draft.points.length >= maxVertices) this.finish();
  }

  move(cursor: Position | null): void {
    if (this.draft.kind !== "point") this.become(drafts.point(this.draft, cursor));
  }

  /** Double click or Enter: ends where there are vertices enough, and is not heard before. */
  finish(): void {
    const shape = drafts.finish(this.draft);
    if (shape) this.end(shape);
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

  private end(shape: Shape | null): void {
    if (this.over) return;
    this.over = true;
    this.events.ended(shape);
  }
}
