/** What the address of /briefs names, and the address of what is shown. Pure; a wrong address is named, never read as another one. */
import { type BriefKind, briefKinds } from "../../../server/contract/brief.ts";
import { addDays, isDay, mondayOf } from "./days.ts";

/** A document that can be made: its kind, its days where the address names them, and what of the desk it is narrowed to. */
export interface Making {
  readonly page: "brief";
  readonly kind: BriefKind;
  readonly from: string | null;
  readonly to: string | null;
  /** A filter as a URL's parameters, "" = nothing. */
  readonly query: string;
}
export type Place =
  | Making
  | { readonly page: "issued"; readonly id: number }
  | { readonly page: "templates" }
  | { readonly page: "unknown"; readonly text: string };

/** Of an address, what is the reader's own. */
const own = ["lang", "theme", "size", "list"];
const isKind = (text: string): text is BriefKind => Object.hasOwn(briefKinds, text);

/** The parameters of a filter, those of the page left out. */
function queryOf(pairs: URLSearchParams): string {
  const rest = new URLSearchParams(pairs);
  for (const name of [...own, "from", "to"]) rest.delete(name);
  return readable(rest);
}
const readable = (pairs: URLSearchParams) => String(pairs).replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");

/** The days an address names: of a week its Monday, of a notice a first and a last. */
function daysOf(kind: BriefKind, day: string | undefined, pairs: URLSearchParams): Pick<Making, "from" | "to"> | null {
  const [from, to] = [day || pairs.get("from"), pairs.get("to")];
  for (const one of [from, to]) if (one && !isDay(one)) return null;
  if (!from || kind === "handover") return { from: null, to: null };
  if (kind === "daily") return { from, to: from };
  if (kind === "weekly") return { from: mondayOf(from), to: addDays(mondayOf(from), 6) };
  return to && to < from ? null : { from, to: to || from };
}

export function readPlace(pathname: string, search: string): Place {
  const [, , name = "", more, ...rest] = pathname.replace(/\/$/, "").split("/");
  const unknown = { page: "unknown", text: (pathname + search).slice(0, 200) } as const;
  if (rest.length) return unknown;
  if (name === "templates" && !more) return { page: "templates" };
  if (name === "issued") return /^[1-9]\d{0,14}$/.test(more ?? "") ? { page: "issued", id: Number(more) } : unknown;
  const kind = name === "" ? "daily" : name;
  if (!isKind(kind) || (more && kind !== "daily" && kind !== "weekly")) return unknown;
  const pairs = new URLSearchParams(search);
  const days = daysOf(kind, more, pairs);
  return days ? { page: "brief", kind, ...days, query: queryOf(pairs) } : unknown;
}

/** The other way round. @param kept the reader's own parameters that the address had */
export function addressOf(place: Place, kept = ""): string {
  const pairs = place.page === "brief" ? new URLSearchParams(place.query) : new URLSearchParams();
  let path = "/briefs";
  if (place.page === "templates") path += "/templates";
  if (place.page === "issued") path += `/issued/${place.id}`;
  if (place.page === "brief") {
    path += `/${place.kind}`;
    if (place.from && place.kind !== "notice") path += `/${place.from}`;
    else if (place.from) {
      pairs.set("from", place.from);
      pairs.set("to", place.to ?? place.from);
    }
  }
  for (const [name, value] of new URLSearchParams(kept)) if (own.includes(name)) pairs.set(name, value);
  const query = readable(pairs);
  return path + (query && `?${query}`);
}

/** With days: a document whose address names none is of the last that is over. @param today the district's */
export function withDays(place: Making, today: string): Making {
  if (place.from !== null || place.kind === "handover") return place;
  const yesterday = addDays(today, -1);
  if (place.kind === "daily") return { ...place, from: yesterday, to: yesterday };
  const monday = addDays(mondayOf(today), -7);
  return place.kind === "weekly"
    ? { ...place, from: monday, to: addDays(monday, 6) }
    : { ...place, from: addDays(today, -7), to: yesterday };
}
