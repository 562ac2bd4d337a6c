/** The page's side of the worker: typed, and only the latest question counts. */
import type { ProblemsLayer } from "../../server/contract/types.ts";
import type { Bounds, HeatCells, HeatPicture, HeatStop, Leaf, ProblemColumns, Reply, Request, Spot } from "./protocol.ts";

interface DoorEvents {
  /** A new index is ready: what is drawn is of an older one. total = problems in it. */
  built(total: number, ms: number): void;
  kept(): void;
  spots(spots: readonly Spot[]): void;
  heat(picture: HeatPicture | null): void;
  failed(reason: string): void;
}

/** Typed copies of the columns, which then change hands without being copied again. */
function columnsOf(layer: ProblemsLayer): ProblemColumns {
  return {
    states: layer.states,
    id: Float64Array.from(layer.id),
    lon: Int32Array.from(layer.lon),
    lat: Int32Array.from(layer.lat),
    state: Uint8Array.from(layer.state),
    due: Float64Array.from(layer.due),
    nearlyDue: Float64Array.from(layer.nearlyDue),
  };
}

export class ClusterDoor {
  private readonly worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "cluster" });
  private readonly events: DoorEvents;
  private asked = 0;
  private version = 0;
  private opening: ((opened: { zoom: number | null; leaves: readonly Leaf[] }) => void) | null = null;
  private openAsked = 0;

  constructor(events: DoorEvents) {
    this.events = events;
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.hear(data);
    this.worker.onerror = (event) => events.failed(event.message);
  }

  setColumns(layer: ProblemsLayer): void {
    const columns = columnsOf(layer);
    const { id, lon, lat, state, due, nearlyDue } = columns;
    this.say({ kind: "columns", columns }, [
      id.buffer,
      lon.buffer,
      lat.buffer,
      state.buffer,
      due.buffer,
      nearlyDue.buffer,
    ] as ArrayBuffer[]);
  }

  /** The mask stays the caller's: a copy goes (a byte a row, 0.3 MB at most). */
  setRows(mask: Uint8Array | null, clock: number): void {
    const copy = mask ? Uint8Array.from(mask) : null;
    this.say({ kind: "rows", mask: copy, clock }, copy ? [copy.buffer] : []);
  }

  /** Turns the heat on or off. @param cells what it is of; null = the columns' open rows. They stay the caller's */
  setHeat(stops: readonly HeatStop[] | null, cells: HeatCells | null): void {
    this.say({ kind: "heat", stops, cells });
  }

  ask(bounds: Bounds, zoom: number): void {
    this.say({ kind: "spots", ask: ++this.asked, bounds, zoom });
  }

  /** Where a drawn cluster falls apart. Never settles when the index has changed meanwhile: the click then meant another picture. */
  open(cluster: number): Promise<{ zoom: number | null; leaves: readonly Leaf[] }> {
    this.say({ kind: "open", ask: ++this.openAsked, cluster, version: this.version });
    return new Promise((resolve) => {
      this.opening = resolve;
    });
  }

  close(): void {
    this.worker.terminate();
  }

  private say(request: Request, transfer: Transferable[] = []): void {
    this.worker.postMessage(request, transfer);
  }

  private hear(reply: Reply): void {
    if (reply.kind === "built") this.events.built(reply.total, reply.ms);
    else if (reply.kind === "heat") this.events.heat(reply.picture);
    else if (reply.kind === "kept") this.events.kept();
    else if (reply.kind === "failed") this.events.failed(reply.reason);
    else if (reply.kind === "opened") {
      if (reply.ask === this.openAsked) this.opening?.(reply);
    } else if (reply.ask === this.asked) {
      this.version = reply.version;
      this.events.spots(reply.spots);
    }
  }
}
