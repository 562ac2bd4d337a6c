/** "Where is 牡丹路与中山路交叉口, or 200 m east of the market?" Words that are places, without a network. */
import { listField, textField } from "../ask/body.ts";
import { searchText } from "../ask/parameters.ts";
import { type Route, route } from "../ask/route.ts";
import { Located, LocatedMany } from "../contract/locateSchemas.ts";
import { mostLocated } from "../contract/placeFound.ts";
import { personRoles } from "../contract/vocabulary.ts";
import { Names } from "./gazetteer.ts";
import { isSure, located } from "./located.ts";

const may = { who: personRoles, area: "none" } as const;

/** Both routes; each app that is built has its own memory of names. */
export function locateRoutes(): readonly Route[] {
  const names = new Names();
  return [
    route({
      path: "/api/locate",
      question: "Where is …? Sites, zones, roads and landmarks by name or pinyin, crossings of two roads, distances from a place.",
      may,
      takes: { q: searchText("Words of a place, such as 云门路与崇文路交叉口 or 明月农贸市场东200米.") },
      answer: Located,
      handle: async (ask) => ({ places: (await located(ask.rows, await names.now(ask), [ask.given.q]))[0] ?? [] }),
    }),
    route({
      method: "POST",
      path: "/api/locateMany",
      question: "Where are these? Of each address the likeliest place, and whether it is sure. Changes nothing.",
      may,
      body: { addresses: listField(textField(0, 200, "Words of a place; empty: none."), 1, mostLocated, "Addresses.") },
      answer: LocatedMany,
      async handle(ask) {
        const all = await located(ask.rows, await names.now(ask), ask.body.addresses);
        return { rows: all.map((places) => ({ place: places[0] ?? null, sure: isSure(places) })) };
      },
    }),
  ];
}
