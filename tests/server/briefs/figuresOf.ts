/** Every figure of a document's facts, wherever it stands, with the way to it. */
import type { BriefFacts, BriefFigure } from "../../../server/contract/types.ts";

const isFigure = (value: object): value is BriefFigure => "query" in value && "value" in value;

export function figuresOf(facts: BriefFacts): [path: string, BriefFigure][] {
  const found: [string, BriefFigure][] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    if (isFigure(value)) found.push([path, value]);
    else for (const [key, one] of Object.entries(value)) walk(one, `${path}/${key}`);
  };
  walk(facts, "");
  return found;
}
