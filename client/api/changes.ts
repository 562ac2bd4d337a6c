/** What changed on the server, as it happens: one stream, opened again by itself whenever it ends. */
import type { LiveAway, LiveBeat, LiveChange, LiveEnd, LiveHello, LiveLayer } from "../../server/contract/types.ts";

export interface ChangeEvents {
  hello(hello: LiveHello): void;
  change(change: LiveChange): void;
  layer(layer: LiveLayer): void;
  beat(beat: LiveBeat): void;
  /** The link stands, but the server's database is away: what is known is as of then. */
  away(away: LiveAway): void;
  /** `lost`: no word for longer than there should be; it is being tried again. */
  link(state: "connecting" | "lost"): void;
  /** Nobody is signed in any more, or what they may see is another. */
  end(why: LiveEnd["why"]): void;
}

/** How a page keeps to its stream. Times are milliseconds. */
export interface Patience {
  /** Without a word for so long it is opened anew; the server says something each 15 s. */
  readonly silent_ms: number;
  /** An opening that nobody answered by then is given up. */
  readonly hello_ms: number;
  /** First and longest wait before trying again; spread out, so that after an outage not all come at once. */
  readonly wait_ms: readonly [first: number, longest: number];
  /** A page that is not looked at holds no connection, browsers give a site only six; null = it is always looked at. */
  readonly hidden_ms: number | null;
}
const deskPatience: Patience = { silent_ms: 40_000, hello_ms: 40_000, wait_ms: [400, 15_000], hidden_ms: 20_000 };
/** Back within 5 s of the server's return, whatever was cut; the two together stay under that. */
export const wallPatience: Patience = { silent_ms: 20_000, hello_ms: 4_000, wait_ms: [400, 3_000], hidden_ms: null };

/** Before trying again what took its whole time already. */
const soon_ms = 600;

/** One page's stream, through all its openings. */
class Link {
  private readonly since: () => number;
  private readonly events: ChangeEvents;
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private over = false;
  private readonly patience: Patience;

  constructor(since: () => number, events: ChangeEvents, patience: Patience) {
    this.since = since;
    this.events = events;
    this.patience = patience;
    document.addEventListener("visibilitychange", this.looked);
    addEventListener("online", this.online);
  }

  open(): void {
    this.shut();
    if (this.over || this.unseen()) return;
    this.events.link(this.tries > 1 ? "lost" : "connecting");
    const source = new EventSource(`/api/changes?since=${this.since()}`);
    this.source = source;
    this.wait(this.patience.hello_ms, soon_ms);
    source.onerror = () => this.again();
    // The server is there, and has much to look up: asking anew would only give it more.
    source.onopen = () => this.wait(this.patience.silent_ms);
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
    on<LiveAway>("away", (told) => {
      this.tries = 0;
      events.away(told);
    });
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
    this.wait(this.patience.silent_ms);
  }

  private wait(ms: number, most_ms?: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(most_ms), ms);
  }

  /** @param most_ms what was waited for in vain already is not waited for again */
  private again(most_ms: number = Number.POSITIVE_INFINITY): void {
    this.shut();
    if (this.over) return;
    if (this.tries++ > 0) this.events.link("lost");
    const [first, last] = this.patience.wait_ms;
    const longest = Math.min(first * 2 ** this.tries, last, most_ms);
    this.timer = setTimeout(() => this.open(), longest * (0.25 + 0.75 * Math.random()));
  }

  private shut(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private unseen(): boolean {
    return document.hidden && this.patience.hidden_ms !== null;
  }

  private readonly looked = (): void => {
    clearTimeout(this.hiding);
    const { hidden_ms } = this.patience;
    if (document.hidden && hidden_ms !== null) this.hiding = setTimeout(() => this.shut(), hidden_ms);
    else if (!this.source) this.open();
  };

  /** The network is back: no need to wait out the pause, and what was open before may be dead. */
  private readonly online = (): void => {
    this.open();
  };
}

/** Follows the changes after a revision until the returned function is called. */
export function followChanges(since: () => number, events: ChangeEvents, patience: Patience = deskPatience): () => void {
  const link = new Link(since, events, patience);
  // Not before whoever follows holds what stops it: what is told may lead back here.
  queueMicrotask(() => link.open());
  return () => link.close();
}
