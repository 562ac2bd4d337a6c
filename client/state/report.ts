/** A new problem as it is being written, before it is sent. */
import type { ProblemSource } from "../../server/contract/vocabulary.ts";

export interface ReportDraft {
  /** "lon,lat" as typed or clicked, WGS84 degrees. */
  readonly at: string;
  readonly site: number | null;
  readonly category: string | null;
  readonly title: string;
  readonly description: string;
  /** Where it is, in words. */
  readonly place: string;
  readonly source: ProblemSource;
  readonly night: boolean;
  readonly fixed: boolean;
  /** Photos that have arrived, of what is wrong and of what was mended on the spot. */
  readonly photos: readonly number[];
  readonly photosAfter: readonly number[];
  readonly noPhoto: string;
  readonly reporterName: string;
  readonly reporterPhone: string;
  /** Made once for what is written: sent again it is the same report. Empty until it is first sent. */
  readonly clientId: string;
  /** The place outside the district that was said to be right, as `at`. */
  readonly outsideOk: string;
}

export const noReport: ReportDraft = {
  at: "",
  site: null,
  category: null,
  title: "",
  description: "",
  place: "",
  source: "patrol",
  night: false,
  fixed: false,
  photos: [],
  photosAfter: [],
  noPhoto: "",
  reporterName: "",
  reporterPhone: "",
  clientId: "",
  outsideOk: "",
};

/** True when photos show what is wrong, and what was mended on the spot: then it need not be said why there are none. */
export const isShown = ({ photos, photosAfter, fixed }: ReportDraft): boolean => photos.length > 0 && (!fixed || photosAfter.length > 0);

/** Sources in which somebody from outside told of it. */
export const fromOutside: readonly ProblemSource[] = ["12345", "public"];

export type ReportField =
  | "at"
  | "site"
  | "category"
  | "title"
  | "description"
  | "place"
  | "source"
  | "photos"
  | "photosAfter"
  | "noPhoto"
  | "reporterName"
  | "reporterPhone";

/** The body that is sent. @param at the place read */
export function reportBody(draft: ReportDraft, at: readonly [number, number]): Record<string, unknown> {
  const outside = fromOutside.includes(draft.source);
  const text = (value: string) => value.trim() || null;
  const list = (ids: readonly number[]) => (ids.length ? [...ids] : null);
  const given: Record<string, unknown> = {
    clientId: text(draft.clientId),
    category: draft.category,
    lon: at[0],
    lat: at[1],
    site: draft.site,
    title: text(draft.title),
    description: text(draft.description),
    place: text(draft.place),
    source: draft.source,
    night: draft.night || null,
    fixed: draft.fixed || null,
    photos: list(draft.photos),
    photosAfter: draft.fixed ? list(draft.photosAfter) : null,
    noPhoto: text(draft.noPhoto),
    reporterName: outside ? text(draft.reporterName) : null,
    reporterPhone: outside ? text(draft.reporterPhone) : null,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** The field of the form that a refused parameter of the body belongs to; null = none of them. */
export function reportFieldOf(parameter: string | undefined): ReportField | null {
  const name = parameter?.split("[")[0];
  if (name === "lon" || name === "lat" || name === "lon/lat") return "at";
  const fields: readonly ReportField[] = [
    ...(["at", "site", "category", "title", "description", "place", "source", "photos", "photosAfter", "noPhoto"] as const),
    ...(["reporterName", "reporterPhone"] as const),
  ];
  return fields.find((field) => field === name) ?? null;
}
