/** A document's figures against the town's logs, counted by hand; each against the ledger's total; and the sums that must add up. */
import type { FastifyInstance } from "fastify";
import { beforeAll, describe, expect, it } from "vitest";
import { BriefPage } from "../../../server/contract/briefSchemas.ts";
import { emptyFilter, parseFilter } from "../../../server/contract/filter.ts";
import type { BriefFacts, BriefFigure, BriefPage as Page, ProblemList } from "../../../server/contract/types.ts";
import { databases } from "../../support/databases.ts";
import { evaluate } from "../filter/naive.ts";
import { answer, appOn } from "../http/asked.ts";
import { expectContract } from "../http/contract.ts";
import { loadPeopled, peopledTown } from "../questions/peopled.ts";
import { figuresOf } from "./figuresOf.ts";
import { expectedOf } from "./oracle.ts";

const asked: readonly [what: string, parameters: Readonly<Record<string, string>>, filter: string][] = [
  ["a day", { kind: "daily", day: "2026-11-13" }, ""],
  ["yesterday, for nothing was said", { kind: "daily" }, ""],
  ["a day that runs", { kind: "daily", day: "2026-11-21" }, ""],
  ["a week of three weeks ago", { kind: "weekly", day: "2026-10-29" }, ""],
  ["last week", { kind: "weekly" }, ""],
  ["a notice over two months", { kind: "notice", from: "2026-09-22", to: "2026-11-20" }, ""],
  ["a notice of units and markets", { kind: "notice", from: "2026-11-01", to: "2026-11-18" }, "unit=11,12&geo=within:600:market"],
  [
    "a notice of what is open",
    { kind: "notice", from: "2026-10-10", to: "2026-11-10" },
    "status=open&category=01&geo=inside:zone/100,zone/102",
  ],
  ["a notice of states and repeats", { kind: "notice", from: "2026-10-01", to: "2026-11-20" }, "status=overdue,closed&repeat=500:30"],
];

