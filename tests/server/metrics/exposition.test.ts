/** What is written is what a scraper reads: names, escapes, figures, cumulative buckets. */
import { expect, it } from "vitest";
import { Buckets, counter, exposition, gauge } from "../../../server/metrics/exposition.ts";
import { Requests } from "../../../server/metrics/requests.ts";
import { readExposition } from "./read.ts";

it("is what the format's own description shows", () => {
  const text = exposition([
    counter("http_requests_total", "The total number of HTTP requests.", [
      { labels: { method: "post", code: "200" }, value: 1027 },
      { labels: { method: "post", code: "400" }, value: 3 },
    ]),
    gauge("something_weird", "", [{ labels: { problem: "division by zero" }, value: Number.POSITIVE_INFINITY }]),
    gauge("without_samples", "None.", []),
    gauge("metric_without_labels", "One.", 12.47),
  ]);
  expect(text).toBe(`# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027
http_requests_total{method="post",code="400"} 3
# HELP something_weird 
# TYPE something_weird gauge
something_weird{problem="division by zero"} +Inf
# HELP metric_without_labels One.
# TYPE metric_without_labels gauge
metric_without_labels 12.47
`);
});

it("escapes what would end a line or a label, and keeps Han as it is", () => {
  const path = 'C:\\DIR\\FILE.TXT "x"\n东街';
  const text = exposition([gauge("msdos_file", `a \\ and a\nline of "${"城区"}"`, [{ labels: { path }, value: 1 }])]);
  expect(text).toContain('# HELP msdos_file a \\\\ and a\\nline of "城区"\n');
  expect(text).toContain('msdos_file{path="C:\\\\DIR\\\\FILE.TXT \\"x\\"\\n东街"} 1\n');
  expect(readExposition(text).get("msdos_file")?.help).toBe('a \\ and a\nline of "城区"');
});

it("writes figures as Go reads them", () => {
  const values = [0, -0, 1e21, 1.5e-9, 12_345_678_901, Number.NaN, Number.NEGATIVE_INFINITY, 0.1 + 0.2];
  const text = exposition([
    gauge(
      "a",
      "b",
      values.map((value, i) => ({ labels: { i: String(i) }, value })),
    ),
  ]);
  const read = [...(readExposition(text).get("a")?.values.values() ?? [])];
  expect(read.map((one) => one + 0)).toEqual(values.map((one) => one + 0));
});

it("refuses names that are none, and one that is there twice", () => {
  for (const name of ["", "1a", "a-b", "a b", "a{", "城"]) expect(() => exposition([gauge(name, "", 1)]), name).toThrow("no name");
  for (const label of ["", "1a", "__a", "a:b", "a-b"])
    expect(() => exposition([gauge("a", "", [{ labels: { [label]: "" }, value: 1 }])]), label).toThrow("no name");
  expect(() => exposition([gauge("a", "", 1), gauge("a", "", 2)])).toThrow("twice");
});

it("puts each value into the buckets that hold it, the bound itself among them", () => {
  const bounds = [0.01, 0.1, 1];
  const values = [0.005, 0.01, 0.0100001, 0.1, 0.5, 1, 1.5, 100];
  const buckets = new Buckets(bounds);
  for (const value of values) buckets.observe(value);
  const text = exposition([{ name: "took", kind: "histogram", help: "s", samples: buckets.samples({ route: "r" }) }]);
  const read = readExposition(text).get("took")?.values ?? new Map();
  for (const bound of [...bounds, Number.POSITIVE_INFINITY])
    expect(read.get(`took_bucket{route="r",le="${bound === Number.POSITIVE_INFINITY ? "+Inf" : bound}"}`)).toBe(
      values.filter((value) => value <= bound).length,
    );
  expect(read.get('took_count{route="r"}')).toBe(values.length);
  expect(read.get('took_sum{route="r"}')).toBeCloseTo(values.reduce((sum, value) => sum + value));
});

it("counts requests by route, method and how they ended, whatever method a stranger makes up", () => {
  const requests = new Requests();
  for (const status of [200, 204, 304, 404, 499, 503]) requests.add({ method: "GET", route: "/api/problems/{id}", status }, 20);
  for (const method of ["PROPFIND", "BREW", "LINK"]) requests.add({ method, route: "none", status: 404 }, 1);
  const read = readExposition(exposition(requests.families));
  const total = read.get("chuangtu_http_requests_total")?.values;
  const of = (method: string, route: string, status: string) =>
    total?.get(`chuangtu_http_requests_total{method="${method}",route="${route}",status="${status}"}`);
  expect(["2xx", "3xx", "4xx", "5xx", "left"].map((status) => of("GET", "/api/problems/{id}", status))).toEqual([2, 1, 1, 1, 1]);
  expect(of("other", "none", "4xx")).toBe(3);
  const took = read.get("chuangtu_http_request_seconds")?.values;
  expect(took?.get('chuangtu_http_request_seconds_sum{method="GET",route="/api/problems/{id}"}')).toBeCloseTo(0.12);
});
