/** The paragraph of figures as the document says it, each of its numbers a link. Only a number whose words say whose it is becomes one. */
import type { BriefPage } from "../../../server/contract/types.ts";
import { Figure } from "./Figure.tsx";
import { overviewParts } from "./overview.ts";

export function Overview({ page }: { page: BriefPage }) {
  return page.overview
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => (
      <p key={line} className="paper-overview">
        {overviewParts(line, page.facts).map((part, i) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, never reordered
          typeof part === "string" ? part : <Figure key={i} of={part.figure} what={part.what} />,
        )}
      </p>
    ));
}
