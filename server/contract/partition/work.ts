/** A step at work: copies of what it changes, and the table kept in step with them. */
import type { Position } from "../draw.ts";
import type { Word } from "../vocabulary.ts";
import type { Arc, Partition, PlanZone } from "./partition.ts";
import type { Outcome, RefusalCode } from "./steps.ts";
import { type Table, tableOf } from "./table.ts";

export const refused = (code: RefusalCode, why: Word, at: Position | null = null): Outcome => ({ refused: { code, why, at } });
export const isRefused = (value: unknown): value is Extract<Outcome, { refused: unknown }> =>
  typeof value === "object" && value !== null && "refused" in value;

type Sides = Pick<Arc, "points" | "left" | "right">;

export class Work {
  readonly before: Partition;
  readonly table: Table;
  readonly arcs: Map<number, Arc>;
  readonly faces: Map<number, number | null>;
  readonly zones: Map<number, PlanZone>;
  private nextArc: number;
  private nextFace: number;
  private nextZone: number;
  private readonly changed = { arcs: false, faces: false, zones: false };

  constructor(partition: Partition) {
    this.before = partition;
    this.table = tableOf(partition);
    this.arcs = new Map(partition.arcs);
    this.faces = new Map(partition.faces);
    this.zones = new Map(partition.zones);
    this.nextArc = partition.next.arc;
    this.nextFace = partition.next.face;
    this.nextZone = partition.next.zone;
  }

  private touch(): void {
    this.changed.arcs = true;
    this.table.now = null;
  }
  /** Another course or other sides of an arc that is there. */
  putArc(arc: Arc): void {
    this.touch();
    const old = this.arcs.get(arc.id);
    if (old) this.table.remove(old);
    this.arcs.set(arc.id, arc);
    this.table.add(arc);
  }
  addArc(arc: Sides): Arc {
    const made: Arc = { id: this.nextArc++, points: arc.points, left: arc.left, right: arc.right };
    this.putArc(made);
    return made;
  }
  dropArc(arc: Arc): void {
    this.touch();
    this.table.remove(arc);
    this.arcs.delete(arc.id);
  }
  addFace(zone: number | null): number {
    this.changed.faces = true;
    const face = this.nextFace++;
    this.faces.set(face, zone);
    return face;
  }
  dropFace(face: number): void {
    this.changed.faces = true;
    this.faces.delete(face);
  }
  giveFace(face: number, zone: number | null): void {
    if (this.faces.get(face) === zone) return;
    this.changed.faces = true;
    this.faces.set(face, zone);
  }
  putZone(zone: PlanZone): void {
    this.changed.zones = true;
    this.zones.set(zone.id, zone);
  }
  addZone(zone: Omit<PlanZone, "id">): PlanZone {
    const made: PlanZone = { id: this.nextZone--, ...zone };
    this.putZone(made);
    return made;
  }
  dropZone(zone: number): void {
    this.changed.zones = true;
    this.zones.delete(zone);
  }

  get isChanged(): boolean {
    return this.changed.arcs || this.changed.faces || this.changed.zones;
  }
  /** The partition as it is now. What was not changed is the same object as before. */
  done(): Partition {
    const { before, changed } = this;
    const zones = changed.zones ? new Map([...this.zones].sort(([, a], [, b]) => a.level - b.level)) : before.zones;
    const partition: Partition = {
      depth: before.depth,
      arcs: changed.arcs ? this.arcs : before.arcs,
      faces: changed.faces ? this.faces : before.faces,
      zones,
      next: { arc: this.nextArc, face: this.nextFace, zone: this.nextZone },
    };
    if (changed.arcs) this.table.now = partition;
    return partition;
  }
}
