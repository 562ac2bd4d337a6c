/** Around a whole run of server tests: names it, and drops its databases and roles at the end, also those of a process that died. */
import { adminUrl, asAdmin, runPrefix } from "./databases.ts";

export function setup(): void {
  runPrefix();
}

export async function teardown(): Promise<void> {
  if (adminUrl() === null) return;
  for (const { datname } of await asAdmin(
    `select datname from pg_database where datname like '${runPrefix().replaceAll("_", "\\_")}\\_%'`,
  )) {
    await asAdmin(`drop database if exists "${String(datname)}" with (force)`);
  }
  // Roles of districts are named for the database they were made in.
  for (const { rolname } of await asAdmin(`select rolname from pg_roles where rolname like '${runPrefix().replaceAll("_", "\\_")}\\_%'`)) {
    await asAdmin(`drop role if exists "${String(rolname)}"`);
  }
}
