/** Documents as LibreOffice puts them on paper: A4, whole, every figure readable, nothing of the template left. Skipped where it is not installed. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderBrief } from "../../../../server/briefs/docx/render.ts";
import { type BriefKind, briefKinds } from "../../../../server/contract/brief.ts";
import { pageOf, picturesFor } from "./fixture.ts";

const run = promisify(execFile);
const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, [...args]).error === undefined;
const able = has("soffice", "--version") && has("pdftotext", "-v") && has("pdfinfo", "-v");
if (!able) process.stderr.write("documents on paper: skipped. Install LibreOffice (soffice) and poppler-utils (pdfinfo, pdftotext).\n");

const kinds = Object.keys(briefKinds) as BriefKind[];
/** Lines are broken where the paper ends. */
const joined = (text: string): string => text.replace(/\s+/gu, "");

/** Size three (三号), the body's. */
const size3_pt = 16;

describe.skipIf(!able)("on paper", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "brief-paper-"));
    for (const kind of kinds) {
      const page = pageOf(kind, { areas: 3, places: 2 });
      await writeFile(join(folder, `${kind}.docx`), await renderBrief(page, null, await picturesFor(page)));
    }
    const home = `-env:UserInstallation=${pathToFileURL(join(folder, "home")).href}`;
    const files = kinds.map((kind) => join(folder, `${kind}.docx`));
    await run("soffice", [home, "--headless", "--convert-to", "pdf", "--outdir", folder, ...files], { timeout: 110_000 });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const pdf = (kind: BriefKind): string => join(folder, `${kind}.pdf`);

  it.each(kinds)("a %s is A4, with its title and every figure, and no sign of its template", async (kind) => {
    const page = pageOf(kind, { areas: 3, places: 2 });
    const { stdout: info } = await run("pdfinfo", [pdf(kind)]);
    expect(info).toMatch(/Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
    const text = joined((await run("pdftotext", ["-layout", pdf(kind), "-"])).stdout);
    expect(text).toContain(page.title);
    expect(text).toContain("—1—");
    expect(text).not.toMatch(/[{}]/);
    const problems = page.facts.areas.flatMap(({ places }) => places.flatMap((place) => place.problems));
    if (kind === "handover") {
      for (const { code } of problems) expect(text).toContain(code);
      return;
    }
    for (const { name, found, closed, open } of page.facts.areas) {
      expect(text).toContain(name);
      if (kind !== "weekly") expect(text).toContain(`发现${found.value}件，已销号${closed.value}件，未销号${open.value}件`);
    }
    for (const { name, found, closed, open, overdue } of page.facts.units)
      expect(text, name).toContain([found, closed, open, overdue].map(({ value }) => value).join(""));
  });

  it("stays within the text area of 156 mm: nothing is drawn beyond the margins", async () => {
    const { stdout } = await run("pdftotext", ["-bbox", pdf("weekly"), "-"]);
    const edges = [...stdout.matchAll(/xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"/g)].map(([, left, right]) => [
      Number(left),
      Number(right),
    ]);
    expect(edges.length).toBeGreaterThan(200);
    const pt = (twips: number): number => twips / 20;
    // Punctuation may hang into the margin by its character.
    expect(Math.min(...edges.map(([left]) => left as number))).toBeGreaterThanOrEqual(pt(1587) - 8);
    expect(Math.max(...edges.map(([, right]) => right as number))).toBeLessThanOrEqual(pt(11906 - 1474) + 17);
  });

  it("holds 22 lines of a page of body text, as the standard has it", async () => {
    const page = pageOf("notice", { areas: 6, places: 6 });
    await writeFile(join(folder, "long.docx"), await renderBrief(page, null, { map: null, photos: new Map() }));
    const home = `-env:UserInstallation=${pathToFileURL(join(folder, "home")).href}`;
    await run("soffice", [home, "--headless", "--convert-to", "pdf", "--outdir", folder, join(folder, "long.docx")], { timeout: 60_000 });
    const { stdout } = await run("pdftotext", ["-f", "3", "-l", "5", "-bbox-layout", join(folder, "long.pdf"), "-"]);
    const pages = stdout.split("<page ").slice(1);
    expect(pages).toHaveLength(3);
    const widths = pages.map((page) =>
      [...page.matchAll(/<line xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"/g)].map(([, left, right]) => Number(right) - Number(left)),
    );
    for (const lines of widths) {
      // Its number is the last line.
      expect(lines.length - 1).toBeGreaterThanOrEqual(20);
      expect(lines.length - 1).toBeLessThanOrEqual(22);
    }
    // As the paper has it, whatever the font: 28 characters of size three to the text area's 156 mm. Punctuation may hang.
    const characters = Math.max(...widths.flat()) / size3_pt;
    expect(characters).toBeGreaterThanOrEqual(27);
    expect(characters).toBeLessThanOrEqual(29);
  }, 90_000);
});
