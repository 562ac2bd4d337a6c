/** A route's schema as Fastify and OpenAPI take it. Input is read by our own readers; this is what they say of themselves. */
import { type TSchema, Type } from "typebox";
import { bodySchema } from "../ask/body.ts";
import type { Route } from "../ask/route.ts";
import type { FilterParameter } from "../contract/filter.ts";
import { ProblemDocument } from "../contract/schemas.ts";
import { staleSince } from "../contract/stale.ts";

const text = (description: string, examples: readonly string[]): TSchema => Type.String({ description, examples });

const filter: Readonly<Record<FilterParameter, TSchema>> = {
  status: text("States, or open, overdue, nearly_due; comma: any of them.", ["open", "overdue,nearly_due"]),
  category: text("Category codes, minor or major; comma: any of them.", ["0101,0203"]),
  unit: text("Ids of responsible units; comma: any of them.", ["17,22"]),
  person: text("Ids of responsible people; comma: any of them.", ["17"]),
  source: text("Where problems came from; comma: any of them.", ["patrol,12345"]),
  campaign: text("Campaigns; comma: any of them.", ["sanitation"]),
  found: text("The last n days of the district's clock, or dates of its calendar, both included; an end may be missing.", [
    "7d",
    "2026-11-01..2026-11-21",
  ]),
  closed: text("When they were closed, and are closed still; spelt as `found` is.", ["30d", "2026-11-01..2026-11-21"]),
  siteType: text("Types of the sites that they were found at; comma: any of them.", ["market,school"]),
  hour: text("Hours of the day in which they were found, by the district's time; comma: any of them.", ["7,8,9"]),
  problem: text("Ids of single problems, ascending: the first, then what is added each time, with dots between.", ["1203.4.17"]),
  during: text("Open at some time of these dates, both included; an end may be missing.", ["2026-11-01..2026-11-21"]),
  repeat: text("Come again: no farther than so many metres from a closed one of their category, no more than so many days after.", [
    "50:30",
  ]),
  at: text("RFC 3339: the problems as they stood then.", ["2026-11-20T08:00+08:00"]),
  q: text("Words in title, place or pinyin; all of them.", ["占道"]),
  geo: Type.Array(Type.String(), {
    description:
      "Places; repeated: all hold. within|beyond:metres:anchors, inside|outside:areas. Places: site types, site/id, zone/id, shape/id of a named shape, draw/drawing, view/w,s,e,n.",
    examples: [["within:500:market"], ["within:200:site/812", "inside:zone/12"]],
  }),
};

const documents = { "application/problem+json": { schema: ProblemDocument } };
const refusals = {
  400: { description: "A parameter was refused; the document names it and says what it takes.", content: documents },
  401: { description: "Nobody is signed in.", content: documents },
  403: { description: "Not this caller's to ask or do; audited.", content: documents },
  404: { description: "There is no such thing.", content: documents },
  503: { description: "The database is being opened, or the question took too long; see Retry-After.", content: documents },
};

/** A schema in OpenAPI 3.1's dialect, where a tuple's places are `prefixItems`. */
function modern(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== "object" || schema === null) return schema;
  const {
    items,
    additionalItems: _places,
    ...rest
  } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, modern(value)]));
  if (Array.isArray(items)) return { ...rest, prefixItems: items };
  return items === undefined ? rest : { ...rest, items };
}

/** Parameters of a route, documented. */
function parameters({ filtered, takes }: Route): TSchema {
  const own = Object.entries(takes).map(([name, { schema, required }]) => [name, required ? schema : Type.Optional(schema)]);
  const shared = Object.entries(filtered ? filter : {}).map(([name, schema]) => [name, Type.Optional(schema)]);
  return Type.Object(Object.fromEntries([...shared, ...own]));
}

const mayBeOld = {
  [staleSince]: {
    type: "string",
    format: "date-time",
    description: "Only while the database server that is written to is away: when it was last heard. The answer may lack what came after.",
  },
};

/** The answer's forms. */
const contents = ({ media = "application/json", answer, otherMedia }: Route): object => ({
  [media]: { schema: modern(answer) },
  ...(otherMedia !== undefined && {
    [otherMedia]: { schema: Type.String({ format: "binary", description: "The same as bytes, for who asks for it by Accept." }) },
  }),
});

export function documented(route: Route): object {
  const name = route.path
    .replace(/^\/(api\/)?/, "")
    .replace(/\W+(\w)/g, (_all, letter: string) => letter.toUpperCase())
    .replace(/\W/g, "");
  const hasId = route.path.includes("{id}");
  const who = typeof route.may.who === "string" ? route.may.who : route.may.who.join(", ");
  return {
    operationId: route.method === "GET" ? name : `${name}Post`,
    summary: route.question,
    description: `For: ${who}.${route.may.area === "own" ? " Of the caller's own area." : ""}`,
    querystring: parameters(route),
    ...(route.method === "POST" && route.bytes === undefined ? { body: bodySchema(route.body) } : {}),
    ...(route.bytes === undefined
      ? {}
      : { body: { content: { "application/octet-stream": { schema: Type.String({ format: "binary", maxLength: route.bytes }) } } } }),
    ...(hasId ? { params: Type.Object({ id: Type.Integer({ minimum: 1 }) }) } : {}),
    response: {
      200: { description: "The answer.", ...(route.method === "GET" && { headers: mayBeOld }), content: contents(route) },
      ...((route.path.startsWith("/api/layers/") && !route.filtered) || (route.path.startsWith("/api/photos/") && route.method === "GET")
        ? { 304: { description: "As it was.", type: "null" } }
        : {}),
      ...refusals,
      ...(route.method === "POST"
        ? { 409: { description: "The thing is not as the caller thinks, or the rules forbid this now.", content: documents } }
        : {}),
    },
  };
}
