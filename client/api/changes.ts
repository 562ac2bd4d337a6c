/** What changed on the server, as it happens: one stream, opened again by itself whenever it ends. */
import type { LiveBeat, LiveChange, LiveEnd, LiveHello, LiveLayer } from "../../server/contract/types.ts";

export interface ChangeEvents {
  hello(hello: LiveHello): void;
  change(change: LiveChange): void;
  layer(layer: LiveLayer): void;
  beat(beat: LiveBeat): void;
  /** `lost`: no word for longer than there should be; it is being tried again. */
  link(state: "connecting" | "lost"): void;
  /** Nobody is signed in any more, or what they may see is another. */
  end(why: LiveEnd["why"]): void;
}

/** The server says something each 15 s. */
const silent_ms = 40_000;
/** First and longest wait before trying again; spread out, so that after an outage not all come at once. */
const wait_ms = [400, 15_000] as const;
/** A page that is not looked at holds no connection: browsers give a site only six. */
const hidden_ms = 20_000;

/** One page's stream, through all its openings. */
class Link {
  private readonly since: () => number;
  private readonly events: ChangeEvents;
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private over = false;

  constructor(since: () => number, events: ChangeEvents) {
    this.since = since;
    this.events = events;
    document.addEventListener("visibilitychange", this.looked);
    addEventListener("online", this.online);
  }

  open(): void {
    this.shut();
    if (this.over || document.hidden) return;
    this.events.link(this.tries > 1 ? "lost" : "connecting");
    const source = new EventSource(`/api/changes?since=${this.since()}`);
    this.source = source;
    this.heard();
    source.onerror = () => this.again();
    this.hear(source);
  }

  close(): void {
    this.over = true;
    clearTimeout(this.hiding);
    this.shut();
    document.removeEventListener("visibilitychange", this.looked);
    removeEventListener("online", this.online);
  }

  private hear(source: EventSource): void {
    const on = <T>(name: string, take: (value: T) => void) =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.heard();
        take(JSON.parse(event.data) as T);
      });
    const { events } = this;
    on<LiveHello>("hello", (hello) => {
      this.tries = 0;
      events.hello(hello);
    });
    on<LiveChange>("change", events.change);
    on<LiveLayer>("layer", events.layer);
    on<LiveBeat>("beat", events.beat);
    on<LiveEnd>("end", ({ why }) => this.ended(why));
  }

  private ended(why: LiveEnd["why"]): void {
    const over = why === "signed_out" || why === "area";
    if (over) this.shut();
    else this.again();
    if (over) this.events.end(why);
  }

  /** Whatever comes next must come in time. */
  private heard(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), silent_ms);
  }

  private again(): void {
    this.shut();
    if (this.over) return;
    if (this.tries++ > 0) this.events.link("lost");
    const longest = Math.min(wait_ms[0] * 2 ** this.tries, wait_ms[1]);
    this.timer = setTimeout(() => this.open(), longest * (0.25 + 0.75 * Math.random()));
  }

  private shut(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private readonly looked = (): void => {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = setTimeout(() => this.shut(), hidden_ms);
    else this.online();
  };

  /** It is looked at, or the network is back: no need to wait out the pause. */
  private readonly online = (): void => {
    if (!this.source) this.open();
  };
}

/** Follows the changes after a revision until the returned function is called. */
export function followChanges(since: () => number, events: ChangeEvents): () => void {
  const link = new Link(since, events);
  // Not before whoever follows holds what stops it: what is told may lead back here.
  queueMicrotask(() => link.open());
  return () => link.close();
}
