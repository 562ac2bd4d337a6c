/** Questions and changes of the administrator's books. */
import type {
  Attention,
  Calendar,
  Categories,
  Done,
  Duties,
  Duty,
  Redated,
  Templates,
  UnitRow,
  Units,
} from "../../server/contract/types.ts";
import { getJson, postJson } from "./http.ts";

export const askUnits = () => getJson<Units>("/api/units");
export const saveUnit = (id: number | null, body: object) => postJson<UnitRow>(id === null ? "/api/units" : `/api/units/${id}`, body);
export const askCategories = () => getJson<Categories>("/api/categories");
export const saveCategory = (body: object) => postJson<object>("/api/categories", body);
export const saveLimit = (body: object) => postJson<object>("/api/limits", body);
export const askCalendar = () => getJson<Calendar>("/api/calendar");
export const saveDays = (body: object) => postJson<Redated>("/api/calendar/days", body);
export const saveYears = (body: object) => postJson<Redated>("/api/calendar/years", body);
export const saveHours = (body: object) => postJson<Redated>("/api/calendar/hours", body);
export const askDuties = () => getJson<Duties>("/api/duties");
export const saveDuty = (id: number | null, body: object) => postJson<Duty>(id === null ? "/api/duties" : `/api/duties/${id}`, body);
export const askAttention = () => getJson<Attention>("/api/attention");
export const askTemplates = () => getJson<Templates>("/api/templates");
export const saveTemplate = (body: object) => postJson<Done>("/api/templates", body);