const values = (of: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, (of[name] as BriefFigure).value]));
const sum = (list: readonly { readonly found: BriefFigure }[]) => list.reduce((all, one) => all + one.found.value, 0);
const each = <K, V>(map: ReadonlyMap<K, V>) => [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

describe.each(databases())("the facts of documents on $name", ({ fixture }) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await appOn(await fixture("peopled", loadPeopled));
  });
  const page = (parameters: Readonly<Record<string, string>>, filter: string) =>
    answer<Page>(app, "/api/briefs/page", { ...parameters, ...Object.fromEntries(new URLSearchParams(filter)) });

  it.each(asked)("are what the logs say: %s", async (_what, parameters, query) => {
    const { facts, ...rest } = await page(parameters, query);
    expectContract(BriefPage, { facts, ...rest });
    const filter = query ? parseFilter(new URLSearchParams(query)) : emptyFilter;
    const wanted = expectedOf(facts, filter);
    expect(values(facts, Object.keys(wanted.totals))).toEqual(wanted.totals);
    const rows = <K>(list: readonly object[], key: (one: never) => K, names: readonly string[]) =>
      each(new Map(list.map((one) => [key(one as never), values(one as Record<string, unknown>, names)])));
    const nonZero = facts.areas.filter(({ found }) => found.value > 0);
    expect(rows(nonZero, (one: BriefFacts["areas"][number]) => one.zone, ["found", "closed", "open", "rejected"])).toEqual(
      each(wanted.areas),
    );
    const unitNames = ["found", "closed", "open", "overdue", "counted", "onTime", "reworked", "repeated"];
    expect(rows(facts.units, (one: BriefFacts["units"][number]) => one.unit, unitNames)).toEqual(each(wanted.units));
    expect(rows(facts.siteTypes, (one: BriefFacts["siteTypes"][number]) => one.siteType, ["found"])).toEqual(each(wanted.siteTypes));
    expect(rows(facts.categories, (one: BriefFacts["categories"][number]) => one.category, ["found"])).toEqual(each(wanted.categories));
    const ranked = facts.units.filter(({ rank }) => rank !== null);
    expect(ranked.map(({ unit, rank, flag, rate }) => [String(unit), rank, flag, rate])).toEqual(
      wanted.ranked.map((one, i) => [one.key, i + 1, one.flag, one.rate]),
    );
    expect(facts.points.length).toBe(facts.found.value);
  });

  it.each(asked)("stand beside a question that the ledger answers with the same number: %s", async (_what, parameters, query) => {
    const { facts } = await page(parameters, query);
    for (const [path, { value, query: link }] of figuresOf(facts)) {
      if (link === null) {
        // None to name, or too many for an address.
        expect([path, value === 0 || value > 1000], path).toEqual([path, true]);
        continue;
      }
      const url = `/api/problems?limit=1&${link}`;
      const reply = await app.inject(url);
      expect([reply.statusCode, reply.json<ProblemList>().total], `${path}: ${url}`).toEqual([200, value]);
    }
  });

  it.each(asked)("add up: %s", async (_what, parameters, query) => {
    const { facts } = await page(parameters, query);
    const { found, foundClosed, foundOpen, foundRejected, areas, siteTypes, units, categories } = facts;
    expect(foundClosed.value + foundOpen.value + foundRejected.value).toBe(found.value);
    expect([sum(areas), sum(siteTypes), sum(units), sum(categories)]).toEqual(Array(4).fill(found.value));
    for (const area of areas) expect(area.closed.value + area.open.value + area.rejected.value, area.name).toBe(area.found.value);
    for (const name of ["closed", "open", "overdue"] as const)
      expect(
        units.reduce((all, unit) => all + unit[name].value, 0),
        name,
      ).toBe(facts[name].value);
    if (!facts.cut)
      for (const area of areas)
        expect(
          area.places.reduce((all, { problems }) => all + problems.length, 0),
          area.name,
        ).toBe(area.found.value);
  });

  it("compare with the same time before as that time's own document had it", async () => {
    const { facts } = await page({ kind: "daily", day: "2026-11-13" }, "");
    const { facts: earlier } = await page({ kind: "daily", day: "2026-11-12" }, "");
    expect(facts.before).toEqual({ from: "2026-11-12", to: "2026-11-12", found: earlier.found, closed: earlier.closed });
    expect(facts.before.found.value).toBeGreaterThan(0);
  });

  it("list every problem once, by place, in the order of finding, with no more than a document may say", async () => {
    const { facts } = await page({ kind: "weekly", day: "2026-11-10" }, "");
    const wanted = expectedOf(facts).news;
    const listed = facts.areas.flatMap(({ places }) => places.flatMap(({ problems }) => problems));
    expect(listed.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(wanted.map(({ id }) => id));
    for (const { places } of facts.areas) {
      expect(places.map(({ problems }) => problems.length)).toEqual(
        places.map(({ problems }) => problems.length).toSorted((a, b) => b - a),
      );
      for (const { problems } of places)
        expect(problems.map(({ foundAt }) => foundAt)).toEqual(problems.map(({ foundAt }) => foundAt).toSorted());
    }
    const one = wanted[0] as (typeof wanted)[number];
    expect(listed.find(({ id }) => id === one.id)).toMatchObject({
      code: one.code,
      category: one.category,
      foundAt: new Date(one.found).toISOString(),
    });
    expect(JSON.stringify(facts)).not.toContain("reporter");
  });

  it("beyond what is listed one by one leave the tables alone, and say so", async () => {
    const { facts } = await page({ kind: "notice", from: "2026-09-22", to: "2026-11-20" }, "");
    expect([facts.found.value > 500, facts.cut, facts.areas.flatMap(({ places }) => places)]).toEqual([true, true, []]);
  });

  it("of a slip are those of the problems it names, or of what is open of a unit", async () => {
    const ids = peopledTown.problems
      .slice(0, 60)
      .map(({ id }) => id)
      .filter((id) => evaluate(peopledTown, { ...emptyFilter, problem: [id] }).length);
    const named = await page({ kind: "handover" }, `problem=${ids.map((id, i) => id - (ids[i - 1] ?? 0)).join(".")}`);
    const known = peopledTown.problems.filter(({ id, found }) => ids.includes(id) && found <= Date.parse(named.facts.asOf));
    expect([named.facts.running, named.facts.found.value, sum(named.facts.areas)]).toEqual([false, known.length, known.length]);
    const { facts } = await page({ kind: "handover" }, "unit=11&category=0101");
    const open = evaluate(peopledTown, parseFilter(new URLSearchParams({ unit: "11", category: "0101", status: "open", at: facts.asOf })));
    expect([facts.found.value, facts.open.value, facts.closed.value]).toEqual([open.length, open.length, 0]);
    expect(open.length).toBeGreaterThan(3);
    for (const { facts: own } of [named, { facts }])
      for (const [path, { value, query }] of figuresOf(own))
        if (query !== null) expect((await answer<ProblemList>(app, `/api/problems?limit=0&${query}`)).total, path).toBe(value);
  });

  it.each([
    ["kind", "/api/briefs/page"],
    ["kind", "/api/briefs/page?kind=monthly"],
    ["day", "/api/briefs/page?kind=daily&day=2026-02-30"],
    ["day", "/api/briefs/page?kind=daily&day=2026-11-22"],
    ["day", "/api/briefs/page?kind=notice&day=2026-11-01"],
    ["from", "/api/briefs/page?kind=weekly&from=2026-11-01"],
    ["from", "/api/briefs/page?kind=notice&to=2026-11-01"],
    ["to", "/api/briefs/page?kind=notice&from=2026-11-01"],
    ["to", "/api/briefs/page?kind=notice&from=2026-11-05&to=2026-11-04"],
    ["to", "/api/briefs/page?kind=notice&from=2026-05-05&to=2026-11-04"],
    ["day", "/api/briefs/page?kind=handover&day=2026-11-04&unit=11"],
    ["problem", "/api/briefs/page?kind=handover"],
    ["unit", "/api/briefs/page?kind=daily&unit=11"],
    ["status", "/api/briefs/page?kind=weekly&status=open"],
    ["found", "/api/briefs/page?kind=notice&found=7d"],
    ["closed", "/api/briefs/page?kind=notice&closed=7d"],
    ["during", "/api/briefs/page?kind=notice&during=2026-11-01.."],
    ["at", "/api/briefs/page?kind=handover&unit=11&at=2026-11-01T00:00Z"],
    ["unit", "/api/briefs/page?kind=notice&unit=999"],
  ])("are refused by the name of %s: %s", async (name, url) => {
    const reply = await app.inject(url);
    expect([reply.statusCode, reply.json().parameter]).toEqual([400, name]);
  });

  it("a slip of more than it may name is refused with the number it may", async () => {
    const reply = await app.inject("/api/briefs/page?kind=handover&unit=11,12,13,14");
    expect([reply.statusCode, reply.json().detail]).toEqual([400, expect.stringContaining("200")]);
  });
});
