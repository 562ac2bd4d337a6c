/** What the page must carry before it can show anything. Bytes are no matter of the machine; times are measured by measure.ts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clientFolder } from "../../scripts/build.ts";
import { scriptSizes } from "./measure.ts";
import { journey } from "./visit.ts";

journey("weight", () => {
  test("the page starts with less than 150 kB of script, gzipped; the map's libraries come beside the data", () => {
    const { first_kB, later_kB } = scriptSizes(clientFolder(process.cwd()));
    expect(first_kB).toBeGreaterThan(50);
    expect(first_kB).toBeLessThan(150);
    expect(later_kB).toBeGreaterThan(first_kB);
  });

  test("the field page starts with less than 120 kB, before the map", () => {
    const { first_kB } = scriptSizes(clientFolder(process.cwd()), "field.html");
    expect(first_kB).toBeGreaterThan(50);
    expect(first_kB).toBeLessThan(120);
  });

  test("the field page's worker keeps what the page needs, its map too, and nothing of the desk", () => {
    const folder = clientFolder(process.cwd());
    const worker = readFileSync(join(folder, "field-worker.js"), "utf8");
    const kept = [...new Set(worker.match(/\/assets\/[\w.-]+/g))].map((path) => path.slice(1));
    for (const path of kept) expect(existsSync(join(folder, path)), path).toBe(true);
    const html = readFileSync(join(folder, "field.html"), "utf8");
    for (const path of html.match(/assets\/[\w.-]+/g) ?? []) expect(kept).toContain(path);
    expect(kept.some((path) => path.includes("maplibre-gl-worker"))).toBe(true);
    expect(kept.some((path) => /AdminFace|overlay|webgl-device/.test(path))).toBe(false);
  });
});
