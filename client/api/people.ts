/** Questions and acts about who is signed in, people, devices, the office's rules and the audit log. */
import type { DeviceKind } from "../../server/contract/officeWords.ts";
import type { AuditPage, Devices, Done, Me, NewDevice, People, Person, Policy, SetUpLink } from "../../server/contract/types.ts";
import { getJson, postJson } from "./http.ts";

export const askMe = () => getJson<Me>("/api/me");
export const signIn = (account: string, password: string) => postJson<Me>("/api/session", { account, password });
export const signOut = () => postJson<Done>("/api/session/end", {});
export const tryAs = (person: number) => postJson<Me>("/api/session/demo", { person });
export const setUp = (body: { token: string; account: string; name?: string; password: string }) => postJson<Me>("/api/setUp", body);
export const changePassword = (old: string, fresh: string) => postJson<Me>("/api/password", { old, new: fresh });

export const askPeople = () => getJson<People>("/api/people");
export const savePerson = (id: number | null, body: object) => postJson<Person>(id === null ? "/api/people" : `/api/people/${id}`, body);
export const invite = (id: number) => postJson<SetUpLink>(`/api/people/${id}/invite`, {});
export const signOutEverywhere = (id: number) => postJson<Done>(`/api/people/${id}/signOut`, {});
export const askDevices = () => getJson<Devices>("/api/devices");
export const addDevice = (name: string, kind: DeviceKind) => postJson<NewDevice>("/api/devices", { name, kind });
export const revokeDevice = (id: number) => postJson<Done>(`/api/devices/${id}/revoke`, {});
export const askPolicy = () => getJson<Policy>("/api/policy");
export const savePolicy = (policy: object) => postJson<Policy>("/api/policy", policy);
export const askAudit = (query: string) => getJson<AuditPage>(`/api/audit${query && `?${query}`}`);
