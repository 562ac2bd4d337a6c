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
  readonly noPhoto: string;
  readonly reporterName: string;
  readonly reporterPhone: string;
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
  noPhoto: "",
  reporterName: "",
  reporterPhone: "",
};

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
  | "noPhoto"
  | "reporterName"
  | "reporterPhone";

/** The body that is sent. @param at the place read */
export function reportBody(draft: ReportDraft, at: readonly [number, number]): Record<string, unknown> {
  const outside = fromOutside.includes(draft.source);
  const text = (value: string) => value.trim() || null;
  const given: Record<string, unknown> = {
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
    noPhoto: text(draft.noPhoto),
    reporterName: outside ? text(draft.reporterName) : null,
    reporterPhone: outside ? text(draft.reporterPhone) : null,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** The field of the form that a refused parameter of the body belongs to; null = none of them. */
export function reportFieldOf(parameter: string | undefined): ReportField | null {
  if (parameter === "lon" || parameter === "lat") return "at";
  const fields: readonly ReportField[] = [
    ...(["at", "site", "category", "title", "description", "place", "source", "noPhoto", "reporterName", "reporterPhone"] as const),
  ];
  return fields.find((field) => field === parameter) ?? null;
}
