/** What the page must carry before it can show anything. Bytes are no matter of the machine; times are measured by measure.ts. */
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
});
