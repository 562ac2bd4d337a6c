/** One entry of the audit log: who, from where, by which route, what. Nothing in it is a password, a token or a phone number. */
import type { Caller } from "../ask/caller.ts";
import type { AuditLine } from "../ask/route.ts";
import { type Sql, sql } from "../db/sql.ts";

export const auditEntry = (caller: Caller, route: string, line: AuditLine): Sql => sql`
  insert into audit_entry (kind, person_id, device_id, who, address, route, problem_id, detail)
  values (${line.kind}::text, ${line.personId ?? caller.personId}::bigint, ${caller.deviceId}::bigint, ${line.who ?? caller.name}::text,
    ${caller.address}::text, ${route}::text, ${line.problemId ?? null}::bigint, ${JSON.stringify(line.detail ?? {})}::jsonb)`;
