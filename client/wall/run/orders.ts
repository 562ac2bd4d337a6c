/** What the desk tells this screen: each order is carried out once, in their order, and then said to be taken. */
import type { WallOrder } from "../../../server/contract/types.ts";
import type { WallPage } from "../page.ts";
import { resume, show, stay } from "../tour.ts";
import { setTour } from "./drive.ts";
import type { Reload } from "./reload.ts";
import type { Timers } from "./timers.ts";

const key = "chuangtu.wall.taken";
const mostKept = 200;
/** For a place without a zoom of its own: a few streets. */
const placeZoom = 16;

function kept(): number[] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter((one) => Number.isSafeInteger(one)) : [];
  } catch {
    return [];
  }
}

export class Orders {
  private readonly page: WallPage;
  private readonly timers: Timers;
  private readonly reload: Reload;
  /** Ids of what was carried out; also across a reload, or one to reload would be done for ever. */
  private readonly done = new Set<number>(kept());
  /** Not yet said to be taken. */
  private readonly unsaid = new Set<number>();
  private toReload = false;
  /** Ends the order that stands. */
  private end: () => void = () => {};

  constructor(page: WallPage, timers: Timers, reload: Reload) {
    this.page = page;
    this.timers = timers;
    this.reload = reload;
  }

  /** Ids to be told to the server. */
  get taken(): readonly number[] {
    return [...this.unsaid].slice(0, 100);
  }

  /** The server knows that these are taken; what waited for that is done now. */
  said(ids: readonly number[]): void {
    for (const id of ids) this.unsaid.delete(id);
    if (this.toReload && !this.unsaid.size) {
      this.toReload = false;
      void this.reload.now("order");
    }
  }

  /** @returns kinds of the orders that were carried out now */
  take(orders: readonly WallOrder[]): WallOrder["kind"][] {
    const fresh = orders.filter(({ id }) => !this.done.has(id));
    // One whose taking did not reach the server comes again: it is said again, not done again.
    for (const { id } of orders) this.unsaid.add(id);
    for (const order of fresh) {
      this.remember(order.id);
      this.carryOut(order);
    }
    return fresh.map(({ kind }) => kind);
  }

  private remember(id: number): void {
    this.done.add(id);
    try {
      sessionStorage.setItem(key, JSON.stringify([...this.done].slice(-mostKept)));
    } catch {
      // Then it knows of them until it is loaded anew.
    }
  }

  private carryOut(order: WallOrder): void {
    const { kind, scene, seconds } = order;
    if (kind === "reload") this.toReload = true;
    else if (kind === "message") this.stand(order);
    else if (kind === "place") this.place(order);
    else if (kind === "resume") {
      this.stand(null);
      setTour(this.page, resume);
    } else if (scene !== null) {
      if (this.page.store.get().order?.kind === "place") this.stand(null);
      setTour(this.page, (tour, now_ms) => show(tour, scene, now_ms, seconds));
    }
  }

  private place(order: WallOrder): void {
    const { lon, lat, zoom, seconds } = order;
    if (lon === null || lat === null) return;
    this.stand(order);
    setTour(this.page, (tour, now_ms) => stay(tour, now_ms, seconds));
    this.page.map.current?.goTo({ place: [lon, lat], zoom: zoom ?? placeZoom });
  }

  /** It stands for its seconds; another takes its place. */
  private stand(order: WallOrder | null): void {
    this.end();
    this.page.store.set({ order });
    if (!order) return;
    this.end = this.timers.after(order.seconds * 1_000, () => {
      if (this.page.store.get().order === order) this.page.store.set({ order: null });
    });
  }
}
