/** Run as a process of its own: the sums of every kind's template and document. */
import { createHash } from "node:crypto";
import { ownTemplate, renderBrief } from "../../../../server/briefs/docx/render.ts";
import { pageOf, picturesFor } from "./fixture.ts";

const sum = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
for (const kind of ["daily", "weekly", "notice", "handover"] as const) {
  const page = pageOf(kind);
  process.stdout.write(`template-${kind} ${sum(await ownTemplate(kind))}\n`);
  process.stdout.write(`${kind} ${sum(await renderBrief(page, null, await picturesFor(page)))}\n`);
}
