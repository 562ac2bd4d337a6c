/** The page follows the server's changes: what it shows is patched, what changed pulses once, and it knows how fresh it is. */
import type { LiveAway, LiveBeat, LiveChange, LiveHello } from "../../../server/contract/types.ts";
import { type ChangeEvents, followChanges } from "../../api/changes.ts";
import { onStale } from "../../api/http.ts";
import { layerNames } from "../../api/layers.ts";
import type { Changed, LayerName, Live, Pulse } from "../../state/app.ts";
import { unixOf } from "../../state/calendar.ts";
import type { App } from "./app.ts";
import { loadDistrict, loadLayer } from "./boot.ts";
import { loadMe } from "./session.ts";
import { loadShapes } from "./shapes.ts";
import { askSoon, take, turnSoon } from "./taking.ts";

/** More at once is no longer something to look at. */
const mostPulses = 40;
/** A row that pulsed is again like the others. */
const pulse_ms = 2_500;
/** Problems whose last change is remembered. */
const mostChanged = 5_000;

const isMapLayer = (name: string): name is LayerName => layerNames.some((one) => one === name);

const heard = (app: App, clock: string, part: Partial<Live> = {}): void =>
  app.store.set({ live: { ...app.store.get().live, heard: unixOf(clock), ...part } });

/** Fetches a layer anew and what hangs on it; of a book beside the map, what shows it is asked again. */
async function renew(app: App, layer: string): Promise<void> {
  if (isMapLayer(layer)) await loadLayer(app, layer);
  if (layer === "district" || layer === "zones" || layer === "sites") await loadDistrict(app);
  // Only where somebody has looked at them.
  if (layer === "shapes" && app.store.get().shapes !== null) await loadShapes(app).catch(() => {});
  if (layer === "problems" || layer === "sites" || layer === "shapes" || layer === "zones") askSoon(app);
  turnSoon(app);
}

/** Each layer's revision that the page has; what was not asked yet is not behind. */
function behind(app: App, layers: LiveHello["layers"]): string[] {
  const { data } = app.store.get();
  return layerNames.filter((name) => name !== "problems" && data[name] !== undefined && layers[name] !== data[name]?.revision);
}

function hello(app: App, { clock, layers, resumed }: LiveHello): void {
  const { district } = app.store.get();
  // What was missed comes next: until then the position is the old one.
  heard(app, clock, { link: "live" });
  for (const layer of behind(app, layers)) void renew(app, layer);
  if (district && (layers.district ?? 0) > district.revision) void loadDistrict(app);
  if (!resumed) {
    app.store.set({ told: null, changed: new Map() });
    void renew(app, "problems");
  }
}

/** The last changes of problems, without those of long ago. */
function remember(known: ReadonlyMap<number, Changed>, { revision, problems, gone }: LiveChange): ReadonlyMap<number, Changed> {
  const all = new Map(known);
  // Taken out first, so that the map's order is that of the last change.
  for (const id of [...gone, ...problems.map((one) => one.id)]) all.delete(id);
  for (const id of gone) all.set(id, { revision, now: null });
  for (const now of problems) all.set(now.id, { revision, now });
  for (const id of [...all.keys()].slice(0, Math.max(0, all.size - mostChanged))) all.delete(id);
  return all;
}

function change(app: App, told: LiveChange): void {
  const { live, changed } = app.store.get();
  heard(app, told.clock, { revision: Math.max(live.revision, told.revision) });
  const worth = take(app, { clock: unixOf(told.clock), changed: told.problems, gone: told.gone });
  // What happens now is nothing to see where one looks back.
  const pulses = app.store.get().stood ? none : worth.slice(-mostPulses).map(({ id, lon, lat }) => ({ id, lon, lat }));
  app.store.set({ changed: remember(changed, told), ...(pulses.length && { pulses }) });
  if (pulses.length) setTimeout(() => app.store.get().pulses === pulses && app.store.set({ pulses: none }), pulse_ms);
}
const none: readonly Pulse[] = [];

/** What is shown stands as of then. */
function away(app: App, { since }: LiveAway): void {
  const { live } = app.store.get();
  app.store.set({ live: { ...live, link: "away", heard: since === null ? live.heard : unixOf(since) } });
}

/** A copy answered, and no stream says how things stand: the page was opened while the database is away. */
function stale(app: App, since: string): void {
  const { link, heard } = app.store.get().live;
  if (link !== "live") away(app, { since: heard === 0 ? since : null });
}

/** The clock goes on though nothing happens: what is due now becomes overdue. */
function beat(app: App, { clock, revision }: LiveBeat): void {
  // What was asked in vain meanwhile.
  if (app.store.get().live.link === "away") {
    askSoon(app);
    turnSoon(app);
  }
  heard(app, clock, { link: "live", revision });
  const { view } = app.store.get();
  app.store.set({ clock: unixOf(clock) });
  // Rows that the passing time brings in or takes out are the server's to say.
  const { found, closed, status } = view.filter;
  const timely = found !== null || closed !== null || status.some((word) => word === "overdue" || word === "nearly_due");
  if (timely && Math.floor(unixOf(clock) / 60) !== Math.floor((unixOf(clock) - 15) / 60)) askSoon(app);
}

/** @param leave stops following @param anew asks everything again */
const eventsOf = (app: App, leave: () => void, anew: () => void): ChangeEvents => ({
  hello: (told) => hello(app, told),
  change: (told) => change(app, told),
  layer: ({ layer, clock, revision }) => {
    heard(app, clock, { revision });
    void renew(app, layer);
  },
  beat: (told) => beat(app, told),
  away: (told) => away(app, told),
  link: (link) => {
    app.store.set({ live: { ...app.store.get().live, link } });
    if (link === "lost") void loadMe(app);
  },
  end: (why) => {
    leave();
    app.store.set({ live: { ...app.store.get().live, link: "off", revision: 0 } });
    if (why === "signed_out") void loadMe(app);
    else anew();
  },
});

/**
 * Follows the changes once the problems are there, until the returned function is called; a snapshot has none.
 * @param anew asks everything again: what the caller may see is another
 */
export function followLive(app: App, anew: () => void): () => void {
  let stop: (() => void) | null = null;
  let whose = "";
  const since = () => {
    const { live, data } = app.store.get();
    return Math.max(live.revision, data.problems?.revision ?? 0);
  };
  const leave = () => {
    stop?.();
    stop = null;
  };
  const begin = () => {
    stop = followChanges(since, eventsOf(app, leave, anew));
  };
  const look = () => {
    const { data, me, district } = app.store.get();
    const wanted = data.problems !== undefined && district !== null && !district.frozen && me !== null && me.kind !== "nobody";
    const who = `${me?.kind} ${me?.person?.id} ${me?.device?.id}`;
    if (stop && (!wanted || who !== whose)) {
      leave();
      // Another sees another district: nothing of this one's changes is theirs.
      app.store.set({ live: { ...app.store.get().live, link: "off", revision: 0 }, changed: new Map() });
    }
    if (!wanted || stop) return;
    whose = who;
    begin();
  };
  onStale((since) => stale(app, since));
  look();
  const forget = app.store.subscribe(look);
  return () => {
    forget();
    leave();
  };
}
