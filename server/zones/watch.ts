/** Plans whose day has come: looked for each minute, and at the program's start. */
import type { Db } from "../db/db.ts";
import { turnDue } from "./turn.ts";

/** For the program to call each minute. @returns how many plans came into force */
export const watchPlans = (db: Db): Promise<number> => db.tx(turnDue);
