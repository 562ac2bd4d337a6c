/** "What must be put right?" All that resolves to nobody or to several, and all that stands on what is gone. */
import { type Route, route } from "../ask/route.ts";
import type { BackupsStand } from "../ask/standing.ts";
import { Attention } from "../contract/bookSchemas.ts";
import { sql } from "../db/sql.ts";
import { wrongBackup } from "./attentionBackups.ts";
import { tradeFaults, unlimitedCategories, unofficialYears } from "./attentionBooks.ts";
import { ofDissolved, ofLeft, unmanned } from "./attentionPeople.ts";
import { astrayPlaces } from "./attentionPlaces.ts";
import { gaps, overlaps, ownerless } from "./attentionZones.ts";

export const attention = (backups: () => BackupsStand): Route =>
  route({
    path: "/api/attention",
    question: "What must be put right: who is responsible for nothing, who is gone, which limits and days are missing?",
    may: { who: ["administrator", "dispatcher"], area: "own" },
    answer: Attention,
    async handle({ caller, rows }) {
      const [clock] = await rows<{ at: Date }>("clock", sql`select clock() as at`);
      return {
        at: (clock as { at: Date }).at.toISOString(),
        groups: [
          ...(await tradeFaults(rows)),
          await ownerless(rows),
          await overlaps(rows),
          await gaps(rows),
          ...(await astrayPlaces(rows, caller)),
          await unlimitedCategories(rows, caller),
          await ofDissolved(rows, caller),
          await ofLeft(rows, caller),
          await unmanned(rows, caller),
          await unofficialYears(rows),
          await wrongBackup(rows, backups()),
        ],
      };
    },
  });
