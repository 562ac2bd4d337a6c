/** Questions and changes of zone plans. What changes a plan answers it as it stands after. */
import type { Step } from "../../server/contract/partition/steps.ts";
import type {
  Done,
  PlanStood,
  PlanWeights,
  SignOff,
  ZonePlan,
  ZonePlanApprovers,
  ZonePlanDifference,
  ZonePlanImported,
  ZonePlanProof,
  ZonePlanSteps,
  ZonePlanSummary,
  ZonePlans,
  ZonesInForce,
} from "../../server/contract/types.ts";
import { queryOf } from "../state/view.ts";
import { getJson, postBytes, postJson } from "./http.ts";

const at = (id: number, what = ""): string => `/api/zonePlans/${id}${what && `/${what}`}`;

export const askPlans = (signal?: AbortSignal) => getJson<ZonePlans>("/api/zonePlans", signal);
export const askPlan = (id: number, signal?: AbortSignal) => getJson<ZonePlan>(at(id), signal);
/** A new draft. @param from the plan it is a copy of; null = the zones in force today @param version it is a copy of the plan as it stood then */
export const addPlan = (name: string, from: number | null, version?: number) =>
  postJson<ZonePlanSummary>("/api/zonePlans", { name, from, ...(version !== undefined && { version }) });

/** What is done to a draft: so many of its last steps are taken back, then these are done, or nothing is. */
export interface PlanSteps {
  /** The version that was seen. */
  readonly version: number;
  readonly undo: number;
  readonly steps: readonly Step[];
}
/**
 * @throws HttpError 409 whose document's `now` is `{version, by, changed}` when somebody else was first, and `{step, code, why, at}` when
 * the step of that index is refused
 */
export const stepPlan = (id: number, steps: PlanSteps, signal?: AbortSignal) => postJson<PlanStood>(at(id, "steps"), steps, signal);
/** What was done after a version, in order. @param limit the last so many of it */
export const askSteps = (id: number, after: number, limit?: number, signal?: AbortSignal) =>
  getJson<ZonePlanSteps>(
    `${at(id, "steps")}?${queryOf([["after", String(after)], ...(limit === undefined ? [] : [["limit", String(limit)] as [string, string]])])}`,
    signal,
  );

export interface PlanChange {
  /** The version that was seen: of another, nothing is changed. */
  readonly version?: number;
  readonly name?: string;
  /** "" = none. */
  readonly note?: string;
  readonly weights?: Partial<PlanWeights>;
}
/** What is left out stays. */
export const changePlan = (id: number, change: PlanChange) => postJson<ZonePlanSummary>(at(id, "change"), change);
export const removePlan = (id: number) => postJson<Done>(at(id, "remove"), {});
export const reviewPlan = (id: number) => postJson<ZonePlanSummary>(at(id, "review"), {});
export const handBackPlan = (id: number, note: string) => postJson<ZonePlanSummary>(at(id, "handBack"), { note });

export const askProof = (id: number, signal?: AbortSignal) => getJson<ZonePlanProof>(at(id, "proof"), signal);
/** @param from the plan it is held against; null = the zones in force on the eve */
export const askDifference = (id: number, from: number | null, signal?: AbortSignal) =>
  getJson<ZonePlanDifference>(`${at(id, "difference")}${from === null ? "" : `?with=${from}`}`, signal);

/** Who may put their name to a plan, leaders first. */
/** The zones in force today as a partition's text. */
export const askInForce = async (signal?: AbortSignal) => (await getJson<ZonesInForce>("/api/zonePlans/inForce", signal)).partition;
export const askApprovers = (signal?: AbortSignal) => getJson<ZonePlanApprovers>("/api/zonePlans/approvers", signal);
export interface PlanPublish {
  readonly version: number;
  /** yyyy-MM-dd of the district's calendar. */
  readonly from: string;
  readonly approver: number;
  readonly signOffs: readonly SignOff[];
  readonly note: string | null;
}
export const publishPlan = (id: number, publish: PlanPublish) => postJson<ZonePlanSummary>(at(id, "publish"), publish);
/** Takes a published one back whose day has not come. */
export const withdrawPlan = (id: number) => postJson<ZonePlanSummary>(at(id, "withdraw"), {});

/** Polygons of one to three levels, level 1 first; `fields` name the attributes that hold what is asked. */
export interface PlanImport {
  readonly name: string;
  /** Metres within which gaps and overlaps are closed. */
  readonly tolerance_m: number;
  /** What is to be filled: the district's outline, or what the zones cover together. */
  readonly outline: "district" | "zones";
  readonly levels: readonly {
    readonly level: number;
    /** GeoJSON: a FeatureCollection. */
    readonly features: object;
    readonly fields: { readonly code: string } & Readonly<Partial<Record<"name" | "parent" | "person" | "unit", string>>>;
  }[];
}
/** @param dry it is only looked at @throws HttpError */
export const importPlan = (file: PlanImport, dry: boolean, signal?: AbortSignal) =>
  postBytes<ZonePlanImported>(`/api/zonePlans/import${dry ? "?dry=1" : ""}`, new Blob([JSON.stringify(file)]), signal);

/** Where a plan is had as a file: GeoJSON, or a zipped Shapefile. */
export const exportAddress = (id: number, kind: "geojson" | "zip"): string => `${at(id, "export")}.${kind}`;
