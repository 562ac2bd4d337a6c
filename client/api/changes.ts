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

/** Follows the changes after a revision until the returned function is called. */
export function followChanges(since: () => number, events: ChangeEvents): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let over = false;

  const shut = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const again = () => {
    shut();
    if (over) return;
    if (tries++ > 0) events.link("lost");
    const longest = Math.min(wait_ms[0] * 2 ** tries, wait_ms[1]);
    timer = setTimeout(open, longest * (0.25 + 0.75 * Math.random()));
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(again, silent_ms);
  };
  const on = <T>(name: string, take: (value: T) => void) =>
    source?.addEventListener(name, (event: MessageEvent<string>) => {
      heard();
      take(JSON.parse(event.data) as T);
    });

  function open(): void {
    shut();
    if (over || document.hidden) return;
    events.link(tries > 1 ? "lost" : "connecting");
    source = new EventSource(`/api/changes?since=${since()}`);
    timer = setTimeout(again, silent_ms);
    source.onerror = again;
    on<LiveHello>("hello", (hello) => {
      tries = 0;
      events.hello(hello);
    });
    on<LiveChange>("change", events.change);
    on<LiveLayer>("layer", events.layer);
    on<LiveBeat>("beat", events.beat);
    on<LiveEnd>("end", ({ why }) => {
      if (why === "signed_out" || why === "area") {
        shut();
        events.end(why);
      } else again();
    });
  }

  const looked = () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(shut, hidden_ms);
    else if (!source) open();
  };
  // The network is back: no need to wait out the pause.
  const online = () => {
    if (!source) open();
  };
  document.addEventListener("visibilitychange", looked);
  addEventListener("online", online);
  // Not before whoever follows holds what stops it: what is told may lead back here.
  queueMicrotask(open);
  return () => {
    over = true;
    clearTimeout(hiding);
    shut();
    document.removeEventListener("visibilitychange", looked);
    removeEventListener("online", online);
  };
}
