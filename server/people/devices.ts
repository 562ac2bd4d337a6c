/** "Which screens and outside systems are there?" Their names, when they were last seen, and whether they still may. */
import { route } from "../ask/route.ts";
import { Devices } from "../contract/bookSchemas.ts";
import type { DeviceKind } from "../contract/officeWords.ts";
import type { Device } from "../contract/types.ts";
import { sql } from "../db/sql.ts";

export interface StoredDevice {
  id: number;
  name: string;
  kind: DeviceKind;
  made: Date;
  seen: Date | null;
  revoked: Date | null;
}

export const deviceColumns = sql`id, name, kind, made_at as made, seen_at as seen, revoked_at as revoked`;
export const tellDevice = ({ id, name, kind, made, seen, revoked }: StoredDevice): Device => ({
  id,
  name,
  kind,
  made: made.toISOString(),
  seen: seen?.toISOString() ?? null,
  revoked: revoked?.toISOString() ?? null,
});

export const devices = route({
  path: "/api/devices",
  question: "Which screens and outside systems have a token?",
  may: { who: ["administrator"], area: "none" },
  answer: Devices,
  async handle({ rows }) {
    const found = await rows<StoredDevice>(
      "devices",
      sql`select ${deviceColumns} from device order by revoked_at is not null, id desc limit 1000`,
    );
    return { rows: found.map(tellDevice) };
  },
});
