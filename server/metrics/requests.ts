/** Requests that were answered: how many, how they ended, and how long until the answer was there. */
import { Buckets, counter, type Family } from "./exposition.ts";

/** Seconds. A question goes on for ten at most, as the server is set up by default. */
const bounds_s = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** The status of whoever went away before the answer was out. */
const left = 499;

export interface Answered {
  readonly method: string;
  /** As the list of routes has it, never as it was asked. */
  readonly route: string;
  readonly status: number;
}

interface Series {
  readonly labels: { readonly method: string; readonly route: string };
  readonly took: Buckets;
  readonly ended: Map<string, number>;
}

export class Requests {
  readonly #series = new Map<string, Series>();

  /** @param took_ms until the answer was there, however long it then travelled */
  add({ method, route, status }: Answered, took_ms: number): void {
    const series = this.#of(methods.has(method) ? method : "other", route);
    const end = status === left ? "left" : `${Math.floor(status / 100)}xx`;
    series.ended.set(end, (series.ended.get(end) ?? 0) + 1);
    series.took.observe(took_ms / 1_000);
  }

  get families(): Family[] {
    const all = [...this.#series.values()];
    return [
      counter(
        "chuangtu_http_requests_total",
        "Requests answered, by route and class of status; left: the caller went away before.",
        all.flatMap(({ labels, ended }) => [...ended].map(([status, value]) => ({ labels: { ...labels, status }, value }))),
      ),
      {
        name: "chuangtu_http_request_seconds",
        kind: "histogram",
        help: "From a request to its answer, without the time that it then travelled.",
        samples: all.flatMap(({ labels, took }) => took.samples(labels)),
      },
    ];
  }

  #of(method: string, route: string): Series {
    const key = `${method} ${route}`;
    const known = this.#series.get(key);
    if (known) return known;
    const made: Series = { labels: { method, route }, took: new Buckets(bounds_s), ended: new Map() };
    this.#series.set(key, made);
    return made;
  }
}
