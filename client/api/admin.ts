/** Questions and changes of the administrator's books. */
import type { IntakeState } from "../../server/contract/officeWords.ts";
import type {
  Attention,
  Calendar,
  Categories,
  Done,
  Duties,
  Duty,
  IntakeList,
  IntakeRow,
  Messages,
  Redated,
  Robot,
  Robots,
  RobotTry,
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
export const askRobots = () => getJson<Robots>("/api/robots");
export const saveRobot = (id: number | null, body: object) => postJson<Robot>(id === null ? "/api/robots" : `/api/robots/${id}`, body);
/** What a message to the robot would be; `send`: one is sent, and its answer told. */
export const tryRobot = (id: number, send: boolean) => postJson<RobotTry>(`/api/robots/${id}/try`, { send });
export const askMessages = (query: string) => getJson<Messages>(`/api/messages${query && `?${query}`}`);
export const settleMessage = (id: number, how: "retry" | "drop") => postJson<object>(`/api/messages/${id}/${how}`, {});
export const askIntake = (state: IntakeState) => getJson<IntakeList>(`/api/intake?state=${state}`);
export const takeIntake = (id: number, body: object) => postJson<IntakeRow>(`/api/intake/${id}/take`, body);
export const refuseIntake = (id: number, reason: string) => postJson<IntakeRow>(`/api/intake/${id}/refuse`, { reason });
