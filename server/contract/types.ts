/** Types of every answer, for the client: types only, nothing at run time. */
import type { Static } from "typebox";
import type * as S from "./schemas.ts";

export type ProblemDocument = Static<typeof S.ProblemDocument>;
export type Health = Static<typeof S.Health>;
export type Category = Static<typeof S.Category>;
export type District = Static<typeof S.District>;
export type PackedGeometry = Static<typeof S.PackedGeometry>;
export type SitesLayer = Static<typeof S.SitesLayer>;
export type ZonesLayer = Static<typeof S.ZonesLayer>;
export type BaseLayer = Static<typeof S.BaseLayer>;
export type ProblemsLayer = Static<typeof S.ProblemsLayer>;
export type ProblemRow = Static<typeof S.ProblemRow>;
export type ProblemList = Static<typeof S.ProblemList>;
export type NearAnswer = Static<typeof S.NearAnswer>;
export type ProblemDetail = Static<typeof S.ProblemDetail>;
export type CountAnswer = Static<typeof S.CountAnswer>;
export type SiteDetail = Static<typeof S.SiteDetail>;
export type SearchAnswer = Static<typeof S.SearchAnswer>;
