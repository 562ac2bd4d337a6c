import { sql } from "../../../server/db/sql.ts";
import { countedApart, countedOver, pageOfBody, pageOfRows } from "../byHand.ts";
import { daySpread, days, foundSince, isOpenSince, openSince } from "../days.ts";
import { all } from "../near.ts";
import type { Question } from "../workload.ts";

const limit = 50;

export const ledger: Question = {
  kind: "question",
  name: "ledger",
  what: "the first page of the ledger: how many are open, the newest 50",
  steady: true,
  cases: days,
  spreads: daySpread,
  request: (_ground, { day }) => ({ path: `/api/problems?status=open&${foundSince(day as number)}&limit=${limit}` }),
  read: pageOfBody,
  readRows: pageOfRows,
  oracle: (ground, { day }) => all(ground, isOpenSince(ground, day as number)),
  byHand: {
    "counted apart": (values) => countedApart(openSince(values), limit),
    "count over ()": (values) => countedOver(sql`from problem p where ${openSince(values)}`, limit),
  },
};
